import { ApiError } from "../api/errors";
import type { Reason, ServerState } from "./describeHealth";

/** What is known of a server that did not tell how it is. */
export function describeFailure(error: unknown): ServerState {
  if (!(error instanceof ApiError)) return unreachable((words) => words.late);
  const { failure } = error;
  switch (failure.kind) {
    case "unreachable":
      return unreachable(navigator.onLine ? (words) => words.nothingAnswers(failure.apiUrl) : (words) => words.offline);
    case "cut":
      return unreachable((words) => words.cut);
    case "unreadable":
      return unreachable((words) => words.notTheAssistant(failure.status));
    case "refused":
      if (failure.status === 401 || failure.status === 403) return { status: "unauthorised", reason: failure.message };
      return unreachable(failure.message);
    default:
      return failure satisfies never;
  }
}

function unreachable(reason: Reason): ServerState {
  return { status: "unreachable", reason };
}
