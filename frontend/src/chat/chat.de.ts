import type { ChatWords } from "./chat.en";

export const chat: ChatWords = {
  conversation: "Gespräch",
  you: "Sie",
  assistant: "Assistent",
  question: "Was klemmt?",
  invitation: "Fragen Sie zu Kubernetes, Containern, CI, Cloud und Linux, oder fügen Sie ein Log oder ein Manifest ein.",
  examples: [
    "Warum startet mein Pod ständig neu (CrashLoopBackOff)?",
    "Schreibe ein Dockerfile für einen Python-Webdienst, der nicht als root läuft.",
    "Wie finde ich heraus, was die Festplatte eines Linux-Servers füllt?",
    "Was ist der Unterschied zwischen Deployment und StatefulSet?",
  ],
  message: "Nachricht",
  placeholder: "Fragen oder ein Log einfügen",
  send: "Senden",
  sendHint: "Senden (Eingabe)",
  stop: "Anhalten",
  stopHint: "Anhalten (Esc)",
  attach: "Textdateien anhängen",
  filesToAttach: "Dateien zum Anhängen",
  drop: "Textdateien hier ablegen, um sie anzuhängen",
  notAttached: (file) => `${file} wurde nicht angehängt: Ein Teil dieser Seite ließ sich nicht laden. Laden Sie sie neu, um es noch einmal zu versuchen.`,
  jump: "Zum Neuesten springen",
  share: "Teilen",
  partNotLoaded: "Ein Teil dieser Seite ließ sich nicht laden. Laden Sie die Seite neu, um es noch einmal zu versuchen.",
};
