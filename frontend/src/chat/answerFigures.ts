import type { Usage } from "../api/wire";
import type { AnswerFigures } from "../conversation/conversation";

export interface AnswerMeter {
  /** Tell of each piece of the stream as it comes. */
  readonly see: (text: string, usage: Usage | null) => void;
  /** Null while the server has not said how many tokens there were, or there was no word. */
  readonly result: () => AnswerFigures | null;
}

/**
 * Measure an answer from now on.
 *
 * @param now milliseconds since any fixed time.
 */
export function measureAnswer(now: () => number): AnswerMeter {
  const askedAt = now();
  let firstTextAt: number | null = null;
  let lastTextAt = askedAt;
  let usage: Usage | null = null;
  return {
    see(text, newUsage) {
      usage = newUsage ?? usage;
      if (text === "") return;
      lastTextAt = now();
      firstTextAt ??= lastTextAt;
    },
    result() {
      if (usage === null || firstTextAt === null) return null;
      return {
        promptTokens: usage.prompt_tokens,
        answerTokens: usage.completion_tokens,
        firstTextMs: Math.round(firstTextAt - askedAt),
        tokensPerSecond: speed(usage.completion_tokens - 1, lastTextAt - firstTextAt),
      };
    },
  };
}

/** Less time than this is the way of the bytes, not of the words. */
const SHORTEST_MS = 50;

function speed(tokens: number, durationMs: number): number | null {
  return tokens < 1 || durationMs < SHORTEST_MS ? null : tokens / (durationMs / 1000);
}
