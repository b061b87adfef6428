import { formatsOf } from "../../language/formats";
import type { AttachmentsWords } from "./attachments.en";

const { counted, megabytes } = formatsOf("de");
const lines = (count: number) => counted(count, { one: "Zeile", other: "Zeilen" });

export const attachments: AttachmentsWords = {
  attachments: "Anhänge",
  lines,
  show: "Anfang und Ende zeigen",
  hide: "Anfang und Ende verbergen",
  removeNamed: (name) => `${name} entfernen`,
  remove: "Entfernen",
  ends: (name) => `Anfang und Ende von ${name}`,
  leftOut: (count) => `${lines(count)} nicht gezeigt, aber mitgesendet`,
  errors: (count) => counted(count, { one: "Fehler", other: "Fehler" }),
  warnings: (count) => counted(count, { one: "Warnung", other: "Warnungen" }),
  tooMuch: (most) =>
    `Die Anhänge sind zusammen größer als ${megabytes(most)}. Entfernen Sie einen oder hängen Sie nur den Teil an, auf den es ankommt.`,
  tooLarge: (name, most) => `${name} ist größer als ${megabytes(most)}. Hängen Sie nur den Teil an, auf den es ankommt.`,
  notRead: (name) => `${name} ließ sich nicht lesen. Ist es ein Ordner?`,
  noText: (name) => `${name} ist keine Textdatei. Nur Text lässt sich anhängen: Logs, Manifeste, Skripte.`,
  empty: (name) => `${name} ist leer.`,
};
