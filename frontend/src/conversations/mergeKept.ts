import { wayTo } from "../conversation/branches";
import type { Conversation, ConversationSettings, Message } from "../conversation/conversation";
import { inOrder } from "./inOrder";

interface Merged {
  readonly now: Conversation;
  /** What of it is in the store; the same as `now` where nothing is to be written. */
  readonly before: Conversation;
}

/**
 * Bring what another tab wrote into what this tab shows.
 *
 * @param before what this tab last read or wrote: what differs from it in `now` was changed here and is not written yet.
 */
export function mergeKept(now: Conversation, before: Conversation, kept: Conversation): Merged {
  const messages = mergeMessages(now, before, kept);
  const leafId = mergeLeaf(now, kept, messages.now);
  const settings = now.settings === before.settings && !sameSettings(now.settings, kept.settings) ? kept.settings : now.settings;
  const merged: Conversation = {
    ...now,
    title: kept.title === "" ? now.title : kept.title,
    pinned: kept.pinned,
    updatedAt: Math.max(now.updatedAt, kept.updatedAt),
    settings,
    messages: messages.now,
    leafId,
  };
  const pending = messages.now !== messages.before || now.leafId !== before.leafId || now.settings !== before.settings;
  if (!pending) return { now: merged, before: merged };
  return {
    now: merged,
    before: {
      ...merged,
      messages: messages.before,
      leafId: now.leafId === before.leafId ? leafId : before.leafId,
      settings: now.settings === before.settings ? settings : before.settings,
    },
  };
}

interface MergedMessages {
  readonly now: readonly Message[];
  /** The same array where nothing of it is to be written. */
  readonly before: readonly Message[];
}

function mergeMessages(now: Conversation, before: Conversation, kept: Conversation): MergedMessages {
  const known = byId(before);
  const theirs = byId(kept);
  const ours = byId(now);
  const isOurs = (message: Message) => known.get(message.id) !== message || isStreaming(message);

  const merged = now.messages.flatMap((message) => {
    if (isOurs(message)) return [message];
    const other = theirs.get(message.id);
    // What was here before and is there no more was taken away.
    if (other === undefined) return [];
    return [isSame(message, other) ? message : other];
  });
  const added = kept.messages.filter(({ id }) => !ours.has(id) && !known.has(id));
  const messages = inOrder([...merged, ...added]);
  const unwritten = messages.some((message) => ours.get(message.id) === message && known.get(message.id) !== message);
  const takenAway = before.messages.filter(({ id }) => !ours.has(id) && theirs.has(id));
  if (!unwritten && takenAway.length === 0) return { now: messages, before: messages };
  const written = messages.flatMap((message) =>
    ours.get(message.id) === message && known.get(message.id) !== message ? (known.get(message.id) ?? []) : [message],
  );
  return { now: messages, before: [...written, ...takenAway] };
}

/** The branch on the screen stays, and goes on where the other tab went on with it. */
function mergeLeaf(now: Conversation, kept: Conversation, messages: readonly Message[]): string | null {
  const wentOn = wayTo(messages, kept.leafId).some(({ id }) => id === now.leafId);
  const isThere = messages.some(({ id }) => id === now.leafId);
  return wentOn || !isThere ? kept.leafId : now.leafId;
}

function byId({ messages }: Conversation): ReadonlyMap<string, Message> {
  return new Map(messages.map((message) => [message.id, message]));
}

function isStreaming(message: Message): boolean {
  return message.role === "assistant" && message.outcome.status === "streaming";
}

/** Of a message only what streams changes: its words, and how it ends. */
function isSame(one: Message, other: Message): boolean {
  const outcome = (message: Message) => (message.role === "assistant" ? message.outcome.status : null);
  return one.text === other.text && outcome(one) === outcome(other);
}

export function sameSettings(one: ConversationSettings, other: ConversationSettings): boolean {
  return (
    one.model === other.model &&
    one.systemPrompt === other.systemPrompt &&
    one.temperature === other.temperature &&
    one.topP === other.topP &&
    one.maxTokens === other.maxTokens
  );
}
