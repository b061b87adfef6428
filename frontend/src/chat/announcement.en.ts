import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";
import { formatsOf } from "../language/formats";

const { counted } = formatsOf("en");

export const announcementWords = catalogue("announcement", {
  answering: "The assistant is answering.",
  complete: "The answer is complete.",
  limited: "The answer stopped at the token limit.",
  stopped: "The answer was stopped.",
  failed: (title: string) => `The answer failed. ${title}.`,
  findings: (blocks: number) => `${counted(blocks, { one: "code block", other: "code blocks" })} with findings.`,
  destructive: (commands: number) => `${counted(commands, { one: "destructive command", other: "destructive commands" })}.`,
});

export type AnnouncementWords = WordsOf<typeof announcementWords>;
