import type { BesideWords } from "./beside.en";

export const beside: BesideWords = {
  closeNotice: "Hinweis schließen",
  close: "Schließen",
  notRead: "Das Gespräch ließ sich nicht lesen. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  notDeleted: "Das Gespräch ließ sich nicht löschen. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  notRestored: "Das Gelöschte ließ sich nicht wiederherstellen. Laden Sie die Seite neu und versuchen Sie es noch einmal.",
  keepsNothing: "Dieser Browser speichert nichts für diese Seite, etwa in einem privaten Fenster: Mit dem Tab sind die Gespräche verloren.",
  keepsNoConversations: "Dieser Browser speichert keine Gespräche für diese Seite.",
  deletedElsewhere: "Das Gespräch wurde in einem anderen Tab gelöscht.",
  storageFull: "Der Speicher des Browsers ist voll: Neues wird nicht gespeichert. Exportieren und löschen Sie Gespräche, um Platz zu schaffen.",
  notKept: "Neues ließ sich nicht speichern. Kopieren Sie, was Sie brauchen, und laden Sie die Seite neu.",
  listNotFetched: "Die Liste der Gespräche ließ sich nicht abrufen. Laden Sie die Seite neu, um es noch einmal zu versuchen.",
};
