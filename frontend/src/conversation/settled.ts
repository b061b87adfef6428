import type { Conversation, Message } from "./conversation";

/** A conversation as it was kept: an answer that was coming when the page was left ended there. */
export function settled(conversation: Conversation): Conversation {
  if (!conversation.messages.some(isStreaming)) return conversation;
  return {
    ...conversation,
    messages: conversation.messages.map((message) =>
      isStreaming(message) ? { ...message, outcome: { status: "stopped" } } : message,
    ),
  };
}

function isStreaming(message: Message): boolean {
  return message.role === "assistant" && message.outcome.status === "streaming";
}
