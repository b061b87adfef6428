import type { ServerState } from "./describeHealth";
import type { HealthWords } from "./health.en";

/** Why the server is as it is; null where that is not known. */
export function reasonWords(server: ServerState, words: HealthWords): string | null {
  const reason = "reason" in server ? server.reason : null;
  return typeof reason === "function" ? reason(words) : reason;
}
