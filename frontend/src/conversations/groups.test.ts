import { expect, test } from "vitest";

import { groupsOf } from "./groups";
import type { Summary } from "./store";

const NOW = new Date(2026, 10, 23, 14).getTime();

function at(id: string, day: number, hour: number, pinned = false): Summary {
  return { id, title: id, createdAt: 1, updatedAt: new Date(2026, 10, day, hour).getTime(), pinned };
}

test("days are those of the clock on the wall, and the pinned stand first", () => {
  const groups = groupsOf([at("now", 23, 13), at("morning", 23, 0), at("evening", 22, 23), at("noon", 22, 0), at("old", 21, 23), at("p", 1, 1, true)], NOW);
  expect(groups.map(({ name, summaries }) => [name, summaries.map(({ id }) => id)])).toEqual([
    ["pinned", ["p"]],
    ["today", ["now", "morning"]],
    ["yesterday", ["evening", "noon"]],
    ["earlier", ["old"]],
  ]);
});
