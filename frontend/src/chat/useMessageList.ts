import { useEffect, useState } from "react";
import type { ComponentType } from "react";

import type { MessageListProps } from "./MessageList";

export type LoadedList =
  | { readonly status: "loading" }
  | { readonly status: "lost" }
  | { readonly status: "loaded"; readonly MessageList: ComponentType<MessageListProps> };

/** Known to every conversation after the first. */
let known: LoadedList = { status: "loading" };

/** Fetch what lays the messages out, with the parser; also before there is a conversation to show. It never fails. */
export async function fetchMessageList(): Promise<void> {
  if (known.status === "loaded") return;
  known = await import("./MessageList").then(
    ({ MessageList }) => ({ status: "loaded", MessageList }),
    () => ({ status: "lost" }),
  );
}

/**
 * What lays the messages out: not needed to open the page, and there before the first word.
 *
 * Unlike what React loads lazily it is shown at once when it is there, without anything else in its place before.
 */
export function useMessageList(): LoadedList {
  const [list, setList] = useState(known);
  useEffect(() => {
    let gone = false;
    void fetchMessageList().then(() => {
      if (!gone) setList(known);
    });
    return () => {
      gone = true;
    };
  }, []);
  return list;
}
