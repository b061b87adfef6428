import { useEffect, useState } from "react";

import type { ConversationStore } from "./store";

const NONE: ReadonlyMap<string, string> = new Map();

/** What is said in every conversation, read while it is searched. */
export function useTexts(store: ConversationStore, searching: boolean): ReadonlyMap<string, string> {
  const [texts, setTexts] = useState(NONE);

  useEffect(() => {
    if (!searching) return undefined;
    let left = false;
    const read = () => {
      store.texts().then(
        (all) => {
          if (!left) setTexts(all);
        },
        () => undefined, // Titles can still be searched.
      );
    };
    read();
    const end = store.subscribe(read);
    return () => {
      left = true;
      end();
      setTexts(NONE);
    };
  }, [store, searching]);

  return texts;
}
