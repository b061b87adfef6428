export interface TextBatch {
  add(text: string): void;
  /** Hand over at once what has gathered. */
  flush(): void;
}

/** Gather pieces of text and hand them over together, once per animation frame: tokens come faster than frames. */
export function batchPerFrame(deliver: (text: string) => void): TextBatch {
  let gathered = "";
  let frame: number | null = null;

  const flush = () => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    const text = gathered;
    gathered = "";
    if (text !== "") deliver(text);
  };

  return {
    add(text) {
      gathered += text;
      frame ??= requestAnimationFrame(flush);
    },
    flush,
  };
}
