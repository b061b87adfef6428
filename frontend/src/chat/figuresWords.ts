import type { AnswerFigures } from "../conversation/conversation";
import type { AnswerWords } from "./answer.en";

/** E.g. "213 tokens · 41 tokens/s · first words after 0.8 s". */
export function figuresWords({ answerTokens, firstTextMs, tokensPerSecond }: AnswerFigures, words: AnswerWords): string {
  return [
    words.tokens(answerTokens),
    ...(tokensPerSecond === null ? [] : [words.tokensPerSecond(tokensPerSecond)]),
    words.firstWords(firstTextMs / 1000),
  ].join(" · ");
}
