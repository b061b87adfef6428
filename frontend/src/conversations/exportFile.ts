import type { Conversation } from "../conversation/conversation";
import { conversationMarkdown } from "../conversation/markdown";
import type { MarkdownWords } from "../conversation/markdown.en";

/** What the first lines of an exported file say, so that an import knows what it has before it. */
export const FORMAT = "devops-assistant-conversations";
export const VERSION = 1;

export type ExportKind = "json" | "markdown";

export interface ExportWords {
  readonly markdown: MarkdownWords;
  /** What a file of many is called. */
  readonly fileName: string;
}

export interface ExportedFile {
  readonly name: string;
  readonly text: string;
}

/** Conversations as a file: JSON holds all and can be imported again, Markdown is the shown branch for people to read. */
export function exportFile(
  conversations: readonly Conversation[],
  kind: ExportKind,
  now: number,
  words: ExportWords,
): ExportedFile {
  const name = fileName(conversations, now, words);
  if (kind === "markdown") {
    const text = conversations.map((conversation) => conversationMarkdown(conversation, words.markdown)).join("\n---\n\n");
    return { name: `${name}.md`, text };
  }
  const content = { format: FORMAT, version: VERSION, exportedAt: new Date(now).toISOString(), conversations };
  return { name: `${name}.json`, text: `${JSON.stringify(content, null, 1)}\n` };
}

/** After the title of the only conversation, or after the day. */
function fileName(conversations: readonly Conversation[], now: number, words: ExportWords): string {
  const [only, ...more] = conversations;
  const title = more.length === 0 ? (only?.title ?? "") : "";
  const ofTitle = title.toLowerCase().match(/[\p{L}\p{N}]+/gu)?.join("-").slice(0, 60) ?? "";
  return ofTitle === "" ? `${words.fileName}-${new Date(now).toISOString().slice(0, 10)}` : ofTitle;
}
