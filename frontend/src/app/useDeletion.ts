import { useCallback, useState } from "react";

import type { Desk } from "../conversation/desk";
import type { Keeping } from "../conversations/startKeeping";
import type { Summary } from "../conversations/store";
import type { Say } from "../language/catalogue";
import type { BesideWords } from "./beside.en";

interface Deletion {
  /** What can still be brought back. */
  readonly deleted: readonly Summary[];
  readonly remove: (summary: Summary) => void;
  readonly undo: () => void;
  readonly over: () => void;
}

/**
 * Delete conversations, and bring them back while that is offered.
 *
 * @param onEmpty puts an empty conversation in the place of the one on the screen.
 * @param tell what could not be done.
 */
export function useDeletion(
  desk: Desk,
  keeping: Keeping | null,
  onEmpty: () => void,
  tell: (note: Say<BesideWords>) => void,
): Deletion {
  const [deleted, setDeleted] = useState<readonly Summary[]>([]);
  const [shownOne, setShownOne] = useState<string | null>(null);

  const remove = (summary: Summary) => {
    keeping?.store.remove(summary.id).then(
      () => {
        setDeleted((before) => [...before, summary]);
      },
      () => {
        tell((words) => words.notDeleted);
      },
    );
    if (desk.shown().id !== summary.id) return;
    setShownOne(summary.id);
    onEmpty();
  };

  const undo = () => {
    setDeleted([]);
    setShownOne(null);
    const restore = async () => {
      await keeping?.store.restore(deleted.map(({ id }) => id));
      // The one that was on the screen comes back to it, where nothing was asked since.
      if (shownOne !== null && desk.shown().messages.length === 0) await keeping?.keeper.open(shownOne);
    };
    restore().catch(() => {
      tell((words) => words.notRestored);
    });
  };

  const over = useCallback(() => {
    const ids = new Set(deleted.map(({ id }) => id));
    setDeleted([]);
    setShownOne(null);
    // What cannot be purged now is with the next start of the page.
    keeping?.store.purge((id) => ids.has(id)).catch(() => undefined);
  }, [keeping, deleted]);

  return { deleted, remove, undo, over };
}
