import { lexer } from "marked";
import type { MarkedToken, Token, Tokens } from "marked";

/** The blocks of markdown text, in order. */
export function blocksOf(text: string): readonly MarkedToken[] {
  return knownTokens(lexer(text));
}

const HEADINGS = ["h3", "h4", "h5", "h6"] as const;

export type Heading = (typeof HEADINGS)[number];

/**
 * The element for each block, were it a heading.
 *
 * The page has the first and second levels. Below them no level may be left out, though models start where they like.
 */
export function headingsOf(blocks: readonly MarkedToken[]): readonly Heading[] {
  let level = 0;
  return blocks.map((block) => {
    if (block.type === "heading") level = Math.min(block.depth, level + 1, HEADINGS.length);
    return HEADINGS[level - 1] ?? "h3";
  });
}

/** Without extensions, marked makes no tokens of other types than its own. */
export function knownTokens(tokens: readonly Token[] | undefined): readonly MarkedToken[] {
  return (tokens ?? []) as MarkedToken[];
}

/** Whether it is a block between fences, which the notes of an answer count; an indented one is not. */
export function isFenced(token: MarkedToken): token is Tokens.Code {
  return token.type === "code" && token.codeBlockStyle !== "indented";
}

/** How many fenced blocks there are before each block and inside those before it: the place of the first one in it. */
export function placesOf(blocks: readonly MarkedToken[], first: number): readonly number[] {
  let place = first;
  return blocks.map((block) => {
    const own = place;
    place += fencesIn(block);
    return own;
  });
}

function fencesIn(block: MarkedToken): number {
  if (isFenced(block)) return 1;
  const inside =
    block.type === "list" ? block.items : block.type === "list_item" || block.type === "blockquote" ? block.tokens : [];
  return knownTokens(inside).reduce((count, token) => count + fencesIn(token), 0);
}

/** Whether a fenced block has its closing fence (CommonMark 0.31, section 4.5); an indented one needs none. */
export function isClosedFence(raw: string): boolean {
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(raw)?.[1];
  if (fence === undefined) return true;
  const lastLine = raw.trimEnd().split("\n").slice(1).at(-1)?.trim() ?? "";
  return lastLine.startsWith(fence) && lastLine === fence.charAt(0).repeat(lastLine.length);
}

/** The address, if a link in an answer may lead there; null for relative ones, javascript:, data: and the like. */
export function safeHref(href: string): string | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

/** Turn the character references of HTML that models write into their characters; others stay as they are. */
export function decodeReferences(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal, hex, name) => {
    if (typeof name === "string") return NAMED[name] ?? whole;
    const point = typeof decimal === "string" ? Number.parseInt(decimal, 10) : Number.parseInt(String(hex), 16);
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}
