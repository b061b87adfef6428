import { useMemo } from "react";
import type { ReactNode } from "react";

import { highlight } from "./highlight";
import type { CodePiece } from "./highlight";

interface HighlightedCodeProps {
  readonly code: string;
  readonly language: string;
}

/** Loaded on demand, with the grammars. The colours of its classes come from the block around it. */
export default function HighlightedCode({ code, language }: HighlightedCodeProps) {
  const pieces = useMemo(() => highlight(code, language), [code, language]);
  return pieces === null ? code : pieces.map(nodeOf);
}

function nodeOf(piece: CodePiece, index: number): ReactNode {
  if (typeof piece === "string") return piece;
  // "title.function" is styled as a title.
  const [scope] = piece.scope.split(".");
  return (
    <span key={index} data-scope={scope}>
      {piece.pieces.map(nodeOf)}
    </span>
  );
}
