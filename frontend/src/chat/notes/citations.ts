/** Words, or a mark that cites references, e.g. `[1, 3]`. */
export type CitedPiece = string | { readonly mark: string; readonly numbers: readonly number[] };

const MARK = /\[\^?(\d{1,3}(?:[ \t]?[,;][ \t]?\d{1,3})*)\](?!\(|\.?\w)/g;

/** `spec.containers[1]` and `a[0][1]` are places in data. */
const DATA_BEFORE = /\w[._/-]\w+$|[\])]$/;
const LOOK_BACK = 100;

/** Cut the marks out of words; one that cites nothing that exists stays as it was written. */
export function citedPieces(text: string, references: number): readonly CitedPiece[] {
  const pieces: CitedPiece[] = [];
  let told = 0;
  for (const match of text.matchAll(MARK)) {
    const [mark, list = ""] = match;
    const numbers = list.split(/[,;]/).map(Number);
    const before = text.slice(Math.max(told, match.index - LOOK_BACK), match.index);
    if (DATA_BEFORE.test(before) || !numbers.every((number) => number >= 1 && number <= references)) continue;
    if (match.index > told) pieces.push(text.slice(told, match.index));
    pieces.push({ mark, numbers });
    told = match.index + mark.length;
  }
  if (told < text.length) pieces.push(text.slice(told));
  return pieces;
}
