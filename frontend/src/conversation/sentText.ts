import type { Attachment, Question } from "./conversation";

/** A question as it is sent: what was typed, and behind it each attachment between fences that carry its name. */
export function sentText({ text, attachments }: Pick<Question, "text" | "attachments">): string {
  if (attachments.length === 0) return text;
  return [...(text.trim() === "" ? [] : [text]), ...attachments.map(fenced)].join("\n\n");
}

/** An attachment as a fenced block of Markdown. */
export function fenced({ name, text }: Attachment): string {
  const fence = fenceAround(text);
  return `${fence}${infoOf(name)}\n${text}${text.endsWith("\n") ? "" : "\n"}${fence}`;
}

/** A name as the one word behind a fence; of a long one its end, which has the kind of file. */
function infoOf(name: string): string {
  return name.replace(/[^\w+#./-]+/g, "-").slice(-30).replace(/^-+/, "");
}

/** Backticks that no run of them in the text reaches (CommonMark 0.31, section 4.5). */
export function fenceAround(text: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`{3,}/g)) longest = Math.max(longest, run.length);
  return "`".repeat(longest + 1);
}
