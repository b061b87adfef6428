import type { ShareWords } from "./share.en";

export const share: ShareWords = {
  title: "Dieses Gespräch teilen",
  close: "Schließen",
  closeHint: "Schließen (Esc)",
  explanation: "Als Markdown, mit allem, was Sie schrieben und anhängten, so wie es war. Lesen Sie es, bevor Sie es weitergeben.",
  secret: "Darin scheint ein Geheimnis zu stehen.",
  markdown: "Markdown",
  download: "Herunterladen",
  copy: "Kopieren",
  copied: "Kopiert.",
  notCopied: "Kopieren nicht möglich: Markieren Sie den Text.",
};
