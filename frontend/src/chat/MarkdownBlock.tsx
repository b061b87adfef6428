import type { MarkedToken, Tokens } from "marked";
import { memo } from "react";

import { CodeBlock } from "./CodeBlock";
import { MarkdownInline } from "./MarkdownInline";
import { MarkdownTable } from "./MarkdownTable";
import { isClosedFence, isFenced, knownTokens, placesOf } from "./markdownTokens";
import type { Heading } from "./markdownTokens";
import { firstWord } from "./notes/blockFacts";

interface MarkdownBlockProps {
  readonly block: MarkedToken;
  /** What to render it as if it is a heading. */
  readonly heading: Heading;
  /** Which of the fenced blocks of the text is the first one in it, from 0. */
  readonly firstPlace: number;
  /** How many links are defined for all blocks, once all are known. */
  readonly links: number;
  /** More of this block is still to come. */
  readonly streaming: boolean;
}

/**
 * One block of markdown: a paragraph, a list, a code block ...
 *
 * While text streams in only the last block changes, so the others keep what they rendered.
 */
export const MarkdownBlock = memo(
  function MarkdownBlock({ block, heading: Heading, firstPlace, links, streaming }: MarkdownBlockProps) {
    switch (block.type) {
      case "paragraph":
        return (
          <p>
            <MarkdownInline tokens={block.tokens} />
          </p>
        );
      case "heading":
        return (
          <Heading>
            <MarkdownInline tokens={block.tokens} />
          </Heading>
        );
      case "code":
        return (
          <CodeBlock
            code={block.text}
            language={firstWord(block.lang)}
            place={isFenced(block) ? firstPlace : null}
            open={streaming && !isClosedFence(block.raw)}
          />
        );
      case "list":
        return <List list={block} firstPlace={firstPlace} links={links} streaming={streaming} />;
      case "blockquote":
        return (
          <blockquote>
            <Blocks blocks={knownTokens(block.tokens)} firstPlace={firstPlace} links={links} streaming={streaming} />
          </blockquote>
        );
      case "table":
        return <MarkdownTable table={block} />;
      case "hr":
        return <hr />;
      case "space":
      case "def":
        return null;
      case "html":
        return <p>{block.raw.trimEnd()}</p>;
      default:
        // Inline text that stands where a block can, as in the items of a tight list.
        return <MarkdownInline tokens={[block]} />;
    }
  },
  (before, after) =>
    before.block.raw === after.block.raw &&
    before.heading === after.heading &&
    before.firstPlace === after.firstPlace &&
    before.links === after.links &&
    before.streaming === after.streaming,
);

interface ListProps {
  readonly list: Tokens.List;
  readonly firstPlace: number;
  readonly links: number;
  readonly streaming: boolean;
}

function List({ list, firstPlace, links, streaming }: ListProps) {
  const places = placesOf(list.items, firstPlace);
  const items = list.items.map((item, index) => (
    <li key={index}>
      <Blocks
        blocks={knownTokens(item.tokens)}
        firstPlace={places[index] ?? 0}
        links={links}
        streaming={streaming && index === list.items.length - 1}
      />
    </li>
  ));
  return list.ordered ? <ol start={list.start === "" ? 1 : list.start}>{items}</ol> : <ul>{items}</ul>;
}

interface BlocksProps {
  readonly blocks: readonly MarkedToken[];
  readonly firstPlace: number;
  readonly links: number;
  readonly streaming: boolean;
}

function Blocks({ blocks, firstPlace, links, streaming }: BlocksProps) {
  const places = placesOf(blocks, firstPlace);
  return blocks.map((block, index) => (
    <MarkdownBlock
      key={index}
      block={block}
      heading="h3"
      firstPlace={places[index] ?? 0}
      links={links}
      streaming={streaming && index === blocks.length - 1}
    />
  ));
}
