import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";
import { formatsOf } from "../language/formats";

const { counted, figure, seconds } = formatsOf("en");

export const answerWords = catalogue("answer", {
  waiting: "Waiting for the first words",
  emptyAnswer: "The model gave an empty answer.",
  limited: "Finished early: the answer stopped at the token limit.",
  stopped: "This answer was stopped.",
  continue: "Continue",
  again: "Answer again",
  copyMessage: "Copy message",
  tokens: (count: number) => counted(count, { one: "token", other: "tokens" }),
  tokensPerSecond: (speed: number) => `${figure(speed)} tokens/s`,
  firstWords: (afterS: number) => `first words after ${seconds(afterS)}`,

  version: (number: number, of: number) => `Version ${String(number)} of ${String(of)}`,
  previousVersion: "Previous version",
  nextVersion: "Next version",
  edit: "Edit message",
  editor: "Edit the message",
  cancel: "Cancel",
  sendAsVersion: "Send as new version",

  failed: "The answer failed",
  requestId: "Request id:",
  copyRequestId: "Copy request id",
  retry: "Retry",
  retryIn: (waitS: number) => `Retry in ${seconds(waitS)}`,

  code: (language: string) => `Code, ${language}`,
  noLanguage: "text",
  copyCode: "Copy code",
  destructive: "This has a destructive command. Copy anyway?",
  copyAnyway: "Copy anyway?",
  table: "Table",
  image: (name: string) => `Image: ${name}`,
});

export type AnswerWords = WordsOf<typeof answerWords>;
