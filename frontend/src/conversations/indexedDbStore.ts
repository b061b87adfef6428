import type { Conversation, Message } from "../conversation/conversation";
import { newId } from "../conversation/newId";
import { settled } from "../conversation/settled";
import { Changes } from "./Changes";
import { messagesOf, openDatabase } from "./database";
import type { ConversationRecord, Database, MessageRecord } from "./database";
import { inOrder } from "./inOrder";
import type { ConversationStore, Summary } from "./store";
import { textOf } from "./textOf";
import { all } from "./transactions";

/** @throws where the browser keeps nothing: no IndexedDB, or not for this page. */
export async function openIndexedDbStore(): Promise<ConversationStore> {
  let opening: Promise<Database> | null = null;
  const open = () => {
    opening ??= openDatabase(() => {
      opening = null;
    });
    return opening;
  };
  await open();
  const changes = new Changes();

  return {
    async list() {
      const records = await (await open()).getAll("conversations");
      return newestFirst(records.filter(isThere)).map(summaryOf);
    },

    async read(id) {
      const transaction = (await open()).transaction(["conversations", "messages"]);
      const [record, messages] = await Promise.all([
        transaction.objectStore("conversations").get(id),
        transaction.objectStore("messages").getAll(messagesOf(id)),
        transaction.done,
      ]);
      return record === undefined || !isThere(record) ? null : conversationOf(record, messages);
    },

    async readAll() {
      const transaction = (await open()).transaction(["conversations", "messages"]);
      const [records, messages] = await Promise.all([
        transaction.objectStore("conversations").getAll(),
        transaction.objectStore("messages").getAll(),
        transaction.done,
      ]);
      const byConversation = new Map<string, MessageRecord[]>(records.map(({ id }) => [id, []]));
      for (const message of messages) byConversation.get(message.conversationId)?.push(message);
      return newestFirst(records.filter(isThere)).map((record) =>
        conversationOf(record, byConversation.get(record.id) ?? []),
      );
    },

    async texts() {
      const texts = new Map<string, string>();
      for (const { conversationId, message } of await (await open()).getAll("messages")) {
        texts.set(conversationId, `${texts.get(conversationId) ?? ""}${textOf(message)}\n`);
      }
      return texts;
    },

    async save(conversation, before) {
      const { messages, ...header } = conversation;
      const known = new Map(before?.messages.map((message) => [message.id, message]));
      const changed = messages.filter((message) => known.get(message.id) !== message);
      for (const { id } of messages) known.delete(id);
      const removed = [...known.keys()];
      const transaction = (await open()).transaction(["conversations", "messages", "gone"], "readwrite");
      const conversations = transaction.objectStore("conversations");
      const written = async () => {
        if ((await transaction.objectStore("gone").get(header.id)) !== undefined) return;
        const kept = await conversations.get(header.id);
        await Promise.all([
          conversations.put(kept === undefined ? { ...header, deletedAt: null } : merged(kept, conversation, before)),
          ...changed.map((message) => transaction.objectStore("messages").put({ conversationId: header.id, message })),
          ...removed.map((id) => transaction.objectStore("messages").delete([header.id, id])),
        ]);
      };
      await all(transaction, written());
      // Words that stream in change nothing that the list shows.
      const onlyWords = changed.length > 0 && changed.every(isStreaming) && messages.length === before?.messages.length;
      if (!onlyWords) changes.tell("saved");
    },

    async rename(id, title) {
      await change(await open(), [id], (record) => ({ ...record, title }));
      changes.tell("changed");
    },

    async pin(id, pinned) {
      await change(await open(), [id], (record) => ({ ...record, pinned }));
      changes.tell("changed");
    },

    async remove(id) {
      await change(await open(), [id], (record) => ({ ...record, deletedAt: Date.now() }));
      changes.tell("changed");
    },

    async restore(ids) {
      await change(await open(), ids, (record) => ({ ...record, deletedAt: null }));
      changes.tell("changed");
    },

    async purge(isOver) {
      const transaction = (await open()).transaction(["conversations", "messages", "gone"], "readwrite");
      const purged = async () => {
        for (const { id, deletedAt } of await transaction.objectStore("conversations").getAll()) {
          if (deletedAt === null || !isOver(id, deletedAt)) continue;
          await Promise.all([
            transaction.objectStore("conversations").delete(id),
            transaction.objectStore("messages").delete(messagesOf(id)),
            transaction.objectStore("gone").put({ id, at: Date.now() }),
          ]);
        }
      };
      await all(transaction, purged());
    },

    async add(added) {
      const transaction = (await open()).transaction(["conversations", "messages", "gone"], "readwrite");
      const store = transaction.objectStore("messages");
      let count = 0;
      const put = async () => {
        const keys = await Promise.all([
          transaction.objectStore("conversations").getAllKeys(),
          transaction.objectStore("gone").getAllKeys(),
        ]);
        const taken = new Set(keys.flat());
        for (const { messages, ...header } of added) {
          const kept = await transaction.objectStore("conversations").get(header.id);
          if (kept?.deletedAt === null && isAmong(messages, await store.getAll(messagesOf(header.id)))) continue;
          count += 1;
          const id = taken.has(header.id) ? newId() : header.id;
          taken.add(id);
          await transaction.objectStore("conversations").put({ ...header, id, deletedAt: null });
          for (const message of messages) {
            await store.put({ conversationId: id, message });
          }
        }
      };
      await all(transaction, put());
      if (count > 0) changes.tell("changed");
      return count;
    },

    subscribe: (listener) => changes.subscribe(listener),

    close() {
      changes.close();
      void opening?.then((database) => {
        database.close();
      });
    },
  };
}

/** Whether all these messages are kept, with the same words. */
function isAmong(messages: readonly Message[], kept: readonly MessageRecord[]): boolean {
  const texts = new Map(kept.map(({ message }) => [message.id, message.text]));
  return messages.every(({ id, text }) => texts.get(id) === text);
}

/** Change the heads of conversations that are there, in one transaction with their reading. */
async function change(
  database: Database,
  ids: readonly string[],
  changed: (record: ConversationRecord) => ConversationRecord,
): Promise<void> {
  const transaction = database.transaction("conversations", "readwrite");
  const work = async () => {
    for (const id of ids) {
      const record = await transaction.store.get(id);
      if (record !== undefined) await transaction.store.put(changed(record));
    }
  };
  await all(transaction, work());
}

/** What is kept, with what this tab changed since it last read or wrote it. */
function merged(kept: ConversationRecord, now: Conversation, before: Conversation | null): ConversationRecord {
  return {
    ...kept,
    title: kept.title === "" ? now.title : kept.title,
    updatedAt: Math.max(kept.updatedAt, now.updatedAt),
    settings: before !== null && before.settings === now.settings ? kept.settings : now.settings,
    leafId: before !== null && before.leafId === now.leafId ? kept.leafId : now.leafId,
  };
}

function isThere({ deletedAt }: ConversationRecord): boolean {
  return deletedAt === null;
}

function isStreaming(message: Message): boolean {
  return message.role === "assistant" && message.outcome.status === "streaming";
}

function newestFirst(records: readonly ConversationRecord[]): readonly ConversationRecord[] {
  return records.toSorted((one, other) => other.updatedAt - one.updatedAt);
}

function summaryOf({ id, title, createdAt, updatedAt, pinned }: ConversationRecord): Summary {
  return { id, title, createdAt, updatedAt, pinned };
}

function conversationOf(record: ConversationRecord, records: readonly MessageRecord[]): Conversation {
  const { settings, leafId } = record;
  const messages = inOrder(records.map(({ message }) => message));
  return settled({ ...summaryOf(record), settings, messages, leafId });
}
