import { useState } from "react";

import type { Answer } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { announcementWords } from "./announcement.en";
import { announcementOf } from "./announcementOf";
import { failureWords } from "./failure.en";

/** Tells of the last answer if it has come while this was on the page: an old one is no news. Loaded on demand. */
export default function Announcement({ answer }: { readonly answer: Answer | null }) {
  const words = useWords(announcementWords);
  const ofFailure = useWords(failureWords);
  const [heardOf, setHeardOf] = useState<string | null>(null);
  if (answer?.outcome.status === "streaming" && answer.id !== heardOf) setHeardOf(answer.id);
  return answer?.id === heardOf ? announcementOf(answer, words, ofFailure) : null;
}
