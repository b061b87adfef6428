import { openDB } from "idb";
import type { DBSchema, IDBPDatabase } from "idb";

import type { Conversation, Message } from "../conversation/conversation";

/** A conversation without its messages. */
export interface ConversationRecord extends Omit<Conversation, "messages"> {
  /** When it was deleted: it can be restored, but nothing that is written to it brings it back. */
  readonly deletedAt: number | null;
}

export interface MessageRecord {
  readonly conversationId: string;
  readonly message: Message;
}

interface Schema extends DBSchema {
  conversations: { key: string; value: ConversationRecord };
  /** Each by its conversation and its own id, so that one of them is written and not all. */
  messages: { key: [string, string]; value: MessageRecord };
  /** Ids of what was deleted for good: a tab that still shows it may not write it anew. */
  gone: { key: string; value: { readonly id: string; readonly at: number } };
}

export type Database = IDBPDatabase<Schema>;

export const DATABASE_NAME = "devops-assistant";

/** @param onLost the connection is gone: the browser ended it, or a newer version of the page needs the database. */
export function openDatabase(onLost: () => void): Promise<Database> {
  return openDB<Schema>(DATABASE_NAME, 1, {
    upgrade(database) {
      database.createObjectStore("conversations", { keyPath: "id" });
      database.createObjectStore("messages", { keyPath: ["conversationId", "message.id"] });
      database.createObjectStore("gone", { keyPath: "id" });
    },
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close();
      onLost();
    },
    terminated: onLost,
  });
}

/** The keys of the messages of a conversation: an array comes after every text. */
export function messagesOf(conversationId: string): IDBKeyRange {
  return IDBKeyRange.bound([conversationId], [conversationId, []]);
}
