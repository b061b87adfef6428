import { expect, test } from "vitest";

import { search } from "./search";
import type { Summary } from "./store";

function summary(id: string, title: string): Summary {
  return { id, title, createdAt: 1, updatedAt: 1, pinned: false };
}

const SUMMARIES = [summary("a", "Nginx answers 502"), summary("b", "Terraform state")];
const TEXTS = new Map([
  ["a", "Look at the logs of the ingress controller first: `kubectl logs`"],
  ["b", "Unlock the state"],
]);

test("every word must be there, in the title or the text, in any case", () => {
  expect(search(SUMMARIES, TEXTS, "NGINX kubectl").map(({ summary: { id } }) => id)).toEqual(["a"]);
  expect(search(SUMMARIES, TEXTS, "nginx terraform")).toEqual([]);
});

test("what is found in the text is shown with the words around it", () => {
  expect(search(SUMMARIES, TEXTS, "kubectl")[0]?.excerpt).toBe("…controller first: kubectl logs");
  expect(search(SUMMARIES, TEXTS, "unlock")[0]?.excerpt).toBe("Unlock the state");
  expect(search(SUMMARIES, TEXTS, "state")[0]?.excerpt).toBeNull();
});

test("without the texts the titles are searched", () => {
  expect(search(SUMMARIES, new Map(), "state")).toHaveLength(1);
});
