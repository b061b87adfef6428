import { catalogue } from "../../language/catalogue";
import type { WordsOf } from "../../language/catalogue";

export const updateWords = catalogue("update", {
  newVersion: "A new version of this page is there. Reload when it suits you: an answer that is being written would end.",
  reload: "Reload",
  later: "Later",
});

export type UpdateWords = WordsOf<typeof updateWords>;
