import type { Desk } from "../conversation/desk";
import { openIndexedDbStore } from "./indexedDbStore";
import { Keeper } from "./Keeper";
import type { KeeperEvents } from "./Keeper";
import type { ConversationStore } from "./store";

export interface Keeping {
  readonly store: ConversationStore;
  readonly keeper: Keeper;
  readonly close: () => void;
}

/** How long a deleted conversation can be restored where nobody said that it is over, as after a closed tab. */
const KEEP_DELETED_MS = 60_000;

/** @throws where the browser keeps nothing. */
export async function startKeeping(desk: Desk, events: KeeperEvents): Promise<Keeping> {
  const store = await openIndexedDbStore();
  const keeper = new Keeper(store, desk, events);
  // What cannot be purged now can be with the next start.
  store.purge((_, removedAt) => removedAt < Date.now() - KEEP_DELETED_MS).catch(() => undefined);
  return {
    store,
    keeper,
    close() {
      void keeper.close().then(() => {
        store.close();
      });
    },
  };
}
