import type { Conversation, Message } from "../conversation/conversation";
import { isStreaming } from "../conversation/desk";
import type { Desk } from "../conversation/desk";
import { mergeKept } from "./mergeKept";
import type { ConversationStore } from "./store";

/** Why what is said now is not kept. */
export type Trouble = "full" | "failed";

export interface KeeperEvents {
  /** Null when it is over. */
  readonly onTrouble: (trouble: Trouble | null) => void;
  /** The conversation on the screen was deleted by another tab. */
  readonly onGone: () => void;
}

/** How long the words of an answer may wait to be written. */
const WAIT_MS = 800;

interface Held {
  now: Conversation;
  /** As it was last read or written; null for one that never was. */
  before: Conversation | null;
  timer: ReturnType<typeof setTimeout> | undefined;
  writing: Promise<void> | null;
  /** The last write did. */
  failed: boolean;
}

/** Writes what happens on the desk into the store, and brings there what other tabs wrote. */
export class Keeper {
  readonly #held = new Map<string, Held>();
  readonly #store: ConversationStore;
  readonly #desk: Desk;
  readonly #events: KeeperEvents;
  readonly #closed = new AbortController();

  constructor(store: ConversationStore, desk: Desk, events: KeeperEvents) {
    this.#store = store;
    this.#desk = desk;
    this.#events = events;
    const { signal } = this.#closed;
    const ends = [
      desk.subscribe((changed) => {
        this.#changed(changed);
      }),
      store.subscribe((change) => {
        if (change !== "saved") void this.refresh();
      }),
    ];
    signal.addEventListener("abort", () => {
      for (const end of ends) end();
    });
    // The last moments in which a page that is closed can write.
    addEventListener("pagehide", () => void this.flush(), { signal });
    document.addEventListener("visibilitychange", () => void (document.hidden ? this.flush() : this.refresh()), { signal });
    this.#changed(desk.shown());
  }

  /** Put a kept conversation on the screen; false where there is none. */
  async open(id: string): Promise<boolean> {
    if (this.#desk.shown().id === id) return true;
    await this.flush();
    const kept = await this.#store.read(id);
    if (kept === null) return false;
    this.#held.set(id, { now: kept, before: kept, timer: undefined, writing: null, failed: false });
    this.#desk.show(kept);
    return true;
  }

  /** Write all that waits to be written. */
  async flush(): Promise<void> {
    await Promise.all(Array.from(this.#held.values(), (held) => this.#write(held)));
  }

  /** Bring what other tabs did to the conversation on the screen. */
  async refresh(): Promise<void> {
    const { id } = this.#desk.shown();
    const held = this.#held.get(id);
    if (held === undefined) return;
    let read: Conversation | null | undefined;
    let before: Conversation | null;
    do {
      await this.#write(held);
      before = held.before;
      if (before === null) return;
      read = await this.#store.read(id).catch(() => undefined);
      if (read === undefined || this.#held.get(id) !== held) return;
      // What was read may be older than what this tab has written since.
    } while (held.writing !== null || held.before !== before);
    if (read === null) {
      this.forget(id);
      if (this.#desk.shown().id === id) this.#events.onGone();
      return;
    }
    const merged = mergeKept(held.now, before, read);
    held.before = merged.before;
    held.now = merged.now;
    this.#desk.change(id, () => merged.now);
  }

  /** Nothing more of it is written: it was deleted. */
  forget(id: string): void {
    clearTimeout(this.#held.get(id)?.timer);
    this.#held.delete(id);
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.flush();
  }

  #changed(conversation: Conversation): void {
    let held = this.#held.get(conversation.id);
    if (held === undefined) {
      // One in which nothing was asked is not kept.
      if (conversation.messages.length === 0) return;
      held = { now: conversation, before: null, timer: undefined, writing: null, failed: false };
      this.#held.set(conversation.id, held);
    }
    held.now = conversation;
    if (held.failed || isOnlyWords(conversation, held.before)) this.#writeLater(held);
    else void this.#write(held);
  }

  #writeLater(held: Held): void {
    held.timer ??= setTimeout(() => void this.#write(held), WAIT_MS);
  }

  /** Write until nothing is new, one write after the other. */
  #write(held: Held): Promise<void> {
    clearTimeout(held.timer);
    held.timer = undefined;
    held.writing ??= this.#writeAll(held).finally(() => {
      held.writing = null;
    });
    return held.writing;
  }

  async #writeAll(held: Held): Promise<void> {
    const { id } = held.now;
    try {
      while (held.before !== held.now && this.#held.get(id) === held) {
        const { now, before } = held;
        await this.#store.save(now, before);
        held.before = now;
        if (held.now !== now && isOnlyWords(held.now, now)) {
          this.#writeLater(held);
          break;
        }
      }
      held.failed = false;
      this.#tellTrouble(null);
    } catch (error) {
      held.failed = true;
      this.#tellTrouble(isFull(error) ? "full" : "failed");
      return;
    }
    if (this.#desk.shown().id !== id && !isStreaming(held.now)) this.forget(id);
  }

  /** Nobody is there any more to be told of the last writes of a page that is closed. */
  #tellTrouble(trouble: Trouble | null): void {
    if (!this.#closed.signal.aborted) this.#events.onTrouble(trouble);
  }
}

/** Whether all that is new are words of an answer that still streams. */
function isOnlyWords(now: Conversation, before: Conversation | null): boolean {
  if (now.messages.length !== before?.messages.length) return false;
  if (now.leafId !== before.leafId || now.settings !== before.settings) return false;
  return now.messages.every((message, index) => message === before.messages[index] || isComing(message));
}

function isComing(message: Message): boolean {
  return message.role === "assistant" && message.outcome.status === "streaming";
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError";
}
