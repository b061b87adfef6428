import type { Attachment } from "./conversation";

const LONGEST = 60;

/** What a conversation is called until somebody names it: how its first question begins, or what came with it. */
export function titleOf(text: string, attachments: readonly Attachment[]): string {
  const [line = ""] = text.trim().split("\n", 1);
  const words = line === "" ? (attachments[0]?.name ?? "") : line;
  const characters = Array.from(words.replace(/\s+/g, " "));
  if (characters.length <= LONGEST) return characters.join("");
  return `${wholeWords(characters.slice(0, LONGEST).join(""))}…`;
}

/** Without its last word, which may be cut, where that leaves most of it. */
function wholeWords(cut: string): string {
  const end = cut.lastIndexOf(" ");
  return end > LONGEST / 2 ? cut.slice(0, end) : cut.slice(0, -1);
}
