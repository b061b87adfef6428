import { expect, test } from "vitest";

import { figuresWords } from "./figuresWords";

test.each([
  [1, 80, null, "1 token · first words after 0.08 s"],
  [213, 812, 41.23, "213 tokens · 41 tokens/s · first words after 0.81 s"],
  [20, 12_340, 1.04, "20 tokens · 1.0 tokens/s · first words after 12 s"],
])("%d tokens, %d ms", (answerTokens, firstTextMs, tokensPerSecond, words) => {
  expect(figuresWords({ promptTokens: 1, answerTokens, firstTextMs, tokensPerSecond })).toBe(words);
});
