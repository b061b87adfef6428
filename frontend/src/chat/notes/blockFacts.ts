import type { AssistantNotes, BlockNote, CommandNote } from "../../api/wire";

/** What is known of one fenced block of an answer. */
export type BlockFacts =
  /** A block that was looked at. */
  | { readonly kind: "checked"; readonly check: BlockNote; readonly risks: readonly CommandNote[] }
  /** The corrected version of the block before it; the risks are those of its own lines. */
  | { readonly kind: "corrected"; readonly check: BlockNote; readonly risks: readonly CommandNote[] };

/**
 * What is known of each fenced block, by its place among all of them, from 0.
 *
 * The numbers of the notes count the blocks as they were written: a corrected version, which stands right behind the
 * block that it corrects, has no number and moves the places of all that follow.
 */
export function factsByPlace(notes: AssistantNotes | null): ReadonlyMap<number, BlockFacts> {
  const facts = new Map<number, BlockFacts>();
  if (notes === null) return facts;
  let corrected = 0;
  for (const check of [...notes.checks].sort((one, other) => one.block - other.block)) {
    const place = check.block + corrected;
    const risks = notes.risks.filter((risk) => risk.block === check.block);
    facts.set(place, { kind: "checked", check, risks });
    if (check.repaired) {
      facts.set(place + 1, { kind: "corrected", check, risks });
      corrected += 1;
    }
  }
  return facts;
}

/**
 * The facts of the block at a place, unless they are of another one.
 *
 * @param language as this page read it: where server and page do not agree on what a block is, none is told of.
 */
export function factsOf(
  facts: ReadonlyMap<number, BlockFacts>,
  place: number | null,
  language: string,
): BlockFacts | null {
  const found = place === null ? undefined : facts.get(place);
  return found !== undefined && firstWord(found.check.language) === language ? found : null;
}

/** The language of an info string, which may go on with a title and the like. */
export function firstWord(info: string | undefined): string {
  return info?.trim().split(/\s/, 1)[0]?.toLowerCase() ?? "";
}
