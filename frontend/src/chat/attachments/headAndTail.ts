/** Lines at each end that are shown. */
const AT_EACH_END = 20;
/** Characters of a line that are shown. */
const OF_A_LINE = 600;

export interface HeadAndTail {
  readonly head: readonly string[];
  /** Lines between them. */
  readonly leftOut: number;
  readonly tail: readonly string[];
}

/** How a text begins and ends. A text of few lines is all head. */
export function headAndTail(text: string): HeadAndTail {
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  // One line is not worth saying that it is left out.
  if (lines.length <= 2 * AT_EACH_END + 1) return { head: lines.map(cut), leftOut: 0, tail: [] };
  return {
    head: lines.slice(0, AT_EACH_END).map(cut),
    leftOut: lines.length - 2 * AT_EACH_END,
    tail: lines.slice(-AT_EACH_END).map(cut),
  };
}

function cut(line: string): string {
  return line.length <= OF_A_LINE ? line : `${line.slice(0, OF_A_LINE)} …`;
}
