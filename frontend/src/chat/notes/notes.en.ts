import { catalogue } from "../../language/catalogue";
import type { WordsOf } from "../../language/catalogue";
import { formatsOf } from "../../language/formats";
import type { Risk } from "./risk";

const { counted, number } = formatsOf("en");
const risks: Readonly<Record<Risk, string>> = {
  "read-only": "Read-only",
  "changes state": "Changes state",
  unknown: "Unknown effect",
  destructive: "Destructive",
};
/** What is called otherwise than the server calls it; the rest is shown as it comes. */
const sources: Readonly<Record<string, string>> = {
  handbook: "Handbook",
  runbook: "Runbook",
  pack: "Pack",
  template: "Template",
  error: "Known error",
};
const severities: Readonly<Record<string, string>> = {};

export const notesWords = catalogue("notes", {
  shorten: "Shorten it yourself",
  checks: "Checks",
  commands: "Commands",
  noFindings: "Checked: no findings",
  findings: (count: number) => counted(count, { one: "finding", other: "findings" }),
  notChecked: "Not checked",
  corrected: "Corrected version",
  correctedBelow: "corrected version below",
  broughtIn: "A command here also stands in what you pasted. Make sure you trust who wrote it.",
  endedBefore: "The answer ended before this block was checked.",
  checkedBy: (names: string) => `Checked by ${names}.`,
  notCheckedBecause: (reason: string) => `Not checked: ${reason}`,
  partlyBecause: (reason: string) => `Not checked in part: ${reason}`,
  moreFindings: (count: number) => `${counted(count, { one: "more finding", other: "more findings" })} not listed.`,
  correctedStandsBelow: "The corrected version stands below.",
  changes: "The block above with these changes. Read it before you use it.",
  severities,
  findingAt: (line: number, column: number | null, severity: string) =>
    `Line ${String(line)}${column === null ? "" : `, column ${String(column)}`}, ${severity}:`,
  fix: (words: string) => `Fix: ${words}`,
  risks,
  riskAt: (line: number, risk: Risk) => `Line ${String(line)}, ${risks[risk].toLowerCase()}:`,
  alsoPasted: "Also stands in what you pasted.",

  fromReference: "From the reference",
  reference: (number: number, title: string) => `Reference ${String(number)}: ${title}`,
  referenceText: "Text of the reference",
  referenceNotShown: "The reference could not be shown. Reload the page to try again.",
  close: "Close",
  closeHint: "Close (Esc)",
  loading: "Loading",
  retry: "Retry",
  sources,

  takenOutOfAnswer: "Taken out of this answer",
  takenOutBefore: "Taken out before the model saw it",
  more: (count: number) => `and ${number(count)} more`,
  /** Of words such as `GitHub` and `token`. */
  secretKind: (words: readonly string[]) => words.join(" "),
});

export type NotesWords = WordsOf<typeof notesWords>;
