import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";

export const shareWords = catalogue("share", {
  title: "Share this conversation",
  close: "Close",
  closeHint: "Close (Esc)",
  explanation: "As Markdown, with everything you wrote and attached as you wrote it. Read it before you give it to others.",
  secret: "There seems to be a secret in it.",
  markdown: "Markdown",
  download: "Download",
  copy: "Copy",
  copied: "Copied.",
  notCopied: "Copying failed: select the text instead.",
});

export type ShareWords = WordsOf<typeof shareWords>;
