import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";

export const besideWords = catalogue("beside", {
  closeNotice: "Close the notice",
  close: "Close",
  notRead: "The conversation could not be read. Reload the page and try again.",
  notDeleted: "The conversation could not be deleted. Reload the page and try again.",
  notRestored: "What was deleted could not be brought back. Reload the page and try again.",
  keepsNothing: "This browser keeps nothing for this page, as in a private window: conversations are gone when the tab is closed.",
  keepsNoConversations: "This browser keeps no conversations for this page.",
  deletedElsewhere: "The conversation was deleted in another tab.",
  storageFull: "The browser's storage is full: what is said now is not kept. Export and delete conversations to make room.",
  notKept: "What is said now could not be kept. Copy what you need, then reload the page.",
  listNotFetched: "The list of conversations could not be fetched. Reload the page to try again.",
});

export type BesideWords = WordsOf<typeof besideWords>;
