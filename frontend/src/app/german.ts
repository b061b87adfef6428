import { config } from "../api/config.de";
import { announcement } from "../chat/announcement.de";
import { answer } from "../chat/answer.de";
import { attachments } from "../chat/attachments/attachments.de";
import { chat } from "../chat/chat.de";
import { failure } from "../chat/failure.de";
import { notes } from "../chat/notes/notes.de";
import { secrets } from "../chat/secrets.de";
import { share } from "../chat/share.de";
import { markdown } from "../conversation/markdown.de";
import { conversations } from "../conversations/conversations.de";
import { details } from "../health/details.de";
import { health } from "../health/health.de";
import { gauge } from "../settings/gauge.de";
import { settings } from "../settings/settings.de";
import { ui } from "../ui/ui.de";
import { beside } from "./beside.de";
import type { WholeTranslation } from "./catalogues";
import { page } from "./page.de";
import { shortcuts } from "./shortcuts/shortcuts.de";
import { update } from "./update/update.de";

/** All that the page says, in German. Loaded where it is spoken. */
export const german: WholeTranslation = {
  announcement,
  answer,
  attachments,
  beside,
  chat,
  config,
  conversations,
  details,
  failure,
  gauge,
  health,
  markdown,
  notes,
  page,
  secrets,
  settings,
  share,
  shortcuts,
  ui,
  update,
};
