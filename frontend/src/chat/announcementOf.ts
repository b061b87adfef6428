import type { Answer } from "../conversation/conversation";
import type { AnnouncementWords } from "./announcement.en";
import { explainFailure } from "./explainFailure";
import type { FailureWords } from "./failure.en";

/** What the live region says of the last answer: its start and its end, never its words. */
export function announcementOf(answer: Answer | null, words: AnnouncementWords, ofFailure: FailureWords): string {
  if (answer === null) return "";
  switch (answer.outcome.status) {
    case "streaming":
      return words.answering;
    case "complete":
      return [words.complete, ...noteworthy(answer, words)].join(" ");
    case "limited":
      return words.limited;
    case "stopped":
      return words.stopped;
    case "failed":
      return words.failed(explainFailure(answer.outcome.failure, ofFailure).title);
    default:
      return answer.outcome satisfies never;
  }
}

/** What a listener should know before the code is used. */
function noteworthy({ notes }: Answer, words: AnnouncementWords): readonly string[] {
  const findings = notes?.checks.filter(({ status }) => status === "findings").length ?? 0;
  const destructive = notes?.risks.filter(({ risk }) => risk === "destructive").length ?? 0;
  return [...(findings > 0 ? [words.findings(findings)] : []), ...(destructive > 0 ? [words.destructive(destructive)] : [])];
}
