import { useCallback, useEffect, useState } from "react";

import type { Desk } from "../conversation/desk";
import type { Trouble } from "../conversations/Keeper";
import { startKeeping } from "../conversations/startKeeping";
import type { Keeping } from "../conversations/startKeeping";

export type KeepingState =
  | { readonly status: "starting" }
  | { readonly status: "keeping"; readonly keeping: Keeping }
  /** The browser keeps nothing for this page. */
  | { readonly status: "absent" };

interface KeptConversations {
  readonly state: KeepingState;
  /** What the user should know about it; null where all is well. */
  readonly note: string | null;
  readonly tell: (note: string) => void;
  readonly dismissNote: () => void;
}

const ABSENT = "This browser keeps nothing for this page, as in a private window: conversations are gone when the tab is closed.";
const GONE = "The conversation was deleted in another tab.";
const TROUBLES: Readonly<Record<Trouble, string>> = {
  full: "The browser's storage is full: what is said now is not kept. Export and delete conversations to make room.",
  failed: "What is said now could not be kept. Copy what you need, then reload the page.",
};

/**
 * Keep what happens on the desk.
 *
 * @param onGone the conversation on the screen was deleted in another tab.
 */
export function useKeeping(desk: Desk, onGone: () => void): KeptConversations {
  const [state, setState] = useState<KeepingState>({ status: "starting" });
  const [note, setNote] = useState<string | null>(null);

  useEffect(() => {
    let left = false;
    let kept: Keeping | null = null;
    startKeeping(desk, {
      onTrouble: (trouble) => {
        setNote((before) => (trouble === null ? (isTrouble(before) ? null : before) : TROUBLES[trouble]));
      },
      onGone: () => {
        onGone();
        setNote(GONE);
      },
    }).then(
      (keeping) => {
        kept = keeping;
        if (left) keeping.close();
        else setState({ status: "keeping", keeping });
      },
      () => {
        if (left) return;
        setState({ status: "absent" });
        setNote(ABSENT);
      },
    );
    return () => {
      left = true;
      kept?.close();
    };
  }, [desk, onGone]);

  return {
    state,
    note,
    tell: setNote,
    dismissNote: useCallback(() => {
      setNote(null);
    }, []),
  };
}

function isTrouble(note: string | null): boolean {
  return Object.values(TROUBLES).some((trouble) => trouble === note);
}
