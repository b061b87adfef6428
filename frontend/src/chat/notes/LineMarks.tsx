import Box from "@mui/material/Box";

import type { FindingNote } from "../../api/wire";

interface LineMarksProps {
  readonly findings: readonly FindingNote[];
  /** Lines of the block, so that none is marked beyond it. */
  readonly lines: number;
  /** Height of a line, in em of the code. */
  readonly lineHeight: number;
}

/** Marks the lines that have findings, behind the code; the words for it are in the list of the findings. */
export function LineMarks({ findings, lines, lineHeight }: LineMarksProps) {
  const errors = new Set(findings.filter(({ severity }) => severity === "error").map(({ line }) => line));
  const marked = new Set(findings.map(({ line }) => line).filter((line) => line >= 1 && line <= lines));
  return [...marked].map((line) => (
    <Box
      key={line}
      component="span"
      aria-hidden="true"
      data-line={line}
      style={{ top: `${String((line - 1) * lineHeight)}em`, height: `${String(lineHeight)}em` }}
      sx={{ ...markStyle, color: errors.has(line) ? "error.main" : "warning.main" }}
    />
  ));
}

const markStyle = {
  position: "absolute",
  left: -12,
  right: -12,
  borderLeft: "3px solid",
  "&::before": { content: '""', position: "absolute", inset: 0, bgcolor: "currentColor", opacity: 0.09 },
} as const;
