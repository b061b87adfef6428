import Box from "@mui/material/Box";
import type { MarkedToken, Token } from "marked";
import type { ReactNode } from "react";

import { useWords } from "../language/LanguageContext";
import { linkStyle } from "../ui/linkStyle";
import { answerWords } from "./answer.en";
import { decodeReferences, knownTokens, safeHref } from "./markdownTokens";
import { CitedText } from "./notes/CitedText";
import { NotesContext } from "./notes/NotesContext";

/** The words of a block: text, emphasis, code, links. */
export function MarkdownInline({ tokens }: { readonly tokens: readonly Token[] | undefined }) {
  return knownTokens(tokens).map((token, index) => <Inline key={index} token={token} />);
}

function Inline({ token }: { readonly token: MarkedToken }): ReactNode {
  switch (token.type) {
    case "text":
      return token.tokens === undefined ? <CitedText text={decodeReferences(token.text)} /> : <MarkdownInline tokens={token.tokens} />;
    case "escape":
      return token.text;
    case "strong":
      return (
        <strong>
          <MarkdownInline tokens={token.tokens} />
        </strong>
      );
    case "em":
      return (
        <em>
          <MarkdownInline tokens={token.tokens} />
        </em>
      );
    case "del":
      return (
        <del>
          <MarkdownInline tokens={token.tokens} />
        </del>
      );
    case "codespan":
      return <code>{token.text}</code>;
    case "br":
      return <br />;
    case "checkbox":
      return token.checked ? "☑ " : "☐ ";
    case "link":
      return (
        <OutsideLink href={token.href} raw={token.raw}>
          <MarkdownInline tokens={token.tokens} />
        </OutsideLink>
      );
    case "image":
      return (
        <OutsideLink href={token.href} raw={token.raw}>
          <ImageWords name={token.text === "" ? token.href : token.text} />
        </OutsideLink>
      );
    default:
      return token.raw;
  }
}

function ImageWords({ name }: { readonly name: string }) {
  return useWords(answerWords).image(name);
}

interface OutsideLinkProps {
  readonly href: string;
  /** What was written, shown as it is when the address is not one to follow. */
  readonly raw: string;
  readonly children: ReactNode;
}

function OutsideLink({ href, raw, children }: OutsideLinkProps) {
  const address = safeHref(href);
  if (address === null) return raw;
  return (
    <Box component="a" href={address} target="_blank" rel="noopener noreferrer" sx={linkStyle}>
      {/* A button has no place in a link. */}
      <NotesContext value={null}>{children}</NotesContext>
    </Box>
  );
}
