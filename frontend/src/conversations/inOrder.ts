import type { Message } from "../conversation/conversation";

/**
 * Messages in order of their coming, each after the one before it, whichever tab wrote it and whatever its clock said.
 *
 * One whose way does not lead to a first message is left out: nothing can show it.
 */
export function inOrder(messages: readonly Message[]): readonly Message[] {
  const behind = new Map<string | null, Message[]>();
  for (const message of messages) {
    const beside = behind.get(message.parentId);
    if (beside === undefined) behind.set(message.parentId, [message]);
    else beside.push(message);
  }

  const placed: Placed[] = [];
  let level = place(behind.get(null), 0);
  while (level.length > 0) {
    placed.push(...level);
    level = level.flatMap(({ message, at }) => place(behind.get(message.id), at));
  }
  // The sort is stable: of messages of one moment, the one that stands nearer to the beginning is first.
  return placed.sort((one, other) => one.at - other.at).map(({ message }) => message);
}

interface Placed {
  readonly message: Message;
  /** When it came, and not before the message that it stands behind. */
  readonly at: number;
}

function place(messages: readonly Message[] | undefined, notBefore: number): Placed[] {
  return (messages ?? []).map((message) => ({ message, at: Math.max(message.createdAt, notBefore) }));
}
