import type { Answer, Conversation, Message } from "./conversation";

/** The messages of the branch that is shown, from the first question to the last message. */
export function branchOf({ messages, leafId }: Conversation): readonly Message[] {
  return wayTo(messages, leafId);
}

/** The messages up to one and with it, from the first; none for null. */
export function wayTo(messages: readonly Message[], id: string | null): readonly Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const way: Message[] = [];
  for (let at = byId.get(id ?? ""); at !== undefined; at = byId.get(at.parentId ?? "")) {
    way.push(at);
    // A kept conversation may have been damaged: a circle must not hold the page.
    byId.delete(at.id);
  }
  return way.reverse();
}

/** The message and those that stand beside it behind the same one, in order of their coming. */
export function siblingsOf({ messages }: Conversation, message: Message): readonly Message[] {
  return messages.filter(({ parentId }) => parentId === message.parentId);
}

/** The end of the branch through a message; where there are several, of the one that has the newest message. */
export function leafBelow({ messages }: Conversation, id: string): string {
  const below = new Set([id]);
  let leaf = id;
  // Each message stands behind the one before it: one pass finds all below.
  for (const message of messages) {
    if (message.parentId === null || !below.has(message.parentId)) continue;
    below.add(message.id);
    leaf = message.id;
  }
  return leaf;
}

/** The last message of the branch, where it is an answer. */
export function lastAnswer(branch: readonly Message[]): Answer | null {
  const last = branch.at(-1);
  return last?.role === "assistant" ? last : null;
}

export interface Version {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** Which of the messages beside it each message is, by its id. */
export function versionsOf(messages: readonly Message[]): ReadonlyMap<string, Version> {
  const counts = new Map<string | null, number>();
  const numbers = messages.map(({ parentId }) => {
    const number = (counts.get(parentId) ?? 0) + 1;
    counts.set(parentId, number);
    return number;
  });
  return new Map(
    messages.map(({ id, parentId }, index) => [id, { number: numbers[index] ?? 1, of: counts.get(parentId) ?? 1 }]),
  );
}
