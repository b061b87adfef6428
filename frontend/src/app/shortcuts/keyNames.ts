import type { ShortcutsWords } from "./shortcuts.en";

const SIGNS: Readonly<Record<string, string>> = { ArrowUp: "↑", ArrowDown: "↓" };
const MAC_SIGNS: Readonly<Record<string, string>> = { ...SIGNS, Mod: "⌘", Alt: "⌥", Shift: "⇧" };

/** What is written on the keys of a shortcut. */
export function keyNames(keys: string, written: ShortcutsWords["keys"]): readonly string[] {
  const signs = /Mac|iPhone|iPad/.test(navigator.userAgent) ? MAC_SIGNS : SIGNS;
  const names: Readonly<Record<string, string>> = { ...written, Mod: written.Ctrl, ...signs };
  return keys.split("+").map((key) => names[key] ?? key);
}
