import type { ServerState } from "./describeHealth";

export interface StatusWords {
  readonly reason: string;
  /** What happens next, or what to do. */
  readonly next: string;
}

/** Why the server is as it is, and what happens next. */
export function statusWords(server: ServerState): StatusWords {
  switch (server.status) {
    case "checking":
      return { reason: "The page is asking the server how it is.", next: "This takes a moment." };
    case "ready":
      return { reason: "The server answers.", next: "Ask what you like." };
    case "overloaded":
      return {
        reason: "Every place in the server's queue is taken.",
        next: "A question that is sent now is refused, and not lost: retry it when this says Ready. The page asks again every 2 seconds.",
      };
    case "loading":
      return {
        reason: server.reason ?? "The server has started and is loading its model.",
        next: "This can take some minutes the first time. The page asks again every 2 seconds and says when it is ready.",
      };
    case "waiting":
      return {
        reason: server.reason ?? "The inference server behind the assistant does not answer.",
        next: "The assistant goes on when it does. If it stays so, tell whoever runs it.",
      };
    case "stopping":
      return {
        reason: server.reason ?? "The server is shutting down.",
        next: "Answers that are being given are finished if they can be. The page goes on when a server is back.",
      };
    case "failed":
      return {
        reason: server.reason ?? "The model could not be loaded.",
        next: "Whoever runs the server has to mend this; its log tells more. The page asks again every 2 seconds.",
      };
    case "unreachable":
      return {
        reason: server.reason ?? "The server does not answer.",
        next: "What is on this page stays readable. The page asks again every 2 seconds and goes on by itself.",
      };
    case "unauthorised":
      return {
        reason: "The server asks for an API key, and got none that it knows.",
        next: "Ask whoever runs the server for a key, and enter it under Settings, API key.",
      };
    default:
      return server satisfies never;
  }
}
