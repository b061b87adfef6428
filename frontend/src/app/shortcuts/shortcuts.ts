/** What the page does at a shortcut. */
export type ActionName = "search" | "newChat" | "input" | "previousMessage" | "nextMessage" | "shortcuts";

export interface Shortcut {
  /** Null for one that belongs to the place where it is pressed. */
  readonly action: ActionName | null;
  /** What it does, by which the sheet has words for it. */
  readonly what: ActionName | "send" | "newLine" | "stop";
  /** Each does the same. `Mod`: Ctrl, and on a Mac Command. A key alone works outside of what is written in. */
  readonly keys: readonly string[];
}

/** All of them: what is pressed is looked up here, and the sheet shows it. */
export const SHORTCUTS: readonly Shortcut[] = [
  { action: "search", what: "search", keys: ["Mod+K"] },
  { action: "newChat", what: "newChat", keys: ["Mod+Shift+O"] },
  { action: "input", what: "input", keys: ["/"] },
  { action: null, what: "send", keys: ["Enter"] },
  { action: null, what: "newLine", keys: ["Shift+Enter"] },
  { action: null, what: "stop", keys: ["Escape"] },
  { action: "previousMessage", what: "previousMessage", keys: ["Alt+ArrowUp", "K"] },
  { action: "nextMessage", what: "nextMessage", keys: ["Alt+ArrowDown", "J"] },
  { action: "shortcuts", what: "shortcuts", keys: ["?"] },
];

/** Whether it is a key alone, which speech input and a slip of the hand press too: these can be switched off. */
export function isSingle(keys: string): boolean {
  return keys.length === 1;
}

/** A press of keys, as an event tells of it. */
export type Press = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

export interface Where {
  /** Someone writes there: a key alone is a letter. */
  readonly writing: boolean;
  /** Keys alone are switched on. */
  readonly single: boolean;
}

/** What is to be done at a press; null for nothing. */
export function actionAt(press: Press, { writing, single }: Where): ActionName | null {
  const pressed = keysOf(press);
  const shortcut = SHORTCUTS.find(({ keys }) => keys.includes(pressed));
  if (isSingle(pressed) && (writing || !single)) return null;
  return shortcut?.action ?? null;
}

function keysOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Press): string {
  const name = key.length === 1 ? key.toUpperCase() : key;
  // Of a sign, Shift is how it is typed.
  const shift = shiftKey && (key.length > 1 || /\p{L}/u.test(key));
  return [...(ctrlKey || metaKey ? ["Mod"] : []), ...(altKey ? ["Alt"] : []), ...(shift ? ["Shift"] : []), name].join("+");
}
