import type { AssistantNotes, RedactionNote } from "../../api/wire";

/** What was taken out of a message of the request, or, with null, of the answer: each placeholder once. */
export function redactionsOf(notes: AssistantNotes | null, message: number | null): readonly RedactionNote[] {
  const found = new Map<string, RedactionNote>();
  for (const redaction of notes?.redactions ?? []) {
    if (redaction.message === message && !found.has(redaction.placeholder)) {
      found.set(redaction.placeholder, redaction);
    }
  }
  return [...found.values()];
}
