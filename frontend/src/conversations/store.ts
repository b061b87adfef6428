import type { Conversation } from "../conversation/conversation";
import type { Change } from "./Changes";

/** What the list shows of a conversation. */
export type Summary = Pick<Conversation, "id" | "title" | "createdAt" | "updatedAt" | "pinned">;

/**
 * Conversations kept in this browser, for all tabs together.
 *
 * Every write reads what is there first and changes only what it is about, so that two tabs lose nothing: of a message
 * the last write stays, and what was deleted stays deleted whoever writes to it.
 */
export interface ConversationStore {
  /** The newest first, without what was deleted. */
  list(): Promise<readonly Summary[]>;
  /** Null where there is none, also where it was deleted. An answer that no tab is giving any more is a stopped one. */
  read(id: string): Promise<Conversation | null>;
  /** All of them, the newest first. */
  readAll(): Promise<readonly Conversation[]>;
  /** What is said in each, by its id. */
  texts(): Promise<ReadonlyMap<string, string>>;
  /**
   * Keep what is new in `conversation` since `before`, which was read or saved; null where nothing was.
   *
   * Title and pin have calls of their own: here the title matters only while the kept one is empty.
   */
  save(conversation: Conversation, before: Conversation | null): Promise<void>;
  rename(id: string, title: string): Promise<void>;
  pin(id: string, pinned: boolean): Promise<void>;
  /** It can be restored until it is purged. */
  remove(id: string): Promise<void>;
  restore(ids: readonly string[]): Promise<void>;
  /** Forget what was removed, where `isOver` says so. */
  purge(isOver: (id: string, removedAt: number) => boolean): Promise<void>;
  /**
   * Conversations from elsewhere, in one go: all or none. One that is here already, with all its messages, is left out; one
   * whose id is taken otherwise, or was, gets a new id.
   *
   * @returns how many were added.
   */
  add(conversations: readonly Conversation[]): Promise<number>;
  /** Called when the list or a conversation may have changed, by this tab or another. */
  subscribe(listener: (change: Change) => void): () => void;
  close(): void;
}
