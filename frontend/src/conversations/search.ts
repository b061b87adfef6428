import type { Summary } from "./store";

export interface Found {
  readonly summary: Summary;
  /** The words around what was found in the text; null where the title has it all. */
  readonly excerpt: string | null;
}

const BEFORE = 24;
const EXCERPT = 110;

/** The conversations that have every word of the query, in the title or in what was said. */
export function search(summaries: readonly Summary[], texts: ReadonlyMap<string, string>, query: string): readonly Found[] {
  const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return summaries.flatMap((summary): readonly Found[] => {
    const title = summary.title.toLowerCase();
    const missing = words.filter((word) => !title.includes(word));
    const [first] = missing;
    if (first === undefined) return [{ summary, excerpt: null }];
    const text = texts.get(summary.id) ?? "";
    const lower = text.toLowerCase();
    if (!missing.every((word) => lower.includes(word))) return [];
    return [{ summary, excerpt: excerptAt(text, lower.indexOf(first)) }];
  });
}

function excerptAt(text: string, at: number): string {
  // Lower case can be longer than what it was made of (İ): the place is near enough, and never outside.
  const start = Math.min(Math.max(0, at - BEFORE), Math.max(0, text.length - 1));
  const cut = text.slice(start, start + EXCERPT);
  // Without the rest of a word at the beginning.
  const whole = start > 0 ? cut.replace(/^\S{1,16}\s+/, "") : cut;
  const words = whole.replace(/[`*#]+/g, "").replace(/\s+/g, " ").trim();
  return `${start > 0 ? "…" : ""}${words}${start + EXCERPT < text.length ? "…" : ""}`;
}
