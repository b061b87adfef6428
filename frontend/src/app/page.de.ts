import type { PageWords } from "./page.en";

export const page: PageWords = {
  showConversations: "Gespräche einblenden",
  hideConversations: "Gespräche ausblenden",
  keptConversations: "Gespeicherte Gespräche",
  newChat: "Neues Gespräch",
  shortcuts: "Tastenkürzel",
  shortcutsHint: "Tastenkürzel (?)",
  settings: "Einstellungen",
  toLightTheme: "Zur hellen Darstellung wechseln",
  toDarkTheme: "Zur dunklen Darstellung wechseln",
  embeddedNote: "Es antwortet ein sehr kleines eingebautes Modell, das sich oft irrt. Prüfen Sie Befehle, bevor Sie sie ausführen.",
  withoutConfig: "Diese Seite weiß nicht, wo der Assistent ist",
  broken: "In dieser Seite ist ein Fehler aufgetreten",
  brokenAdvice: "Er liegt an der Seite, nicht an Ihrer Frage. Laden Sie sie neu; was gesagt wurde, ist gespeichert.",
  reloadPage: "Seite neu laden",
};
