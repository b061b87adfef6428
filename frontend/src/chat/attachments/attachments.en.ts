import { catalogue } from "../../language/catalogue";
import type { WordsOf } from "../../language/catalogue";
import { formatsOf } from "../../language/formats";

const { counted, megabytes } = formatsOf("en");
const lines = (count: number) => counted(count, { one: "line", other: "lines" });

export const attachmentsWords = catalogue("attachments", {
  attachments: "Attachments",
  lines,
  show: "Show how it begins and ends",
  hide: "Hide how it begins and ends",
  removeNamed: (name: string) => `Remove ${name}`,
  remove: "Remove",
  ends: (name: string) => `Beginning and end of ${name}`,
  leftOut: (count: number) => `${lines(count)} not shown, sent all the same`,
  errors: (count: number) => counted(count, { one: "error", other: "errors" }),
  warnings: (count: number) => counted(count, { one: "warning", other: "warnings" }),
  tooMuch: (most: number) =>
    `The attachments are larger than ${megabytes(most)} together. Remove one, or attach only the part that matters.`,
  tooLarge: (name: string, most: number) => `${name} is larger than ${megabytes(most)}. Attach only the part that matters.`,
  notRead: (name: string) => `${name} could not be read. Is it a folder?`,
  noText: (name: string) => `${name} is not a text file. Only text can be attached: logs, manifests, scripts.`,
  empty: (name: string) => `${name} is empty.`,
});

export type AttachmentsWords = WordsOf<typeof attachmentsWords>;
