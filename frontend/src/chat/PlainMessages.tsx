import type { ReactNode } from "react";

import type { Message } from "../conversation/conversation";
import { useWords } from "../language/LanguageContext";
import { chatWords } from "./chat.en";

interface PlainMessagesProps {
  readonly branch: readonly Message[];
  /** Whether what lays them out could not be loaded; otherwise it is on its way. */
  readonly lost: boolean;
}

/** The words alone. */
export function PlainMessages({ branch, lost }: PlainMessagesProps): ReactNode {
  const words = useWords(chatWords);
  return (
    <>
      {lost && <p role="alert">{words.partNotLoaded}</p>}
      {branch.map(({ id, role, text }) => (
        <article key={id} aria-label={role === "user" ? words.you : words.assistant} style={{ whiteSpace: "pre-wrap" }}>
          {text}
        </article>
      ))}
    </>
  );
}
