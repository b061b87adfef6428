import type { AnswerFigures } from "../conversation/conversation";
import { counted } from "./notes/counted";

/** E.g. "213 tokens · 41 tokens/s · first words after 0.8 s". */
export function figuresWords({ answerTokens, firstTextMs, tokensPerSecond }: AnswerFigures): string {
  return [
    counted(answerTokens, "token"),
    ...(tokensPerSecond === null ? [] : [`${rounded(tokensPerSecond)} tokens/s`]),
    `first words after ${rounded(firstTextMs / 1000)} s`,
  ].join(" · ");
}

/** Two figures that tell something: 0.08, 0.8, 8.1, 81, 812. */
function rounded(value: number): string {
  if (value >= 10) return String(Math.round(value));
  return value >= 1 ? value.toFixed(1) : String(Number(value.toPrecision(value < 0.1 ? 1 : 2)));
}
