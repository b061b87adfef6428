import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

import type { Attachment } from "../../conversation/conversation";
import { useWords } from "../../language/LanguageContext";
import { Icon } from "../../ui/Icon";
import { chatWords } from "../chat.en";
import { AttachmentList } from "./AttachmentList";
import { attachmentsWords } from "./attachments.en";
import { problemWords } from "./problems";
import type { Problem } from "./problems";

interface DraftAttachmentsProps {
  readonly attachments: readonly Attachment[];
  readonly problems: readonly Problem[];
  readonly onRemove: (index: number) => void;
}

/** What will go with the next question, and why something will not. Loaded on demand. */
export default function DraftAttachments({ attachments, problems, onRemove }: DraftAttachmentsProps) {
  const words = { ...useWords(attachmentsWords), ...useWords(chatWords) };
  return (
    <>
      <Box role="alert">
        {problems.map((problem, index) => (
          <Typography
            key={index}
            variant="body2"
            sx={{ mb: 0.5, display: "flex", gap: 0.75, color: "error.main", overflowWrap: "anywhere" }}
          >
            <Icon name="warning" sx={{ mt: 0.125 }} />
            {problemWords(problem, words)}
          </Typography>
        ))}
      </Box>
      <AttachmentList attachments={attachments} onRemove={onRemove} />
    </>
  );
}
