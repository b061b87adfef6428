import { useEffect, useState } from "react";

import type { ConversationStore, Summary } from "./store";

export type SummariesState =
  | { readonly status: "reading" }
  /** `at`: when, for what is called today. */
  | { readonly status: "read"; readonly summaries: readonly Summary[]; readonly at: number }
  | { readonly status: "failed" };

/** What the store holds, as it is now. */
export function useSummaries(store: ConversationStore): SummariesState {
  const [state, setState] = useState<SummariesState>({ status: "reading" });

  useEffect(() => {
    let left = false;
    let asked = 0;
    const read = () => {
      asked += 1;
      const mine = asked;
      const isOld = () => left || mine !== asked;
      store.list().then(
        (summaries) => {
          if (!isOld()) setState({ status: "read", summaries, at: Date.now() });
        },
        () => {
          if (!isOld()) setState({ status: "failed" });
        },
      );
    };
    read();
    const end = store.subscribe(read);
    return () => {
      left = true;
      end();
    };
  }, [store]);

  return state;
}
