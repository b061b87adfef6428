import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";

export const markdownWords = catalogue("markdown", {
  conversation: "Conversation",
  fileName: "conversation",
  you: "You",
  assistant: (model: string) => `Assistant (${model})`,
  attached: (name: string) => `Attached: ${name}`,
  noAnswer: "No answer.",
  endedEarly: "This answer ended early.",
  fromReference: "From the reference:",
});

export type MarkdownWords = WordsOf<typeof markdownWords>;
