import Box from "@mui/material/Box";
import { useId, useRef, useState } from "react";

import type { Attachment } from "../../conversation/conversation";
import { useWords } from "../../language/LanguageContext";
import { AttachmentChip } from "./AttachmentChip";
import { attachmentsWords } from "./attachments.en";
import { AttachmentView } from "./AttachmentView";

interface AttachmentListProps {
  readonly attachments: readonly Attachment[];
  /** Null once they have been sent. */
  readonly onRemove: ((index: number) => void) | null;
}

/** What goes, or went, with a question, each under a name of its own; a press on one shows how it begins and ends. */
export function AttachmentList({ attachments, onRemove }: AttachmentListProps) {
  const list = useRef<HTMLUListElement>(null);
  const words = useWords(attachmentsWords);
  const viewId = useId();
  const [openName, setOpenName] = useState<string | null>(null);
  const open = attachments.find(({ name }) => name === openName);
  if (attachments.length === 0) return null;

  const remove = (index: number) => {
    // What was pressed goes: the focus stays near it.
    const items = list.current?.children;
    const near = items?.[index + 1] ?? items?.[index - 1];
    near?.querySelector("button")?.focus();
    onRemove?.(index);
  };
  return (
    <Box sx={{ my: 0.75 }}>
      <Box component="ul" ref={list} aria-label={words.attachments} sx={listStyle}>
        {attachments.map((attachment, index) => (
          <AttachmentChip
            key={attachment.name}
            attachment={attachment}
            open={attachment === open}
            viewId={viewId}
            onToggle={() => {
              setOpenName(attachment === open ? null : attachment.name);
            }}
            onRemove={
              onRemove === null
                ? null
                : () => {
                    remove(index);
                  }
            }
          />
        ))}
      </Box>
      {open !== undefined && <AttachmentView id={viewId} attachment={open} />}
    </Box>
  );
}

const listStyle = { display: "flex", flexWrap: "wrap", gap: 0.75, m: 0, p: 0, listStyle: "none" } as const;
