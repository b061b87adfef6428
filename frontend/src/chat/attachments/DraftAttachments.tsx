import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

import type { Attachment } from "../../conversation/conversation";
import { Icon } from "../../ui/Icon";
import { AttachmentList } from "./AttachmentList";

interface DraftAttachmentsProps {
  readonly attachments: readonly Attachment[];
  readonly problems: readonly string[];
  readonly onRemove: (index: number) => void;
}

/** What will go with the next question, and why something will not. Loaded on demand. */
export default function DraftAttachments({ attachments, problems, onRemove }: DraftAttachmentsProps) {
  return (
    <>
      <Box role="alert">
        {problems.map((problem) => (
          <Typography
            key={problem}
            variant="body2"
            sx={{ mb: 0.5, display: "flex", gap: 0.75, color: "error.main", overflowWrap: "anywhere" }}
          >
            <Icon name="warning" sx={{ mt: 0.125 }} />
            {problem}
          </Typography>
        ))}
      </Box>
      <AttachmentList attachments={attachments} onRemove={onRemove} />
    </>
  );
}
