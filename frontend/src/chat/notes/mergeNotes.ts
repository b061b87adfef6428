import type { AssistantNotes } from "../../api/wire";

/** Notes that came one after the other, as one: the lists of later ones go on with those before. */
export function mergeNotes(before: AssistantNotes | null, more: AssistantNotes | null): AssistantNotes | null {
  if (before === null || more === null) return before ?? more;
  return {
    intent: before.intent ?? more.intent,
    references: [...before.references, ...more.references],
    redactions: [...before.redactions, ...more.redactions],
    excerpts: [...before.excerpts, ...more.excerpts],
    checks: [...before.checks, ...more.checks],
    risks: [...before.risks, ...more.risks],
  };
}
