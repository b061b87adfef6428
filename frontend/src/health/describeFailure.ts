import { ApiError } from "../api/errors";
import type { ServerState } from "./describeHealth";

/** What is known of a server that did not tell how it is. */
export function describeFailure(error: unknown): ServerState {
  if (!(error instanceof ApiError)) return unreachable("It did not answer in time.");
  const { failure } = error;
  switch (failure.kind) {
    case "unreachable":
      return unreachable(navigator.onLine ? `Nothing answers at ${failure.apiUrl}.` : "This device is offline.");
    case "cut":
      return unreachable("Its answer was cut off.");
    case "unreadable":
      return unreachable(`What answers there is not the assistant, or not yet: it said ${String(failure.status)}.`);
    case "refused":
      if (failure.status === 401 || failure.status === 403) return { status: "unauthorised", reason: failure.message };
      return unreachable(failure.message);
    default:
      return failure satisfies never;
  }
}

function unreachable(reason: string): ServerState {
  return { status: "unreachable", reason };
}
