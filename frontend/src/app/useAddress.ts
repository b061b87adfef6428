import { useEffect, useRef, useState } from "react";

import type { Conversation } from "../conversation/conversation";
import type { Keeper } from "../conversations/Keeper";
import { nameConversation, namedConversation } from "./address";
import { PRODUCT } from "./product";

/**
 * Name the shown conversation in the address and in the title of the tab, so that a reload comes back to it.
 *
 * @param keeper null as long as there is none.
 * @param onSettled called once the conversation that the address names is shown, or cannot be.
 */
export function useAddress({ id, title, messages }: Conversation, keeper: Keeper | null, onSettled: () => void): void {
  const [wanted, setWanted] = useState(namedConversation);
  const isKept = messages.length > 0;
  const shown = useRef(id);

  useEffect(() => {
    shown.current = id;
    if (wanted !== null) return;
    nameConversation(isKept ? id : null);
    document.title = title === "" ? PRODUCT : `${title} · ${PRODUCT}`;
  }, [id, title, isKept, wanted]);

  useEffect(() => {
    if (wanted === null || keeper === null) return;
    const open = async () => {
      await keeper.open(wanted).catch(() => false);
      setWanted(null);
      onSettled();
    };
    void open();
  }, [wanted, keeper, onSettled]);

  useEffect(() => {
    const onChange = () => {
      const named = namedConversation();
      if (named !== null && named !== shown.current) setWanted(named);
    };
    addEventListener("hashchange", onChange);
    return () => {
      removeEventListener("hashchange", onChange);
    };
  }, []);
}
