import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Answer, Conversation } from "../conversation/conversation";
import { answerOf, conversationOf, questionOf } from "../testing/conversations";
import { openIndexedDbStore } from "./indexedDbStore";
import type { ConversationStore } from "./store";

/** Two tabs on the same database. */
let one: ConversationStore;
let other: ConversationStore;

beforeEach(async () => {
  [one, other] = await Promise.all([openIndexedDbStore(), openIndexedDbStore()]);
});
afterEach(() => {
  one.close();
  other.close();
});

async function read(store: ConversationStore, id: string): Promise<Conversation> {
  const conversation = await store.read(id);
  if (conversation === null) throw new Error(`there is no ${id}`);
  return conversation;
}

function withText(conversation: Conversation, id: string, change: Partial<Answer>): Conversation {
  return {
    ...conversation,
    messages: conversation.messages.map((message) =>
      message.role === "assistant" && message.id === id ? { ...message, ...change } : message,
    ),
  };
}

describe("the store", () => {
  test("gives back what was saved, the newest first", async () => {
    const older = conversationOf("older", { updatedAt: 5 });
    const newer = conversationOf("newer", { updatedAt: 9, settings: { ...older.settings, temperature: 0.5 } });
    await one.save(older, null);
    await one.save(newer, null);
    expect(await other.list()).toEqual([
      { id: "newer", title: "Title of newer", createdAt: 1, updatedAt: 9, pinned: false },
      { id: "older", title: "Title of older", createdAt: 1, updatedAt: 5, pinned: false },
    ]);
    expect(await other.read("newer")).toEqual(newer);
    expect(await other.readAll()).toEqual([newer, older]);
    expect(await other.read("none")).toBeNull();
  });

  test("shows an answer that was streaming as a stopped one, with its text", async () => {
    const conversation = conversationOf("c");
    await one.save(withText(conversation, "a1", { text: "Half", outcome: { status: "streaming" } }), null);
    expect((await read(other, "c")).messages[1]).toMatchObject({ text: "Half", outcome: { status: "stopped" } });
  });

  test("renames and pins, and a save of an older copy changes neither", async () => {
    const conversation = conversationOf("c");
    await one.save(conversation, null);
    await other.rename("c", "A better one");
    await other.pin("c", true);
    await one.save(withText(conversation, "a1", { text: "More" }), conversation);
    expect(await read(one, "c")).toMatchObject({ title: "A better one", pinned: true });
  });

  test("takes away a message that is no longer in the conversation", async () => {
    const conversation = conversationOf("c");
    await one.save(conversation, null);
    await one.save({ ...conversation, messages: conversation.messages.slice(0, 1), leafId: "q1" }, conversation);
    expect((await read(other, "c")).messages.map(({ id }) => id)).toEqual(["q1"]);
  });

  test("tells the text of each conversation", async () => {
    const question = { ...questionOf("q1", null, "Why?"), attachments: [{ name: "app.log", text: "OOMKilled" }] };
    await one.save(conversationOf("c", { messages: [question], leafId: "q1" }), null);
    expect((await other.texts()).get("c")).toBe("Why?\napp.log\nOOMKilled\n");
  });
});

describe("two tabs", () => {
  test("that go on with the same conversation lose no message", async () => {
    const conversation = conversationOf("c");
    await one.save(conversation, null);
    const seen = await read(other, "c");
    const mine = [questionOf("q2", "a1", "Mine", 2), answerOf("a2", "q2", "To mine", 3)];
    const yours = [questionOf("q3", "a1", "Yours", 4), answerOf("a3", "q3", "To yours", 5)];
    await Promise.all([
      one.save({ ...conversation, messages: [...conversation.messages, ...mine], leafId: "a2" }, conversation),
      other.save({ ...seen, messages: [...seen.messages, ...yours], leafId: "a3" }, seen),
    ]);
    expect((await read(one, "c")).messages.map(({ id }) => id)).toEqual(["q1", "a1", "q2", "a2", "q3", "a3"]);
  });

  test("the last write of a message wins, and only what changed is written", async () => {
    const conversation = conversationOf("c");
    await one.save(conversation, null);
    const seen = await read(other, "c");
    await other.save(withText(seen, "a1", { text: "Newer" }), seen);
    const asked = [...conversation.messages, questionOf("q2", "a1", "And?", 2)];
    await one.save({ ...conversation, messages: asked, leafId: "q2" }, conversation);
    expect((await read(one, "c")).messages[1]).toMatchObject({ text: "Newer" });
  });

  test("settings that this tab did not touch stay as the other left them", async () => {
    const conversation = conversationOf("c");
    await one.save(conversation, null);
    await other.save({ ...conversation, settings: { ...conversation.settings, topP: 0.5 } }, conversation);
    await one.save({ ...conversation, messages: [...conversation.messages, questionOf("q2", "a1", "And?")] }, conversation);
    expect((await read(one, "c")).settings.topP).toBe(0.5);
  });

  test("what one deleted stays deleted when the other writes to it, and can be restored with what was written", async () => {
    const conversation = conversationOf("c");
    await one.save(conversation, null);
    await one.remove("c");
    await other.save(withText(conversation, "a1", { text: "Late words" }), conversation);
    expect(await other.read("c")).toBeNull();
    expect(await other.list()).toEqual([]);
    await one.restore(["c"]);
    expect((await read(other, "c")).messages[1]).toMatchObject({ text: "Late words" });
  });

  test("what was purged is not written anew", async () => {
    const conversation = conversationOf("c");
    await one.save(conversation, null);
    await one.remove("c");
    await one.purge(() => true);
    await other.save(withText(conversation, "a1", { text: "Late words" }), conversation);
    await other.restore(["c"]);
    expect(await other.read("c")).toBeNull();
    expect(await other.texts()).toEqual(new Map());
  });

  test("are told of what the other did, and the one that saved that it did so itself", async () => {
    const heard = vi.fn();
    const ownHeard = vi.fn();
    const ends = [other.subscribe(heard), one.subscribe(ownHeard)];
    await one.save(conversationOf("c"), null);
    await vi.waitFor(() => {
      expect(heard).toHaveBeenCalledWith("changed");
    });
    expect(ownHeard.mock.calls).toEqual([["saved"]]);
    for (const end of ends) end();
  });
});

describe("an import", () => {
  test("overwrites nothing: an id that is taken, or was, gets a new one", async () => {
    await one.save(conversationOf("taken", { title: "Mine" }), null);
    await one.save(conversationOf("gone"), null);
    await one.remove("gone");
    await one.purge(() => true);
    const taken = conversationOf("taken", { messages: [questionOf("other", null, "Another")] });
    expect(await one.add([taken, taken, conversationOf("gone"), conversationOf("fresh")])).toBe(4);
    const all = await other.readAll();
    expect(all).toHaveLength(5);
    expect(new Set(all.map(({ id }) => id)).size).toBe(5);
    expect((await read(other, "taken")).title).toBe("Mine");
    expect(await read(other, "fresh")).toEqual(conversationOf("fresh"));
  });

  test("leaves out what is here already, and adds what has more in it", async () => {
    const known = conversationOf("a", { title: "Mine" });
    await one.save(known, null);
    expect(await one.add([{ ...known, title: "As it was" }])).toBe(0);
    expect(await one.readAll()).toEqual([known]);
    const more = { ...known, messages: [...known.messages, questionOf("more", known.leafId, "More?")] };
    expect(await one.add([more])).toBe(1);
    expect(await one.readAll()).toHaveLength(2);
    await one.remove("a");
    expect(await one.add([known])).toBe(1);
  });
});
