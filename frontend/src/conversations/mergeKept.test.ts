import { describe, expect, test } from "vitest";

import type { Answer, Conversation, Message } from "../conversation/conversation";
import { answerOf, conversationOf, questionOf } from "../testing/conversations";
import { mergeKept } from "./mergeKept";

const BEFORE = conversationOf("c");

function plus(conversation: Conversation, ...messages: readonly Message[]): Conversation {
  return { ...conversation, messages: [...conversation.messages, ...messages], leafId: messages.at(-1)?.id ?? null };
}

/** As read from the store: nothing of it is the same object. */
function copyOf(conversation: Conversation): Conversation {
  return structuredClone(conversation);
}

function ids({ messages }: Conversation): readonly string[] {
  return messages.map(({ id }) => id);
}

describe("mergeKept", () => {
  test("where nothing differs, keeps the messages that are shown, and has nothing to write", () => {
    const merged = mergeKept(BEFORE, BEFORE, copyOf(BEFORE));
    expect(merged.now).toBe(merged.before);
    expect(merged.now.messages.every((message, index) => message === BEFORE.messages[index])).toBe(true);
  });

  test("follows the other tab on the same branch", () => {
    const kept = plus(copyOf(BEFORE), questionOf("q2", "a1", "Theirs", 2));
    const { now, before } = mergeKept(BEFORE, BEFORE, kept);
    expect(ids(now)).toEqual(["q1", "a1", "q2"]);
    expect(now.leafId).toBe("q2");
    expect(now).toBe(before);
  });

  test("stays on its own branch with what it has still to write, beside theirs", () => {
    const mine = plus(BEFORE, questionOf("q2", "a1", "Mine", 2));
    const kept = plus(copyOf(BEFORE), questionOf("q3", "a1", "Theirs", 3));
    const { now, before } = mergeKept(mine, BEFORE, kept);
    expect(ids(now)).toEqual(["q1", "a1", "q2", "q3"]);
    expect(now.leafId).toBe("q2");
    expect(ids(before)).toEqual(["q1", "a1", "q3"]);
  });

  test("an answer that streams here is left alone, one that went on there is taken", () => {
    const streaming: Answer = { ...answerOf("a1", "q1", "Longer here"), outcome: { status: "streaming" } };
    const now: Conversation = { ...BEFORE, messages: [BEFORE.messages[0] ?? streaming, streaming] };
    const kept = copyOf(BEFORE);
    expect(mergeKept(now, now, kept).now.messages[1]).toBe(streaming);
    const longer = { ...kept, messages: [kept.messages[0] ?? streaming, answerOf("a1", "q1", "Longer there")] };
    expect(mergeKept(BEFORE, BEFORE, longer).now.messages[1]?.text).toBe("Longer there");
  });

  test("what the other tab took away is gone, and what this one did stays so", () => {
    const long = plus(BEFORE, answerOf("a2", "q1", "", 2));
    expect(ids(mergeKept(long, long, copyOf(BEFORE)).now)).toEqual(["q1", "a1"]);
    const { now, before } = mergeKept({ ...BEFORE }, long, copyOf(long));
    expect(ids(now)).toEqual(["q1", "a1"]);
    expect(ids(before)).toEqual(["q1", "a1", "a2"]);
  });

  test("title and pin are the store's, and settings theirs where they were not changed here", () => {
    const settings = { ...BEFORE.settings, topP: 0.5 };
    const kept = { ...copyOf(BEFORE), title: "Renamed", pinned: true, settings };
    expect(mergeKept(BEFORE, BEFORE, kept).now).toMatchObject({ title: "Renamed", pinned: true, settings: { topP: 0.5 } });
    const mine = { ...BEFORE, settings: { ...BEFORE.settings, topP: 0.1 } };
    expect(mergeKept(mine, BEFORE, kept).now.settings.topP).toBe(0.1);
  });
});
