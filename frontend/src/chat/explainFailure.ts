import type { ApiFailure } from "../api/errors";

export interface Explanation {
  /** What happened, in a few words. */
  readonly title: string;
  /** What happened in full, and what to do. */
  readonly advice: string;
  /** Whether the same request may succeed when it is sent again. */
  readonly retry: boolean;
}

export function explainFailure(failure: ApiFailure): Explanation {
  switch (failure.kind) {
    case "unreachable":
      return {
        title: "The assistant cannot be reached",
        advice:
          `Nothing answered at ${failure.apiUrl}. Check that the server runs, that config.json beside this page names ` +
          "its address, and that it allows requests from this page's address (CORS). Then retry.",
        retry: true,
      };
    case "cut":
      return {
        title: "The connection was cut",
        advice: "The answer ended before it was finished. What had arrived is kept above. Retry to ask again.",
        retry: true,
      };
    case "unreadable":
      return explainUnreadable(failure.status);
    case "refused":
      return explainRefusal(failure);
    default:
      return failure satisfies never;
  }
}

/** What answered was not the assistant, but what a proxy says by its status can still be told. */
function explainUnreadable(status: number): Explanation {
  switch (status) {
    case 413:
      return {
        title: "The message is too large",
        advice: "The gateway before the assistant refused it. Send only the part of the log or file that matters.",
        retry: false,
      };
    case 429:
      return explainByStatus(status, "The gateway before the assistant limits how often you can ask.");
    case 502:
    case 503:
    case 504:
      return {
        title: "The assistant is not answering",
        advice: `The gateway before it said ${String(status)}: the server is down, starting or busy. Retry in a moment.`,
        retry: true,
      };
    default:
      return {
        title: "The answer could not be read",
        advice:
          `Something answered with status ${String(status)}, but not as the assistant does. Check the address in ` +
          "config.json, then retry.",
        retry: true,
      };
  }
}

function explainRefusal(failure: Extract<ApiFailure, { kind: "refused" }>): Explanation {
  switch (failure.code) {
    case "model_loading":
      return {
        title: "The model is still loading",
        advice: "The server has started and is loading its model, which can take a minute. Then retry.",
        retry: true,
      };
    case "model_failed":
      return {
        title: "The model could not be loaded",
        advice: sentences(failure.message, "Its log tells more to whoever runs the server. Retry once it is mended."),
        retry: true,
      };
    case "engine_unavailable":
      return {
        title: "The model cannot be reached",
        advice: sentences(failure.message, "If it stays so, tell whoever runs the server."),
        retry: true,
      };
    case "shutting_down":
      return {
        title: "The server is shutting down",
        advice: "It takes no new questions. What came of the answer is kept: retry when the server is back.",
        retry: true,
      };
    case "queue_full":
      return {
        title: "The assistant is busy",
        advice: "Every place in its queue is taken. Nothing was lost: retry in a moment.",
        retry: true,
      };
    case "context_length_exceeded":
      return {
        title: "The conversation is too long",
        advice: sentences(failure.message, "Send only the part that matters, or start a new chat."),
        retry: false,
      };
    case "model_not_found":
      return {
        title: "The model is not there",
        advice: sentences(failure.message, "This page and the server do not fit together: update the older one."),
        retry: false,
      };
    case "request_too_large":
      return {
        title: "The message is too large",
        advice: sentences(failure.message, "Send only the part of the log or file that matters, or start a new chat."),
        retry: false,
      };
    default:
      return explainByStatus(failure.status, failure.message);
  }
}

function explainByStatus(status: number | null, message: string): Explanation {
  if (status === 429) {
    return { title: "Too many requests", advice: sentences(message, "Retry in a moment."), retry: true };
  }
  if (status !== null && status < 500) {
    return { title: "The request was refused", advice: sentences(message), retry: true };
  }
  return { title: "The server failed", advice: sentences(message, "Retry to ask again."), retry: true };
}

function sentences(...parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(" ");
}
