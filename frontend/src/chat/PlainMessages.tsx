import type { ReactNode } from "react";

import type { Message } from "../conversation/conversation";

interface PlainMessagesProps {
  readonly branch: readonly Message[];
  /** Whether what lays them out could not be loaded; otherwise it is on its way. */
  readonly lost: boolean;
}

/** The words alone. */
export function PlainMessages({ branch, lost }: PlainMessagesProps): ReactNode {
  return (
    <>
      {lost && <p role="alert">A part of this page could not be loaded. Reload the page to try again.</p>}
      {branch.map(({ id, role, text }) => (
        <article key={id} aria-label={role === "user" ? "You" : "Assistant"} style={{ whiteSpace: "pre-wrap" }}>
          {text}
        </article>
      ))}
    </>
  );
}
