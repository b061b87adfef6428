import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { Fragment } from "react";

import type { RedactionNote } from "../../api/wire";
import { useWords } from "../../language/LanguageContext";
import { Icon } from "../../ui/Icon";
import { notesWords } from "./notes.en";
import { secretKind } from "./secretKind";

interface RedactionLineProps {
  /** At least one. */
  readonly redactions: readonly RedactionNote[];
  /** What happened, e.g. "Taken out before the model saw it". */
  readonly intro: string;
}

const MOST_LISTED = 6;

/** Which secrets were taken out, by kind and placeholder; what they were is told nowhere. */
export function RedactionLine({ redactions, intro }: RedactionLineProps) {
  const words = useWords(notesWords);
  const listed = redactions.slice(0, MOST_LISTED);
  const more = redactions.length - listed.length;
  return (
    <Typography variant="body2" sx={{ mt: 1, display: "flex", gap: 0.75, color: "text.secondary" }}>
      <Icon name="shield" sx={{ mt: 0.125, color: "success.main" }} />
      <Box component="span" sx={{ minWidth: 0, overflowWrap: "anywhere" }}>
        {`${intro}: `}
        {listed.map(({ type, placeholder }, index) => (
          <Fragment key={placeholder}>
            {`${index === 0 ? "" : ", "}${words.secretKind(secretKind(type))} `}
            <Box component="code" sx={{ fontFamily: "monospace", fontSize: "0.75rem" }}>
              {placeholder}
            </Box>
          </Fragment>
        ))}
        {more > 0 && ` ${words.more(more)}`}.
      </Box>
    </Typography>
  );
}
