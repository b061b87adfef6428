import type { Attachment } from "./conversation";

const LONGEST = 60;

/** What a conversation is called until somebody names it: how its first question begins, or what came with it. */
export function titleOf(text: string, attachments: readonly Attachment[]): string {
  const [line = ""] = text.trim().split("\n", 1);
  const words = line === "" ? (attachments[0]?.name ?? "") : line;
  const characters = Array.from(words.replace(/\s+/g, " "));
  if (characters.length <= LONGEST) return characters.join("");
  return `${characters.slice(0, LONGEST - 1).join("").trimEnd()}…`;
}
