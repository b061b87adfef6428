import { formatsOf } from "../../language/formats";
import type { NotesWords } from "./notes.en";

const { counted, number } = formatsOf("de");
const risks: NotesWords["risks"] = {
  "read-only": "Liest nur",
  "changes state": "Ändert etwas",
  unknown: "Wirkung unbekannt",
  destructive: "Zerstörend",
};

const PHRASES: Readonly<Record<string, string>> = {
  "private key": "privater Schlüssel",
  "password hash": "Passwort-Hash",
};
const SECRETS: Readonly<Record<string, string>> = {
  access: "Zugriffs",
  account: "Konto",
  client: "Client",
  key: "Schlüssel",
  password: "Passwort",
  secret: "Geheimnis",
};

export const notes: NotesWords = {
  shorten: "Selbst kürzen",
  checks: "Prüfungen",
  commands: "Befehle",
  noFindings: "Geprüft: ohne Befund",
  findings: (count) => counted(count, { one: "Befund", other: "Befunde" }),
  notChecked: "Nicht geprüft",
  corrected: "Korrigierte Fassung",
  correctedBelow: "korrigierte Fassung darunter",
  broughtIn: "Ein Befehl hier steht auch in dem, was Sie eingefügt haben. Vergewissern Sie sich, dass Sie dem Verfasser trauen.",
  endedBefore: "Die Antwort endete, bevor dieser Block geprüft wurde.",
  checkedBy: (names) => `Geprüft von ${names}.`,
  notCheckedBecause: (reason) => `Nicht geprüft: ${reason}`,
  partlyBecause: (reason) => `Teilweise nicht geprüft: ${reason}`,
  moreFindings: (count) => `${counted(count, { one: "weiterer Befund", other: "weitere Befunde" })} nicht aufgeführt.`,
  correctedStandsBelow: "Die korrigierte Fassung steht darunter.",
  changes: "Der Block darüber mit diesen Änderungen. Lesen Sie ihn, bevor Sie ihn verwenden.",
  severities: { error: "Fehler", warning: "Warnung", info: "Hinweis" },
  findingAt: (line, column, severity) =>
    `Zeile ${String(line)}${column === null ? "" : `, Spalte ${String(column)}`}, ${severity}:`,
  fix: (words) => `Abhilfe: ${words}`,
  risks,
  riskAt: (line, risk) => `Zeile ${String(line)}, ${risks[risk].toLowerCase()}:`,
  alsoPasted: "Steht auch in dem, was Sie eingefügt haben.",

  fromReference: "Aus dem Nachschlagewerk",
  reference: (number, title) => `Eintrag ${String(number)}: ${title}`,
  referenceText: "Text des Eintrags",
  referenceNotShown: "Der Eintrag ließ sich nicht zeigen. Laden Sie die Seite neu, um es noch einmal zu versuchen.",
  close: "Schließen",
  closeHint: "Schließen (Esc)",
  loading: "Wird geladen",
  retry: "Noch einmal",
  sources: { handbook: "Handbuch", runbook: "Runbook", pack: "Paket", template: "Vorlage", error: "Bekannter Fehler" },

  takenOutOfAnswer: "Aus dieser Antwort entfernt",
  takenOutBefore: "Entfernt, bevor das Modell es sah",
  more: (count) => `und ${number(count)} weitere`,
  secretKind: (words) => PHRASES[words.join(" ")] ?? words.map((word) => SECRETS[word] ?? capital(word)).join("-"),
};

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
