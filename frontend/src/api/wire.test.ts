import { expect, it } from "vitest";

import { isChunk, readNotes } from "./wire";

const notes = { excerpts: [], references: [], redactions: [], risks: [], checks: [] };

it("reads the answers of a newer service without what it adds", () => {
  expect(isChunk({ choices: [{ index: 0, delta: { content: "a", of_tomorrow: 1 } }], of_tomorrow: {} })).toBe(true);
  expect(readNotes({ ...notes, of_tomorrow: [1] })).toMatchObject(notes);
});

it("shows an answer without notes that it cannot read", () => {
  expect(readNotes({ ...notes, references: "of tomorrow" })).toBeNull();
  expect(readNotes({ ...notes, checks: undefined })).toBeNull();
});
