import { expect, test } from "vitest";

import { batchPerFrame } from "./batchPerFrame";

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

function join(before: string, more: string): string {
  return before + more;
}

test("pieces of one frame are handed over together", async () => {
  const delivered: string[] = [];
  const batch = batchPerFrame<string>(join, (text) => delivered.push(text));
  batch.add("a");
  batch.add("b");
  expect(delivered).toEqual([]);
  await nextFrame();
  expect(delivered).toEqual(["ab"]);
  batch.add("c");
  await nextFrame();
  expect(delivered).toEqual(["ab", "c"]);
});

test("a flush hands over at once, and once", async () => {
  const delivered: string[] = [];
  const batch = batchPerFrame<string>(join, (text) => delivered.push(text));
  batch.add("a");
  batch.flush();
  batch.flush();
  await nextFrame();
  expect(delivered).toEqual(["a"]);
});
