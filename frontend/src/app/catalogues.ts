import type { configWords } from "../api/config.en";
import type { announcementWords } from "../chat/announcement.en";
import type { answerWords } from "../chat/answer.en";
import type { attachmentsWords } from "../chat/attachments/attachments.en";
import type { chatWords } from "../chat/chat.en";
import type { failureWords } from "../chat/failure.en";
import type { notesWords } from "../chat/notes/notes.en";
import type { secretsWords } from "../chat/secrets.en";
import type { shareWords } from "../chat/share.en";
import type { markdownWords } from "../conversation/markdown.en";
import type { conversationsWords } from "../conversations/conversations.en";
import type { detailsWords } from "../health/details.en";
import type { healthWords } from "../health/health.en";
import type { gaugeWords } from "../settings/gauge.en";
import type { settingsWords } from "../settings/settings.en";
import type { uiWords } from "../ui/ui.en";
import type { besideWords } from "./beside.en";
import type { pageWords } from "./page.en";
import type { shortcutsWords } from "./shortcuts/shortcuts.en";
import type { updateWords } from "./update/update.en";

/** Every catalogue of the page. */
type All =
  | typeof announcementWords
  | typeof answerWords
  | typeof attachmentsWords
  | typeof besideWords
  | typeof chatWords
  | typeof configWords
  | typeof conversationsWords
  | typeof detailsWords
  | typeof failureWords
  | typeof gaugeWords
  | typeof healthWords
  | typeof markdownWords
  | typeof notesWords
  | typeof pageWords
  | typeof secretsWords
  | typeof settingsWords
  | typeof shareWords
  | typeof shortcutsWords
  | typeof uiWords
  | typeof updateWords;

/** What another language has to say: all that English says, under the same names. */
export type WholeTranslation = { readonly [Each in All as Each["name"]]: Each["english"] };
