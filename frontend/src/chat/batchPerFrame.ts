export interface Batch<Piece> {
  add(piece: Piece): void;
  /** Hand over at once what has gathered. */
  flush(): void;
}

/**
 * Gather pieces and hand them over together, once per animation frame: tokens come faster than frames.
 *
 * @param join two pieces that came one after the other.
 */
export function batchPerFrame<Piece>(
  join: (before: Piece, more: Piece) => Piece,
  deliver: (piece: Piece) => void,
): Batch<Piece> {
  let gathered: { readonly piece: Piece } | null = null;
  let frame: number | null = null;

  const flush = () => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    const last = gathered;
    gathered = null;
    if (last !== null) deliver(last.piece);
  };

  return {
    add(piece) {
      gathered = { piece: gathered === null ? piece : join(gathered.piece, piece) };
      frame ??= requestAnimationFrame(flush);
    },
    flush,
  };
}
