import { catalogue } from "../../language/catalogue";
import type { WordsOf } from "../../language/catalogue";
import type { Shortcut } from "./shortcuts";

const what: Readonly<Record<Shortcut["what"], string>> = {
  search: "Search conversations",
  newChat: "New chat",
  input: "Write a message",
  send: "Send",
  newLine: "New line",
  stop: "Stop the answer",
  previousMessage: "Previous message",
  nextMessage: "Next message",
  shortcuts: "Keyboard shortcuts",
};

export const shortcutsWords = catalogue("shortcuts", {
  title: "Keyboard shortcuts",
  close: "Close",
  closeHint: "Close (Esc)",
  or: " or ",
  off: "off",
  single: "Use shortcuts of a single key",
  what,
  /** What is written on them. */
  keys: { Ctrl: "Ctrl", Alt: "Alt", Shift: "Shift", Enter: "Enter", Escape: "Esc" },
});

export type ShortcutsWords = WordsOf<typeof shortcutsWords>;
