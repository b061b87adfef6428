import { expect, test } from "vitest";

import type { Usage } from "../api/wire";
import { measureAnswer } from "./answerFigures";

const usage = { prompt_tokens: 40, completion_tokens: 21, total_tokens: 61 } as Usage;

test("the wait for the first word, and the speed from there to the last", () => {
  let now = 1000;
  const meter = measureAnswer(() => now);
  meter.see("", null);
  now = 1250;
  meter.see("first", null);
  now = 3250;
  meter.see("last", null);
  now = 9000;
  meter.see("", usage);
  expect(meter.result()).toEqual({ promptTokens: 40, answerTokens: 21, firstTextMs: 250, tokensPerSecond: 10 });
});

test("an answer that came at once has no speed", () => {
  const meter = measureAnswer(() => 0);
  meter.see("all of it", usage);
  expect(meter.result()?.tokensPerSecond).toBeNull();
});

test("nothing is known before the server has counted, or where no word came", () => {
  const meter = measureAnswer(() => 0);
  meter.see("part", null);
  expect(meter.result()).toBeNull();
  const wordless = measureAnswer(() => 0);
  wordless.see("", usage);
  expect(wordless.result()).toBeNull();
});
