import Box from "@mui/material/Box";
import type { Tokens } from "marked";

import { useWords } from "../language/LanguageContext";
import { answerWords } from "./answer.en";
import { MarkdownInline } from "./MarkdownInline";

/** A table that scrolls on its own when it is wider than the page. */
export function MarkdownTable({ table }: { readonly table: Tokens.Table }) {
  const words = useWords(answerWords);
  return (
    <Box role="group" aria-label={words.table} tabIndex={0} sx={frameStyle}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <Box key={index} component="th" scope="col" sx={{ textAlign: cell.align ?? "left" }}>
                <MarkdownInline tokens={cell.tokens} />
              </Box>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, rowIndex) => (
            <tr key={rowIndex}>
              {row.map((cell, index) => (
                <Box key={index} component="td" sx={{ textAlign: cell.align ?? "left" }}>
                  <MarkdownInline tokens={cell.tokens} />
                </Box>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Box>
  );
}

const frameStyle = {
  my: 1.5,
  overflowX: "auto",
  overflowWrap: "normal",
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main" },
  "& table": { borderCollapse: "collapse", fontSize: "0.875rem" },
  "& th, & td": { border: 1, borderColor: "divider", px: 1.25, py: 0.625, verticalAlign: "top" },
  "& th": { bgcolor: "code.background", fontWeight: 650 },
} as const;
