import { startTransition } from "react";

/** A screen above and below what is shown is laid out before it is scrolled to. */
const AHEAD = "100% 0px";

/** While the page has nothing else to do. */
const AT_A_TIME = 4;

/** Where the browser does not say when it has nothing to do. */
const PAUSE_MS = 100;

/**
 * Messages that wait to be laid out: one that comes near the screen is at once, the others while the page has nothing else
 * to do, the last first.
 */
export class LayOutQueue {
  readonly #waiting = new Map<Element, () => void>();
  #nearby: IntersectionObserver | null = null;
  #isIdleAwaited = false;

  /**
   * @param layOut called once at most.
   * @returns what ends the waiting.
   */
  add(message: Element, layOut: () => void): () => void {
    this.#waiting.set(message, layOut);
    this.#nearby ??= this.#watch(message.closest('[role="region"]'));
    this.#nearby?.observe(message);
    this.#awaitIdle();
    return () => {
      this.#remove(message);
    };
  }

  #watch(scroller: Element | null): IntersectionObserver | null {
    if (typeof IntersectionObserver === "undefined") return null;
    const onChange = (entries: readonly IntersectionObserverEntry[]) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.#remove(target)?.();
      }
    };
    return new IntersectionObserver(onChange, { root: scroller, rootMargin: AHEAD });
  }

  #awaitIdle(): void {
    if (this.#isIdleAwaited || this.#waiting.size === 0) return;
    this.#isIdleAwaited = true;
    whenIdle(() => {
      this.#isIdleAwaited = false;
      const last = [...this.#waiting.keys()].slice(-AT_A_TIME);
      // React does it in pieces, and leaves it for a key that comes.
      startTransition(() => {
        for (const message of last) this.#remove(message)?.();
      });
      this.#awaitIdle();
    });
  }

  #remove(message: Element): (() => void) | undefined {
    const layOut = this.#waiting.get(message);
    this.#waiting.delete(message);
    this.#nearby?.unobserve(message);
    if (this.#waiting.size === 0) {
      this.#nearby?.disconnect();
      this.#nearby = null;
    }
    return layOut;
  }
}

function whenIdle(act: () => void): void {
  if (typeof requestIdleCallback === "undefined") setTimeout(act, PAUSE_MS);
  else requestIdleCallback(act);
}
