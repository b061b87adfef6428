import type { AssistantNotes } from "../../api/wire";

/**
 * Notes that came one after the other, as one: the lists of later ones go on with those before.
 *
 * Where an answer goes on, what was known is told again, and of a block that was cut it is known anew.
 */
export function mergeNotes(before: AssistantNotes | null, more: AssistantNotes | null): AssistantNotes | null {
  if (before === null || more === null) return before ?? more;
  const anew = new Set(more.checks.map(({ block }) => block));
  const ofOthers = ({ block }: { readonly block: number }) => !anew.has(block);
  return {
    intent: before.intent ?? more.intent,
    references: told(before.references, more.references),
    redactions: told(before.redactions, more.redactions),
    excerpts: told(before.excerpts, more.excerpts),
    checks: [...before.checks.filter(ofOthers), ...more.checks],
    risks: [...before.risks.filter(ofOthers), ...more.risks],
  };
}

/** Each once. */
function told<Item>(before: readonly Item[], more: readonly Item[]): Item[] {
  const known = new Set(before.map((item) => JSON.stringify(item)));
  return [...before, ...more.filter((item) => !known.has(JSON.stringify(item)))];
}
