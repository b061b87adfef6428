import type { ShortcutsWords } from "./shortcuts.en";

export const shortcuts: ShortcutsWords = {
  title: "Tastenkürzel",
  close: "Schließen",
  closeHint: "Schließen (Esc)",
  or: " oder ",
  off: "aus",
  single: "Kürzel aus einer einzelnen Taste verwenden",
  what: {
    search: "Gespräche durchsuchen",
    newChat: "Neues Gespräch",
    input: "Nachricht schreiben",
    send: "Senden",
    newLine: "Neue Zeile",
    stop: "Antwort anhalten",
    previousMessage: "Vorige Nachricht",
    nextMessage: "Nächste Nachricht",
    shortcuts: "Tastenkürzel",
  },
  keys: { Ctrl: "Strg", Alt: "Alt", Shift: "Umschalt", Enter: "Eingabe", Escape: "Esc" },
};
