import { expect, test } from "vitest";

import type { Message } from "../conversation/conversation";
import { messageHeight, startOfEnd } from "./messageHeight";

function question(text: string): Message {
  return { role: "user", id: text, parentId: null, createdAt: 0, text, attachments: [] };
}

test("a message is the higher the more lines its words take", () => {
  const one = messageHeight(question("one line"));
  expect(messageHeight(question("one line\nand one more"))).toBeGreaterThan(one);
  expect(messageHeight(question("long ".repeat(100)))).toBeGreaterThan(one + 100);
});

test("the end of a branch fills the screen twice, since heights are guessed", () => {
  const branch = Array.from({ length: 100 }, (_, index) => question(String(index)));
  const each = messageHeight(question("1"));
  expect(startOfEnd(branch, 5 * each)).toBe(90);
});

test("a long answer has its question and what was said before beside it", () => {
  const branch = [question("one"), question("two"), question("three"), question("line\n".repeat(1000))];
  expect(startOfEnd(branch, 800)).toBe(1);
  expect(startOfEnd(branch.slice(0, 1), 800)).toBe(0);
  expect(startOfEnd([], 800)).toBe(0);
});
