import Box from "@mui/material/Box";
import { useMemo } from "react";

import { MarkdownBlock } from "./MarkdownBlock";
import { blocksOf, headingsOf, placesOf } from "./markdownTokens";

interface MarkdownProps {
  readonly text: string;
  /** More text is still to come. */
  readonly streaming: boolean;
}

/** Markdown as React elements. HTML in it is shown as the text it is, and images as links: nothing is loaded. */
export function Markdown({ text, streaming }: MarkdownProps) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  const headings = useMemo(() => headingsOf(blocks), [blocks]);
  const places = useMemo(() => placesOf(blocks, 0), [blocks]);
  // A link may be defined below its use, and its definition comes in pieces: what uses one is right at the end.
  const links = streaming ? 0 : blocks.filter(({ type }) => type === "def").length;
  return (
    <Box sx={textStyle}>
      {blocks.map((block, index) => (
        <MarkdownBlock
          key={index}
          block={block}
          heading={headings[index] ?? "h3"}
          firstPlace={places[index] ?? 0}
          links={links}
          streaming={streaming && index === blocks.length - 1}
        />
      ))}
    </Box>
  );
}

const textStyle = {
  overflowWrap: "anywhere",
  "& > :first-of-type": { mt: 0 },
  "& > :last-child": { mb: 0 },
  "& p": { my: 1 },
  "& ul, & ol": { my: 1, pl: 3 },
  "& li": { my: 0.5 },
  "& li > p": { my: 0.5 },
  "& h3, & h4, & h5, & h6": { mt: 2, mb: 1, fontSize: "1rem", lineHeight: 1.4 },
  "& blockquote": { mx: 0, my: 1, pl: 1.5, borderLeft: 3, borderColor: "divider", color: "text.secondary" },
  "& hr": { my: 2, border: 0, borderTop: 1, borderColor: "divider" },
  "& p code, & li > code, & td code, & th code, & :is(h3, h4, h5, h6) code, & :is(strong, em, del, a) code": {
    px: 0.5,
    py: 0.125,
    borderRadius: 0.5,
    bgcolor: "code.background",
    color: "code.text",
    fontFamily: "monospace",
    fontSize: "0.8125rem",
  },
} as const;
