import { useState } from "react";

import type { Answer } from "../conversation/conversation";
import { announcement } from "./announcementWords";

/** Tells of the last answer if it has come while this was on the page: an old one is no news. Loaded on demand. */
export default function Announcement({ answer }: { readonly answer: Answer | null }) {
  const [heardOf, setHeardOf] = useState<string | null>(null);
  if (answer?.outcome.status === "streaming" && answer.id !== heardOf) setHeardOf(answer.id);
  return answer?.id === heardOf ? announcement(answer) : null;
}
