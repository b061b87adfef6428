import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";

export const uiWords = catalogue("ui", {
  close: "Close",
  closeHint: "Close (Esc)",
  copied: "Copied",
  notCopied: "Copying failed: select the text instead",
  pressAgain: (question: string) => `${question} Press again to copy.`,
  downloadAs: (name: string) => `Download as ${name}`,
  notValid: (error: string) => `Not valid: ${error}`,
});

export type UiWords = WordsOf<typeof uiWords>;
