const MOST_LINES = 30;
const MOST_CHARACTERS = 4000;

/** Whether a pasted text is longer than what anybody reads in the input. */
export function isLongPaste(text: string): boolean {
  return text.length > MOST_CHARACTERS || lineCount(text) > MOST_LINES;
}

/** The lines of a text; a newline at its end begins none. */
export function lineCount(text: string): number {
  if (text === "") return 0;
  let count = text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** What a pasted text is called. */
export function pasteName(text: string): string {
  return /\b(?:ERROR|WARN|WARNING|INFO|DEBUG|level=\w)\b/.test(text.slice(0, 10_000)) ? "pasted.log" : "pasted.txt";
}
