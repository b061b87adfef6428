import type { ReferenceNote } from "../api/wire";
import { branchOf } from "./branches";
import type { Answer, Conversation, Question } from "./conversation";
import { fenced, fenceAround } from "./sentText";

/** The branch that is shown, as a Markdown document. What the user wrote stands in it letter for letter. */
export function conversationMarkdown(conversation: Conversation): string {
  const parts = branchOf(conversation).map((message) =>
    message.role === "user" ? questionMarkdown(message) : answerMarkdown(message),
  );
  return `${[`# ${titleWords(conversation)}`, ...parts].join("\n\n")}\n`;
}

/** E.g. "why-does-my-pod-restart.md". */
export function conversationFileName(conversation: Conversation): string {
  const words = titleWords(conversation).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return `${words.replace(/^-+|-+$/g, "").slice(0, 60) || "conversation"}.md`;
}

function titleWords({ title }: Conversation): string {
  return title === "" ? "Conversation" : title;
}

function questionMarkdown({ text, attachments }: Question): string {
  const parts = attachments.map((attachment) => `Attached: ${attachment.name}\n\n${fenced(attachment)}`);
  return ["## You", ...(text === "" ? [] : [verbatim(text)]), ...parts].join("\n\n");
}

/** Text that Markdown would change or lay out anew goes between fences. */
function verbatim(text: string): string {
  if (/^[\p{L}\p{N} .,;:?!'"()/%=+-]*$/u.test(text) && !/^\s|^[-+=\d]/.test(text)) return text;
  const fence = fenceAround(text);
  return `${fence}text\n${text}${text.endsWith("\n") ? "" : "\n"}${fence}`;
}

function answerMarkdown({ text, model, notes, outcome }: Answer): string {
  const references = notes?.references ?? [];
  return [
    `## Assistant (${model})`,
    ...(text.trim() === "" ? ["_No answer._"] : [closed(text)]),
    ...(outcome.status === "complete" || text.trim() === "" ? [] : ["_This answer ended early._"]),
    ...(references.length === 0 ? [] : [["From the reference:", "", ...references.map(referenceLine)].join("\n")]),
  ].join("\n\n");
}

function referenceLine({ title, link }: ReferenceNote, index: number): string {
  const outside = link !== null && /^https?:\/\//.test(link);
  return `${String(index + 1)}. ${outside ? `[${title}](${link})` : title}`;
}

/** An answer that ended in a fenced block ends it: what stands behind it is no code. */
function closed(text: string): string {
  let open: string | null = null;
  for (const [, marks = "", info = ""] of text.matchAll(/^ {0,3}(`{3,}|~{3,})(.*)$/gm)) {
    if (open === null) open = marks;
    else if (marks.startsWith(open) && info.trim() === "") open = null;
  }
  return open === null ? text : `${text.trimEnd()}\n${open}`;
}
