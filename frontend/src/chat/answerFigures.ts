import type { Usage } from "../api/wire";
import type { AnswerFigures } from "../conversation/conversation";

export interface AnswerMeter {
  /** Tell of each piece of the stream as it comes, with what the answer has cost so far. */
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
  let usage: Usage | null = null;
  /** What code says first is no token: the speed is that of the model. */
  let first: Counted | null = null;
  let last: Counted | null = null;
  return {
    see(text, newUsage) {
      const at = now();
      usage = newUsage ?? usage;
      if (text !== "") firstTextAt ??= at;
      const tokens = usage?.completion_tokens ?? 0;
      if (tokens === (last?.tokens ?? 0)) return;
      last = { tokens, at };
      first ??= last;
    },
    result() {
      if (usage === null || firstTextAt === null) return null;
      return {
        promptTokens: usage.prompt_tokens,
        answerTokens: usage.completion_tokens,
        firstTextMs: Math.round(firstTextAt - askedAt),
        tokensPerSecond: first === null || last === null ? null : speed(last.tokens - first.tokens, last.at - first.at),
      };
    },
  };
}

interface Counted {
  readonly tokens: number;
  readonly at: number;
}

/** Those of an answer and of what went on with it, as of one. */
export function joinedFigures(before: AnswerFigures | null, more: AnswerFigures | null): AnswerFigures | null {
  if (before === null || more === null) return more ?? before;
  return {
    promptTokens: Math.max(0, more.promptTokens - before.answerTokens),
    answerTokens: before.answerTokens + more.answerTokens,
    firstTextMs: before.firstTextMs,
    tokensPerSecond: more.tokensPerSecond ?? before.tokensPerSecond,
  };
}

/** Less time than this is the way of the bytes, not of the words. */
const SHORTEST_MS = 50;

function speed(tokens: number, durationMs: number): number | null {
  return tokens < 1 || durationMs < SHORTEST_MS ? null : tokens / (durationMs / 1000);
}
