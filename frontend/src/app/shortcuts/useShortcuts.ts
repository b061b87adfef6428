import { useEffect, useEffectEvent, useState } from "react";

import { messageInput, toMessage } from "./places";
import { actionAt } from "./shortcuts";
import type { ActionName } from "./shortcuts";

const KEY = "devops-assistant-single-keys";

interface Shortcuts {
  /** Whether shortcuts of a key alone are switched on. */
  readonly single: boolean;
  readonly setSingle: (single: boolean) => void;
}

/** Do what is asked for by shortcuts, wherever on the page they are pressed; not behind a dialog. */
export function useShortcuts(given: Readonly<Partial<Record<ActionName, () => void>>>): Shortcuts {
  const [single, setSingle] = useState(() => kept() !== "off");

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const name = actionAt(event, { writing: isWrittenIn(event.target), single });
    const action = name === null ? undefined : { ...onThePage, ...given }[name];
    // Looking through a long conversation takes time, which a key that is only typed has not.
    if (action === undefined || document.querySelector('[role="dialog"]') !== null) return;
    event.preventDefault();
    action();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      onKeyDown(event);
    };
    document.addEventListener("keydown", listener);
    return () => {
      document.removeEventListener("keydown", listener);
    };
  }, []);

  return {
    single,
    setSingle: (on) => {
      setSingle(on);
      keep(on ? "on" : "off");
    },
  };
}

const onThePage: Readonly<Partial<Record<ActionName, () => void>>> = {
  input: () => {
    messageInput()?.focus();
  },
  previousMessage: () => {
    toMessage(-1);
  },
  nextMessage: () => {
    toMessage(1);
  },
};

function isWrittenIn(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type="checkbox"]), textarea, select, [contenteditable]') !== null;
}

/** A browser that keeps nothing forgets it with the page. */
function kept(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function keep(value: string): void {
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // As above.
  }
}
