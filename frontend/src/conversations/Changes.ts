const CHANNEL = "devops-assistant-conversations";

/** Tells this tab and the others that something changed. */
export class Changes {
  readonly #listeners = new Set<() => void>();
  readonly #channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);

  constructor() {
    this.#channel?.addEventListener("message", () => {
      this.#call();
    });
  }

  tell(): void {
    this.#channel?.postMessage(null);
    this.#call();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  close(): void {
    this.#listeners.clear();
    this.#channel?.close();
  }

  #call(): void {
    for (const listener of this.#listeners) listener();
  }
}
