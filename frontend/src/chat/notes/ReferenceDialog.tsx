import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { useId } from "react";

import type { ApiClient } from "../../api/client";
import type { Reference, ReferenceNote } from "../../api/wire";
import { useWords } from "../../language/LanguageContext";
import { Icon } from "../../ui/Icon";
import { failureWords } from "../failure.en";
import { Markdown } from "../Markdown";
import { explainReference } from "./explainReference";
import { notesWords } from "./notes.en";
import { useReferenceText } from "./useReferenceText";

interface ReferenceDialogProps {
  readonly client: ApiClient;
  readonly reference: ReferenceNote;
  /** Where the API has it. */
  readonly path: string;
  readonly onClose: () => void;
}

/** A reference in full, over the page. Loaded on demand. */
export default function ReferenceDialog({ client, reference, path, onClose }: ReferenceDialogProps) {
  const { state, retry } = useReferenceText(client, path);
  const ofFailure = useWords(failureWords);
  const explanation = state.status === "failed" ? explainReference(state.error, ofFailure) : null;
  const words = useWords(notesWords);
  const titleId = useId();
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby={titleId} slotProps={{ paper: paperProps }}>
      <DialogTitle id={titleId} sx={{ pr: 7, pb: 1, fontSize: "1.125rem", lineHeight: 1.35 }}>
        {state.status === "loaded" ? state.reference.title : reference.title}
        <Typography variant="caption" component="span" sx={{ display: "block", color: "text.secondary" }}>
          {words.sources[reference.source] ?? reference.source}
        </Typography>
      </DialogTitle>
      <IconButton aria-label={words.close} title={words.closeHint} onClick={onClose} sx={{ position: "absolute", top: 8, right: 8 }}>
        <Icon name="close" />
      </IconButton>
      <DialogContent dividers tabIndex={0} role="region" aria-label={words.referenceText} sx={contentStyle}>
        {state.status === "loading" && <Typography role="status">{words.loading}</Typography>}
        {state.status === "loaded" && <Markdown text={bodyOf(state.reference)} streaming={false} />}
        {explanation !== null && (
          <Box role="alert">
            <Typography variant="h3" component="h3">
              {explanation.title}
            </Typography>
            <Typography variant="body2" sx={{ mt: 0.5, overflowWrap: "anywhere" }}>
              {explanation.advice}
            </Typography>
            {explanation.retry && (
              <Button size="small" variant="outlined" startIcon={<Icon name="retry" />} onClick={retry} sx={{ mt: 1 }}>
                {words.retry}
              </Button>
            )}
          </Box>
        )}
      </DialogContent>
    </Dialog>
  );
}

/** Its text without the title at its beginning: the dialog has it. */
function bodyOf({ text, title }: Reference): string {
  const [first = "", ...rest] = text.trimStart().split("\n");
  return first === `# ${title}` ? rest.join("\n") : text;
}

const paperProps = {
  // Flat: the overlay that raises it in the dark takes the contrast from what is written on it.
  elevation: 0,
  sx: {
    m: { xs: 1, sm: 4 },
    width: { xs: "calc(100% - 16px)" },
    maxHeight: "85dvh",
    border: 1,
    borderColor: "divider",
    bgcolor: "background.default",
  },
} as const;
const contentStyle = {
  minHeight: 120,
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
} as const;
