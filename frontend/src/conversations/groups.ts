import type { Summary } from "./store";

export interface Group {
  readonly name: "pinned" | "today" | "yesterday" | "earlier";
  readonly summaries: readonly Summary[];
}

/** The list in its parts, by the days of this machine's clock; parts with nothing in them are left out. */
export function groupsOf(summaries: readonly Summary[], now: number): readonly Group[] {
  const today = new Date(now).setHours(0, 0, 0, 0);
  // Noon of the day before: a day is not always 24 hours long.
  const yesterday = new Date(today - 12 * 3_600_000).setHours(0, 0, 0, 0);
  const unpinned = summaries.filter(({ pinned }) => !pinned);
  const groups: readonly Group[] = [
    { name: "pinned", summaries: summaries.filter(({ pinned }) => pinned) },
    { name: "today", summaries: unpinned.filter(({ updatedAt }) => updatedAt >= today) },
    {
      name: "yesterday",
      summaries: unpinned.filter(({ updatedAt }) => updatedAt >= yesterday && updatedAt < today),
    },
    { name: "earlier", summaries: unpinned.filter(({ updatedAt }) => updatedAt < yesterday) },
  ];
  return groups.filter((group) => group.summaries.length > 0);
}
