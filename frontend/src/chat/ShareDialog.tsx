import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { useId, useMemo, useState } from "react";

import type { Conversation } from "../conversation/conversation";
import { conversationFileName, conversationMarkdown } from "../conversation/markdown";
import { markdownWords } from "../conversation/markdown.en";
import { useWords } from "../language/LanguageContext";
import { copyText } from "../ui/copyText";
import { downloadText } from "../ui/downloadText";
import { Icon } from "../ui/Icon";
import { signsOfSecrets } from "./secretSigns";
import { shareWords } from "./share.en";

interface ShareDialogProps {
  readonly conversation: Conversation;
  readonly onClose: () => void;
}

/** The branch that is shown, as Markdown to copy or to keep. Loaded on demand. */
export default function ShareDialog({ conversation, onClose }: ShareDialogProps) {
  const words = useWords(shareWords);
  const ofMarkdown = useWords(markdownWords);
  const titleId = useId();
  const markdown = useMemo(() => conversationMarkdown(conversation, ofMarkdown), [conversation, ofMarkdown]);
  const hasSecrets = useMemo(() => signsOfSecrets(markdown).length > 0, [markdown]);
  const [said, setSaid] = useState("");
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="md" aria-labelledby={titleId} slotProps={{ paper: paperProps }}>
      <DialogTitle id={titleId} sx={{ pr: 7, pb: 1, fontSize: "1.125rem" }}>
        {words.title}
      </DialogTitle>
      <IconButton aria-label={words.close} title={words.closeHint} onClick={onClose} sx={{ position: "absolute", top: 8, right: 8 }}>
        <Icon name="close" />
      </IconButton>
      <DialogContent sx={{ display: "flex", flexDirection: "column", pb: 1 }}>
        <Typography variant="body2" sx={{ mb: 1, color: "text.secondary" }}>
          {words.explanation}
        </Typography>
        {hasSecrets && (
          <Typography variant="body2" sx={{ mb: 1, display: "flex", gap: 0.75, color: "warning.main" }}>
            <Icon name="shield" />
            {words.secret}
          </Typography>
        )}
        <Box component="pre" role="group" aria-label={words.markdown} tabIndex={0} sx={preStyle}>
          {markdown}
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: "wrap", gap: 1 }}>
        <Typography role="status" variant="body2" sx={{ mr: "auto" }}>
          {said}
        </Typography>
        <Button
          color="inherit"
          variant="outlined"
          startIcon={<Icon name="download" />}
          onClick={() => {
            downloadText(conversationFileName(conversation, ofMarkdown), markdown);
          }}
        >
          {words.download}
        </Button>
        <Button
          variant="contained"
          disableElevation
          startIcon={<Icon name="copy" />}
          onClick={() => {
            void copyText(markdown).then((copied) => {
              setSaid(copied ? words.copied : words.notCopied);
            });
          }}
        >
          {words.copy}
        </Button>
      </DialogActions>
    </Dialog>
  );
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
const preStyle = {
  m: 0,
  p: 1.5,
  minHeight: 120,
  overflow: "auto",
  border: 1,
  borderColor: "divider",
  borderRadius: 1,
  bgcolor: "code.background",
  color: "code.text",
  fontFamily: "monospace",
  fontSize: "0.8125rem",
  lineHeight: 1.5,
  whiteSpace: "pre-wrap",
  overflowWrap: "anywhere",
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
} as const;
