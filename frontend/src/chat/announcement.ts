import type { Answer } from "./chatReducer";
import { explainFailure } from "./explainFailure";

/** What the live region says of the last answer: its start and its end, never its words. */
export function announcement(answer: Answer | null): string {
  if (answer === null) return "";
  switch (answer.outcome.status) {
    case "streaming":
      return "The assistant is answering.";
    case "complete":
      return "The answer is complete.";
    case "limited":
      return "The answer stopped at the token limit.";
    case "stopped":
      return "The answer was stopped.";
    case "failed":
      return `The answer failed. ${explainFailure(answer.outcome.failure).title}.`;
    default:
      return answer.outcome satisfies never;
  }
}
