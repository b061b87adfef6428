import type { UpdateWords } from "./update.en";

export const update: UpdateWords = {
  newVersion: "Es gibt eine neue Version dieser Seite. Laden Sie neu, wenn es Ihnen passt: Eine laufende Antwort würde enden.",
  reload: "Neu laden",
  later: "Später",
};
