import type { Conversation } from "./conversation";

/** The conversation on the screen, and those that were left while an answer in them had not ended. */
export class Desk {
  #shown: Conversation;
  readonly #left = new Map<string, Conversation>();
  readonly #listeners = new Set<(changed: Conversation) => void>();

  constructor(shown: Conversation) {
    this.#shown = shown;
  }

  /** Bound, as the two below: React takes them as they are. */
  readonly shown = (): Conversation => this.#shown;

  /** The listener is told each conversation that is shown or changed. */
  readonly subscribe = (listener: (changed: Conversation) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  show(conversation: Conversation): void {
    const before = this.#shown;
    if (before.id !== conversation.id && isStreaming(before)) this.#left.set(before.id, before);
    this.#left.delete(conversation.id);
    this.#shown = conversation;
    this.#tell(conversation);
  }

  /** One that is not on the desk is left as it is. */
  change(id: string, how: (before: Conversation) => Conversation): void {
    const before = this.#shown.id === id ? this.#shown : this.#left.get(id);
    if (before === undefined) return;
    const now = how(before);
    if (now === before) return;
    if (before === this.#shown) this.#shown = now;
    else if (isStreaming(now)) this.#left.set(id, now);
    else this.#left.delete(id);
    this.#tell(now);
  }

  #tell(changed: Conversation): void {
    for (const listener of this.#listeners) listener(changed);
  }
}

export function isStreaming({ messages }: Conversation): boolean {
  return messages.some((message) => message.role === "assistant" && message.outcome.status === "streaming");
}
