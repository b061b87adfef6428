import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useMemo } from "react";

import type { Attachment } from "../../conversation/conversation";
import { useWords } from "../../language/LanguageContext";
import { attachmentsWords } from "./attachments.en";
import type { AttachmentsWords } from "./attachments.en";
import { headAndTail } from "./headAndTail";
import { countLevels, levelOf } from "./logLevels";
import type { LevelCounts } from "./logLevels";

interface AttachmentViewProps {
  readonly id: string;
  readonly attachment: Attachment;
}

/** How an attachment begins and ends, with the levels of a log in colour; the words that name them stand in the lines. */
export function AttachmentView({ id, attachment: { name, text } }: AttachmentViewProps) {
  const words = useWords(attachmentsWords);
  const { head, leftOut, tail } = useMemo(() => headAndTail(text), [text]);
  const levels = useMemo(() => levelWords(countLevels(text), words), [text, words]);
  return (
    <Box id={id} sx={{ mt: 0.5, border: 1, borderColor: "divider", borderRadius: 1, overflow: "hidden" }}>
      {levels !== "" && (
        <Typography variant="caption" component="p" sx={{ px: 1.25, py: 0.5, bgcolor: "background.paper" }}>
          {levels}
        </Typography>
      )}
      <Box component="pre" role="group" aria-label={words.ends(name)} tabIndex={0} sx={preStyle}>
        <code>
          <Lines lines={head} />
          {leftOut > 0 && (
            <Box component="span" sx={gapStyle}>
              {words.leftOut(leftOut)}
            </Box>
          )}
          <Lines lines={tail} />
        </code>
      </Box>
    </Box>
  );
}

function Lines({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line, index) => (
    <span key={index} data-level={levelOf(line) ?? undefined}>
      {`${line}\n`}
    </span>
  ));
}

/** E.g. "3 errors, 1 warning". */
function levelWords({ error, warning }: LevelCounts, words: AttachmentsWords): string {
  return [...(error > 0 ? [words.errors(error)] : []), ...(warning > 0 ? [words.warnings(warning)] : [])].join(", ");
}

const preStyle = {
  m: 0,
  px: 1.25,
  py: 1,
  maxHeight: "min(320px, 28dvh)",
  overflow: "auto",
  bgcolor: "code.background",
  color: "code.text",
  fontFamily: "monospace",
  fontSize: "0.75rem",
  lineHeight: 1.5,
  "& code": { display: "block", width: "max-content", minWidth: "100%", fontFamily: "inherit" },
  "& [data-level]": { display: "block" },
  '& [data-level="error"]': { color: "error.main", fontWeight: 600 },
  '& [data-level="warning"]': { color: "warning.main" },
  '& [data-level="info"]': { color: "code.string" },
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
} as const;
const gapStyle = {
  display: "block",
  my: 0.5,
  py: 0.25,
  borderBlock: "1px dashed",
  borderColor: "divider",
  color: "text.secondary",
  fontStyle: "italic",
} as const;
