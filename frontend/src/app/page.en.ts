import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";

export const pageWords = catalogue("page", {
  showConversations: "Show conversations",
  hideConversations: "Hide conversations",
  keptConversations: "Kept conversations",
  newChat: "New chat",
  shortcuts: "Keyboard shortcuts",
  shortcutsHint: "Keyboard shortcuts (?)",
  settings: "Settings",
  toLightTheme: "Switch to the light theme",
  toDarkTheme: "Switch to the dark theme",
  embeddedNote: "A very small built-in model answers: it is often wrong. Check commands before you run them.",
  withoutConfig: "This page does not know where the assistant is",
  broken: "Something in this page broke",
  brokenAdvice: "This is a fault of the page, not of your question. Reload it to go on; what was said is kept.",
  reloadPage: "Reload the page",
});

export type PageWords = WordsOf<typeof pageWords>;
