import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { lazy, Suspense } from "react";

import { CopyButton } from "../ui/CopyButton";

interface CodeBlockProps {
  readonly code: string;
  /** As the fence names it; empty when it does not. */
  readonly language: string;
  /** More of the code is still to come: it is shown plain, since its colours would change with every word. */
  readonly open: boolean;
}

const HighlightedCode = lazy(() =>
  // Code without colours is better than no code, when the grammars do not load.
  import("./HighlightedCode").catch(() => ({ default: ({ code }: { readonly code: string }) => code })),
);

export function CodeBlock({ code, language, open }: CodeBlockProps) {
  const label = language === "" ? "text" : language;
  return (
    <Box sx={{ my: 1.5, border: 1, borderColor: "divider", borderRadius: 1, overflow: "hidden" }}>
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          justifyContent: "space-between",
          pl: 1.5,
          pr: 0.5,
          minHeight: 34,
          borderBottom: 1,
          borderColor: "divider",
        }}
      >
        <Typography variant="caption" sx={{ fontFamily: "monospace", color: "text.secondary" }}>
          {label}
        </Typography>
        <CopyButton text={code} label="Copy code" />
      </Box>
      <Box component="pre" role="group" aria-label={`Code, ${label}`} tabIndex={0} sx={preStyle}>
        <code>
          {open || language === "" ? (
            code
          ) : (
            <Suspense fallback={code}>
              <HighlightedCode code={code} language={language} />
            </Suspense>
          )}
        </code>
      </Box>
    </Box>
  );
}

const preStyle = {
  m: 0,
  px: 1.5,
  py: 1.25,
  overflowX: "auto",
  bgcolor: "code.background",
  color: "code.text",
  fontFamily: "monospace",
  fontSize: "0.8125rem",
  lineHeight: 1.55,
  tabSize: 4,
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
  "& code": { fontFamily: "inherit" },
  '& [data-scope="comment"], & [data-scope="quote"]': { color: "code.comment" },
  '& [data-scope="keyword"], & [data-scope="literal"], & [data-scope="selector-tag"]': { color: "code.keyword" },
  '& [data-scope="string"], & [data-scope="regexp"]': { color: "code.string" },
  '& [data-scope="number"], & [data-scope="variable"], & [data-scope="subst"]': { color: "code.number" },
  '& [data-scope="attr"], & [data-scope="attribute"], & [data-scope="title"]': { color: "code.name" },
  '& [data-scope="built_in"], & [data-scope="section"], & [data-scope="name"]': { color: "code.name" },
  '& [data-scope="meta"], & [data-scope="type"], & [data-scope="symbol"]': { color: "code.keyword" },
  '& [data-scope="addition"]': { color: "code.added" },
  '& [data-scope="deletion"]': { color: "code.removed" },
} as const;
