import { isRecord } from "../api/wire";
import type { Say } from "../language/catalogue";
import { conversationsWords } from "./conversations.en";
import type { ConversationsWords } from "./conversations.en";

/** Says what is wrong with a file, and where in it. */
export class FormatError extends Error {
  override readonly name = "FormatError";
  readonly say: Say<ConversationsWords>;

  constructor(say: Say<ConversationsWords>) {
    super(say(conversationsWords.english));
    this.say = say;
  }
}

type Fields = Readonly<Record<string, unknown>>;

export function record(value: unknown, at: string): Fields {
  if (!isRecord(value) || Array.isArray(value)) throw new FormatError((words) => words.noObject(at));
  return value;
}

export function list(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new FormatError((words) => words.noList(at));
  return value as readonly unknown[];
}

export function text(value: unknown, at: string): string {
  if (typeof value !== "string") throw new FormatError((words) => words.noText(at));
  return value;
}

/** An id: any text but the empty one. */
export function id(value: unknown, at: string): string {
  if (text(value, at) === "") throw new FormatError((words) => words.empty(at));
  return value as string;
}

export function number(value: unknown, at: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new FormatError((words) => words.noNumber(at));
  return value;
}

export function integer(value: unknown, at: string): number {
  if (!Number.isSafeInteger(number(value, at)) || (value as number) < 0) {
    throw new FormatError((words) => words.noWholeNumber(at));
  }
  return value as number;
}

export function flag(value: unknown, at: string): boolean {
  if (typeof value !== "boolean") throw new FormatError((words) => words.noFlag(at));
  return value;
}

export function oneOf<Value extends string>(value: unknown, values: readonly Value[], at: string): Value {
  const found = values.find((candidate) => candidate === value);
  if (found === undefined) throw new FormatError((words) => words.noneOf(at, values));
  return found;
}

/** Null, or what `read` makes of it. */
export function orNull<Value>(value: unknown, at: string, read: (value: unknown, at: string) => Value): Value | null {
  return value === null ? null : read(value, at);
}
