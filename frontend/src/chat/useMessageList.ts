import { useEffect, useState } from "react";
import type { ComponentType } from "react";

import type { MessageListProps } from "./MessageList";

export type LoadedList =
  | { readonly status: "loading" }
  | { readonly status: "lost" }
  | { readonly status: "loaded"; readonly MessageList: ComponentType<MessageListProps> };

/** Known to every conversation after the first. */
let known: LoadedList = { status: "loading" };

/**
 * What lays the messages out, with the parser: not needed to open the page, and there before the first word.
 *
 * Unlike what React loads lazily it is shown at once when it is there, without anything else in its place before.
 */
export function useMessageList(): LoadedList {
  const [list, setList] = useState(known);
  useEffect(() => {
    if (known.status === "loaded") return undefined;
    let gone = false;
    const settle = (settled: LoadedList) => {
      known = settled;
      if (!gone) setList(settled);
    };
    import("./MessageList").then(
      ({ MessageList }) => {
        settle({ status: "loaded", MessageList });
      },
      () => {
        settle({ status: "lost" });
      },
    );
    return () => {
      gone = true;
    };
  }, []);
  return list;
}
