import { expect, test } from "vitest";

import type { Usage } from "../api/wire";
import { joinedFigures, measureAnswer } from "./answerFigures";

function usage(answerTokens: number): Usage {
  const prompt_tokens_details = { cached_tokens: 0 };
  return { prompt_tokens: 40, completion_tokens: answerTokens, total_tokens: 40 + answerTokens, prompt_tokens_details };
}

test("the wait for the first words, and the speed of the model from its first to its last", () => {
  let now = 1000;
  const meter = measureAnswer(() => now);
  meter.see("", usage(0));
  now = 1250;
  meter.see("what code says", usage(0));
  now = 5000;
  meter.see("first", usage(1));
  now = 7000;
  meter.see("last", usage(21));
  now = 9000;
  meter.see("", usage(21));
  expect(meter.result()).toEqual({ promptTokens: 40, answerTokens: 21, firstTextMs: 250, tokensPerSecond: 10 });
});

test("an answer that came at once has no speed", () => {
  const meter = measureAnswer(() => 0);
  meter.see("all of it", usage(21));
  expect(meter.result()?.tokensPerSecond).toBeNull();
});

test("nothing is known before the server has counted, or where no word came", () => {
  const meter = measureAnswer(() => 0);
  meter.see("part", null);
  expect(meter.result()).toBeNull();
  const wordless = measureAnswer(() => 0);
  wordless.see("", usage(21));
  expect(wordless.result()).toBeNull();
});

test("an answer that went on is one, whose prompt was that of its beginning", () => {
  const before = { promptTokens: 40, answerTokens: 21, firstTextMs: 250, tokensPerSecond: 10 };
  const more = { promptTokens: 61, answerTokens: 9, firstTextMs: 30, tokensPerSecond: 12 };
  expect(joinedFigures(before, more)).toEqual({ promptTokens: 40, answerTokens: 30, firstTextMs: 250, tokensPerSecond: 12 });
  expect(joinedFigures(null, more)).toBe(more);
  expect(joinedFigures(before, null)).toBe(before);
});
