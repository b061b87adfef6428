import { formatsOf } from "../language/formats";
import type { AnswerWords } from "./answer.en";

const { counted, figure, seconds } = formatsOf("de");

export const answer: AnswerWords = {
  waiting: "Warten auf die ersten Wörter",
  emptyAnswer: "Das Modell gab eine leere Antwort.",
  limited: "Vorzeitig beendet: Die Antwort erreichte die Token-Grenze.",
  stopped: "Diese Antwort wurde angehalten.",
  continue: "Fortsetzen",
  again: "Noch einmal antworten",
  copyMessage: "Nachricht kopieren",
  tokens: (count) => counted(count, { one: "Token", other: "Tokens" }),
  tokensPerSecond: (speed) => `${figure(speed)} Tokens/s`,
  firstWords: (afterS) => `erste Wörter nach ${seconds(afterS)}`,

  version: (number, of) => `Version ${String(number)} von ${String(of)}`,
  previousVersion: "Vorige Version",
  nextVersion: "Nächste Version",
  edit: "Nachricht bearbeiten",
  editor: "Nachricht bearbeiten",
  cancel: "Abbrechen",
  sendAsVersion: "Als neue Version senden",

  failed: "Die Antwort ist fehlgeschlagen",
  requestId: "Anfrage-ID:",
  copyRequestId: "Anfrage-ID kopieren",
  retry: "Noch einmal",
  retryIn: (waitS) => `Noch einmal in ${seconds(waitS)}`,

  code: (language) => `Code, ${language}`,
  noLanguage: "Text",
  copyCode: "Code kopieren",
  destructive: "Darin ist ein zerstörender Befehl. Trotzdem kopieren?",
  copyAnyway: "Trotzdem kopieren?",
  table: "Tabelle",
  image: (name) => `Bild: ${name}`,
};
