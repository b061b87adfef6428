import { expect, test } from "vitest";

import { answer as german } from "./answer.de";
import { answerWords } from "./answer.en";
import type { AnswerWords } from "./answer.en";
import { figuresWords } from "./figuresWords";

test.each([
  [1, 80, null, "1 token · first words after 0.08 s", "1 Token · erste Wörter nach 0,08 s"],
  [213, 812, 41.23, "213 tokens · 41 tokens/s · first words after 0.81 s", "213 Tokens · 41 Tokens/s · erste Wörter nach 0,81 s"],
  [1320, 12_340, 1.04, "1,320 tokens · 1 tokens/s · first words after 12 s", "1.320 Tokens · 1 Tokens/s · erste Wörter nach 12 s"],
])("%d tokens, %d ms", (answerTokens, firstTextMs, tokensPerSecond, inEnglish, inGerman) => {
  const figures = { promptTokens: 1, answerTokens, firstTextMs, tokensPerSecond };
  const said = (words: AnswerWords) => figuresWords(figures, words).replaceAll("\u00a0", " ");
  expect([said(answerWords.english), said(german)]).toEqual([inEnglish, inGerman]);
});
