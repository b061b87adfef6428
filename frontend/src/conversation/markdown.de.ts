import type { MarkdownWords } from "./markdown.en";

export const markdown: MarkdownWords = {
  conversation: "Gespräch",
  fileName: "gespräch",
  you: "Sie",
  assistant: (model) => `Assistent (${model})`,
  attached: (name) => `Angehängt: ${name}`,
  noAnswer: "Keine Antwort.",
  endedEarly: "Diese Antwort endete vorzeitig.",
  fromReference: "Aus dem Nachschlagewerk:",
};
