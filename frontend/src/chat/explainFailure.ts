import type { ApiFailure } from "../api/errors";
import type { FailureWords } from "./failure.en";

export interface Explanation {
  /** What happened, in a few words. */
  readonly title: string;
  /** What happened in full, and what to do. */
  readonly advice: string;
  /** Whether the same request may succeed when it is sent again. */
  readonly retry: boolean;
}

export function explainFailure(failure: ApiFailure, words: FailureWords): Explanation {
  switch (failure.kind) {
    case "unreachable": {
      const { title, advice } = words.unreachable;
      return { title, advice: advice(failure.apiUrl), retry: true };
    }
    case "cut":
      return { ...words.cut, retry: true };
    case "unreadable":
      return explainUnreadable(failure.status, words);
    case "refused":
      return explainRefusal(failure, words);
    default:
      return failure satisfies never;
  }
}

/** What answered was not the assistant, but what a proxy says by its status can still be told. */
function explainUnreadable(status: number, words: FailureWords): Explanation {
  switch (status) {
    case 413:
      return { title: words.tooLarge.title, advice: words.tooLarge.gateway, retry: false };
    case 429:
      return explainByStatus(status, words.tooMany.gateway, words);
    case 502:
    case 503:
    case 504:
      return { title: words.notAnswering.title, advice: words.notAnswering.advice(status), retry: true };
    default:
      return { title: words.unreadable.title, advice: words.unreadable.advice(status), retry: true };
  }
}

function explainRefusal(failure: Extract<ApiFailure, { kind: "refused" }>, words: FailureWords): Explanation {
  /** What the server said, and what to do. */
  const said = ({ title, advice }: { readonly title: string; readonly advice: string }, retry: boolean) => ({
    title,
    advice: sentences(failure.message, advice),
    retry,
  });
  switch (failure.code) {
    case "model_loading":
      return { ...words.modelLoading, retry: true };
    case "model_failed":
      return said(words.modelFailed, true);
    case "engine_unavailable":
      return said(words.engineAway, true);
    case "shutting_down":
      return { ...words.shuttingDown, retry: true };
    case "queue_full":
      return { ...words.busy, retry: true };
    case "context_length_exceeded":
      return said(words.tooLong, false);
    case "model_not_found":
      return said(words.noModel, false);
    case "request_too_large":
      return said(words.tooLarge, false);
    default:
      return explainByStatus(failure.status, failure.message, words);
  }
}

function explainByStatus(status: number | null, message: string, words: FailureWords): Explanation {
  if (status === 429) return { title: words.tooMany.title, advice: sentences(message, words.tooMany.advice), retry: true };
  if (status !== null && status < 500) return { title: words.refused.title, advice: sentences(message), retry: true };
  return { title: words.serverFailed.title, advice: sentences(message, words.serverFailed.advice), retry: true };
}

function sentences(...parts: readonly string[]): string {
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(" ");
}
