import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { lazy, Suspense, use } from "react";

import { useWords } from "../language/LanguageContext";
import { CopyButton } from "../ui/CopyButton";
import { DownloadButton } from "../ui/DownloadButton";
import { answerWords } from "./answer.en";
import { codeFileName } from "./codeFileName";
import { BlockBadges } from "./notes/BlockBadges";
import { factsOf } from "./notes/blockFacts";
import { LineMarks } from "./notes/LineMarks";
import { NotesContext } from "./notes/NotesContext";
import { worstRisk } from "./notes/risk";

interface CodeBlockProps {
  readonly code: string;
  /** As the fence names it; empty when it does not. */
  readonly language: string;
  /** Which of the fenced blocks of its text it is, from 0; null for one without fences. */
  readonly place: number | null;
  /** More of the code is still to come: it is shown plain, since its colours would change with every word. */
  readonly open: boolean;
}

const HighlightedCode = lazy(() =>
  // Code without colours is better than no code, when the grammars do not load.
  import("./HighlightedCode").catch(() => ({ default: ({ code }: { readonly code: string }) => code })),
);

/** In em; the marks of lines count on it. */
const LINE_HEIGHT = 1.55;

export function CodeBlock({ code, language, place, open }: CodeBlockProps) {
  const words = useWords(answerWords);
  const notes = use(NotesContext);
  const facts = notes === null ? null : factsOf(notes.blocks, place, language);
  const label = language === "" ? words.noLanguage : language;
  const destructive = facts !== null && worstRisk(facts.risks) === "destructive";
  return (
    <Box sx={{ my: 1.5, border: 1, borderColor: "divider", borderRadius: 1, overflow: "hidden" }}>
      <BlockBadges
        facts={facts}
        over={notes?.over === true && place !== null}
        left={
          <Typography variant="caption" sx={{ fontFamily: "monospace", color: "text.secondary" }}>
            {label}
          </Typography>
        }
        right={
          <Box sx={{ display: "flex" }}>
            {!open && <DownloadButton name={codeFileName(code, language)} text={withNewline(code)} />}
            <CopyButton text={code} label={words.copyCode} question={destructive ? { full: words.destructive, short: words.copyAnyway } : undefined} />
          </Box>
        }
      />
      <Box component="pre" role="group" aria-label={words.code(label)} tabIndex={0} sx={preStyle}>
        <code>
          {facts?.kind === "checked" && (
            <LineMarks findings={facts.check.findings} lines={code.split("\n").length} lineHeight={LINE_HEIGHT} />
          )}
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

/** A file of text ends with one. */
function withNewline(code: string): string {
  return code.endsWith("\n") ? code : `${code}\n`;
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
  lineHeight: LINE_HEIGHT,
  tabSize: 4,
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
  // As wide as its longest line, for the marks of lines behind it.
  "& code": { display: "block", position: "relative", width: "max-content", minWidth: "100%", fontFamily: "inherit" },
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
