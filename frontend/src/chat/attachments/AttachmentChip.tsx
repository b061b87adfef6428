import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import IconButton from "@mui/material/IconButton";
import { useMemo } from "react";

import type { Attachment } from "../../conversation/conversation";
import { useWords } from "../../language/LanguageContext";
import { Icon } from "../../ui/Icon";
import { attachmentsWords } from "./attachments.en";
import { lineCount } from "./longPaste";

interface AttachmentChipProps {
  readonly attachment: Attachment;
  /** Whether its text is shown, in the element with that id. */
  readonly open: boolean;
  readonly viewId: string;
  readonly onToggle: () => void;
  /** Null once it has been sent. */
  readonly onRemove: (() => void) | null;
}

/** An attachment by its name and length. */
export function AttachmentChip({ attachment, open, viewId, onToggle, onRemove }: AttachmentChipProps) {
  const { name, text } = attachment;
  const words = useWords(attachmentsWords);
  const lines = useMemo(() => words.lines(lineCount(text)), [text, words]);
  return (
    <Box component="li" sx={{ ...chipStyle, borderColor: open ? "primary.main" : "divider" }}>
      <ButtonBase
        aria-expanded={open}
        aria-controls={open ? viewId : undefined}
        title={open ? words.hide : words.show}
        onClick={onToggle}
        sx={nameStyle}
      >
        <Icon name="file" sx={{ fontSize: "1rem" }} />
        <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
          {name}
        </Box>{" "}
        <Box component="span" sx={{ color: "text.secondary" }}>
          {lines}
        </Box>
      </ButtonBase>
      {onRemove !== null && (
        <IconButton size="small" aria-label={words.removeNamed(name)} title={words.remove} onClick={onRemove}>
          <Icon name="close" sx={{ fontSize: "1rem" }} />
        </IconButton>
      )}
    </Box>
  );
}

const chipStyle = {
  display: "inline-flex",
  minWidth: 0,
  maxWidth: "100%",
  border: 1,
  borderRadius: 1,
  bgcolor: "background.paper",
} as const;
const nameStyle = {
  gap: 0.75,
  minWidth: 0,
  minHeight: 32,
  px: 1,
  borderRadius: 1,
  fontFamily: "inherit",
  fontSize: "0.8125rem",
  whiteSpace: "nowrap",
} as const;
