import Box from "@mui/material/Box";
import { useRef } from "react";

import type { Attachment } from "../../conversation/conversation";
import { AttachmentChip } from "./AttachmentChip";

interface AttachmentListProps {
  readonly attachments: readonly Attachment[];
  /** Null once they have been sent. */
  readonly onRemove: ((index: number) => void) | null;
}

/** What goes, or went, with a question. */
export function AttachmentList({ attachments, onRemove }: AttachmentListProps) {
  const list = useRef<HTMLUListElement>(null);
  if (attachments.length === 0) return null;

  const remove = (index: number) => {
    // What was pressed goes: the focus stays near it.
    const items = list.current?.children;
    const near = items?.[index + 1] ?? items?.[index - 1];
    near?.querySelector("button")?.focus();
    onRemove?.(index);
  };
  return (
    <Box component="ul" ref={list} aria-label="Attachments" sx={listStyle}>
      {attachments.map((attachment, index) => (
        <AttachmentChip
          key={attachment.name}
          attachment={attachment}
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
  );
}

const listStyle = { display: "flex", flexWrap: "wrap", gap: 0.75, m: 0, p: 0, my: 0.75, listStyle: "none" } as const;
