import { useCallback, useEffect, useState } from "react";

import type { Desk } from "../conversation/desk";
import type { Trouble } from "../conversations/Keeper";
import { startKeeping } from "../conversations/startKeeping";
import type { Keeping } from "../conversations/startKeeping";
import type { Say } from "../language/catalogue";
import type { BesideWords } from "./beside.en";

export type KeepingState =
  | { readonly status: "starting" }
  | { readonly status: "keeping"; readonly keeping: Keeping }
  /** The browser keeps nothing for this page. */
  | { readonly status: "absent" };

type Note = Say<BesideWords>;

interface KeptConversations {
  readonly state: KeepingState;
  /** What the user should know about it; null where all is well. */
  readonly note: Note | null;
  readonly tell: (note: Note) => void;
  readonly dismissNote: () => void;
}

const ABSENT: Note = (words) => words.keepsNothing;
const GONE: Note = (words) => words.deletedElsewhere;
const TROUBLES: Readonly<Record<Trouble, Note>> = {
  full: (words) => words.storageFull,
  failed: (words) => words.notKept,
};

/**
 * Keep what happens on the desk.
 *
 * @param onGone the conversation on the screen was deleted in another tab.
 */
export function useKeeping(desk: Desk, onGone: () => void): KeptConversations {
  const [state, setState] = useState<KeepingState>({ status: "starting" });
  const [note, setNote] = useState<Note | null>(null);

  useEffect(() => {
    let left = false;
    let kept: Keeping | null = null;
    startKeeping(desk, {
      onTrouble: (trouble) => {
        setNote((before: Note | null) => (trouble === null ? (isTrouble(before) ? null : before) : TROUBLES[trouble]));
      },
      onGone: () => {
        onGone();
        setNote(() => GONE);
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
        setNote(() => ABSENT);
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
    tell: useCallback((said: Note) => {
      setNote(() => said);
    }, []),
    dismissNote: useCallback(() => {
      setNote(null);
    }, []),
  };
}

function isTrouble(note: Note | null): boolean {
  return Object.values(TROUBLES).some((trouble) => trouble === note);
}
