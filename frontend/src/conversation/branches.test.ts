import { describe, expect, test } from "vitest";

import { branchOf, leafBelow, siblingsOf } from "./branches";
import { newConversation } from "./conversation";
import type { Answer, Conversation, Message, Question } from "./conversation";
import { settled } from "./settled";
import { titleOf } from "./title";

/*
 * q1 - a1 - q2 - a2
 *    |    ` q3 - a3
 *    ` a4
 */
const tree: Conversation = {
  ...newConversation("c", 0),
  messages: [
    question("q1", null),
    answer("a1", "q1"),
    question("q2", "a1"),
    answer("a2", "q2"),
    question("q3", "a1"),
    answer("a3", "q3"),
    answer("a4", "q1"),
  ],
  leafId: "a2",
};

describe("a branch", () => {
  test("is the way from the first message to the leaf", () => {
    expect(ids(branchOf(tree))).toEqual(["q1", "a1", "q2", "a2"]);
    expect(branchOf({ ...tree, leafId: null })).toEqual([]);
  });

  test("of a damaged conversation has an end", () => {
    const circle = { ...tree, messages: [question("q", "a"), answer("a", "q")], leafId: "a" };
    expect(ids(branchOf(circle))).toEqual(["q", "a"]);
  });

  test("has the messages beside each, in order of their coming", () => {
    expect(ids(siblingsOf(tree, question("q2", "a1")))).toEqual(["q2", "q3"]);
    expect(ids(siblingsOf(tree, answer("a4", "q1")))).toEqual(["a1", "a4"]);
  });

  test("that is gone back to ends with its newest message", () => {
    expect(leafBelow(tree, "a1")).toBe("a3");
    expect(leafBelow(tree, "q2")).toBe("a2");
    expect(leafBelow(tree, "a4")).toBe("a4");
  });
});

test("an answer that was streaming when the page was left is stopped", () => {
  const left = { ...tree, messages: [question("q1", null), { ...answer("a1", "q1"), outcome: { status: "streaming" } } as const] };
  expect(settled(left).messages[1]).toMatchObject({ outcome: { status: "stopped" } });
  expect(settled(tree)).toBe(tree);
});

test("a conversation is called by how it begins", () => {
  expect(titleOf("\n Why  is\tit down?\nlog", [])).toBe("Why is it down?");
  expect(titleOf("", [{ name: "app.log", text: "" }])).toBe("app.log");
  expect(titleOf(`${"word ".repeat(11)}disappears here`, [])).toBe(`${"word ".repeat(11).trim()}…`);
  expect(titleOf("x".repeat(61), [])).toBe(`${"x".repeat(59)}…`);
});

function ids(messages: readonly Message[]): readonly string[] {
  return messages.map(({ id }) => id);
}

function question(id: string, parentId: string | null): Question {
  return { role: "user", id, parentId, createdAt: 0, text: id, attachments: [] };
}

function answer(id: string, parentId: string): Answer {
  return {
    role: "assistant",
    id,
    parentId,
    createdAt: 0,
    text: id,
    notes: null,
    questionAt: 0,
    model: "devops-assistant",
    figures: null,
    outcome: { status: "complete" },
  };
}
