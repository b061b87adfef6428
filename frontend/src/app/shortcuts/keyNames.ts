const NAMES: Readonly<Record<string, string>> = { Mod: "Ctrl", Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓" };
const MAC_NAMES: Readonly<Record<string, string>> = { ...NAMES, Mod: "⌘", Alt: "⌥", Shift: "⇧" };

/** What is written on the keys of a shortcut. */
export function keyNames(keys: string): readonly string[] {
  const names = /Mac|iPhone|iPad/.test(navigator.userAgent) ? MAC_NAMES : NAMES;
  return keys.split("+").map((key) => names[key] ?? key);
}
