import type { Message } from "../conversation/conversation";

/** What a search looks at. */
export function textOf(message: Message): string {
  if (message.role === "assistant") return message.text;
  return [message.text, ...message.attachments.flatMap(({ name, text }) => [name, text])].join("\n");
}
