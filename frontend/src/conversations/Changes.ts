const CHANNEL = "devops-assistant-conversations";

/** `saved`: this tab has written what it holds itself; all else may have come from anywhere. */
export type Change = "saved" | "changed";

/** Tells this tab and the others that something changed. */
export class Changes {
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);

  constructor() {
    this.#channel?.addEventListener("message", () => {
      this.#call("changed");
    });
  }

  tell(change: Change): void {
    this.#channel?.postMessage(null);
    this.#call(change);
  }

  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    this.#listeners.clear();
    this.#channel?.close();
  }

  #call(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}
