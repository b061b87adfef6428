import type { Answer } from "../conversation/conversation";
import { explainFailure } from "./explainFailure";
import { counted } from "./notes/counted";

/** What the live region says of the last answer: its start and its end, never its words. */
export function announcement(answer: Answer | null): string {
  if (answer === null) return "";
  switch (answer.outcome.status) {
    case "streaming":
      return "The assistant is answering.";
    case "complete":
      return ["The answer is complete.", ...noteworthy(answer)].join(" ");
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

/** What a listener should know before the code is used. */
function noteworthy({ notes }: Answer): readonly string[] {
  const findings = notes?.checks.filter(({ status }) => status === "findings").length ?? 0;
  const destructive = notes?.risks.filter(({ risk }) => risk === "destructive").length ?? 0;
  return [
    ...(findings > 0 ? [`${counted(findings, "code block")} with findings.`] : []),
    ...(destructive > 0 ? [`${counted(destructive, "destructive command")}.`] : []),
  ];
}
