import type { ReferenceNote } from "../api/wire";
import { branchOf } from "./branches";
import type { Answer, Conversation, Question } from "./conversation";
import type { MarkdownWords } from "./markdown.en";
import { fenced, fenceAround } from "./sentText";

/** The branch that is shown, as a Markdown document. What the user wrote stands in it letter for letter. */
export function conversationMarkdown(conversation: Conversation, words: MarkdownWords): string {
  const parts = branchOf(conversation).map((message) =>
    message.role === "user" ? questionMarkdown(message, words) : answerMarkdown(message, words),
  );
  return `${[`# ${titleWords(conversation, words)}`, ...parts].join("\n\n")}\n`;
}

/** E.g. "why-does-my-pod-restart.md". */
export function conversationFileName(conversation: Conversation, words: MarkdownWords): string {
  const name = titleWords(conversation, words).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return `${name.replace(/^-+|-+$/g, "").slice(0, 60) || words.fileName}.md`;
}

function titleWords({ title }: Conversation, words: MarkdownWords): string {
  return title === "" ? words.conversation : title;
}

function questionMarkdown({ text, attachments }: Question, words: MarkdownWords): string {
  const parts = attachments.map((attachment) => `${words.attached(attachment.name)}\n\n${fenced(attachment)}`);
  return [`## ${words.you}`, ...(text === "" ? [] : [verbatim(text)]), ...parts].join("\n\n");
}

/** Text that Markdown would change or lay out anew goes between fences. */
function verbatim(text: string): string {
  if (/^[\p{L}\p{N} .,;:?!'"()/%=+-]*$/u.test(text) && !/^\s|^[-+=\d]/.test(text)) return text;
  const fence = fenceAround(text);
  return `${fence}text\n${text}${text.endsWith("\n") ? "" : "\n"}${fence}`;
}

function answerMarkdown({ text, model, notes, outcome }: Answer, words: MarkdownWords): string {
  const references = notes?.references ?? [];
  return [
    `## ${words.assistant(model)}`,
    ...(text.trim() === "" ? [`_${words.noAnswer}_`] : [closed(text)]),
    ...(outcome.status === "complete" || text.trim() === "" ? [] : [`_${words.endedEarly}_`]),
    ...(references.length === 0 ? [] : [[words.fromReference, "", ...references.map(referenceLine)].join("\n")]),
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
