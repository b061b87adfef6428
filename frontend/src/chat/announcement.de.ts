import { formatsOf } from "../language/formats";
import type { AnnouncementWords } from "./announcement.en";

const { counted } = formatsOf("de");

export const announcement: AnnouncementWords = {
  answering: "Der Assistent antwortet.",
  complete: "Die Antwort ist vollständig.",
  limited: "Die Antwort erreichte die Token-Grenze.",
  stopped: "Die Antwort wurde angehalten.",
  failed: (title) => `Die Antwort ist fehlgeschlagen. ${title}.`,
  findings: (blocks) => `${counted(blocks, { one: "Codeblock", other: "Codeblöcke" })} mit Befunden.`,
  destructive: (commands) => `${counted(commands, { one: "zerstörender Befehl", other: "zerstörende Befehle" })}.`,
};
