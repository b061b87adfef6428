import { useState } from "react";

import { useMedia } from "../ui/useMedia";

export interface SidebarState {
  /** On a wide screen it stands beside the conversation, on a narrow one it lies over it. */
  readonly wide: boolean;
  readonly open: boolean;
  readonly setOpen: (open: boolean) => void;
}

const KEY = "devops-assistant-conversations";

/** Whether the list of conversations is shown: beside the page as it was left, over it only when asked for. */
export function useSidebar(): SidebarState {
  const wide = useMedia("(min-width: 900px)");
  const [beside, setBeside] = useState(() => !wasHidden());
  const [over, setOver] = useState(false);
  return {
    wide,
    open: wide ? beside : over,
    setOpen: (open) => {
      if (!wide) {
        setOver(open);
        return;
      }
      setBeside(open);
      try {
        localStorage.setItem(KEY, open ? "shown" : "hidden");
      } catch {
        // A browser that keeps nothing for this page: as long as the page is open, it stays so.
      }
    },
  };
}

function wasHidden(): boolean {
  try {
    return localStorage.getItem(KEY) === "hidden";
  } catch {
    return false;
  }
}
