import type { UiWords } from "./ui.en";

export const ui: UiWords = {
  close: "Schließen",
  closeHint: "Schließen (Esc)",
  copied: "Kopiert",
  notCopied: "Kopieren nicht möglich: Markieren Sie den Text",
  pressAgain: (question) => `${question} Zum Kopieren noch einmal drücken.`,
  downloadAs: (name) => `Als ${name} speichern`,
  notValid: (error) => `Ungültig: ${error}`,
};
