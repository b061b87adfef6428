import Dialog from "@mui/material/Dialog";
import DialogTitle from "@mui/material/DialogTitle";
import IconButton from "@mui/material/IconButton";
import { useId } from "react";
import type { ReactNode } from "react";

import { useWords } from "../language/LanguageContext";
import { Icon } from "./Icon";
import { uiWords } from "./ui.en";

interface PlainDialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog over the page, with its title and a way out; the focus goes back to where it came from. */
export function PlainDialog({ title, onClose, children }: PlainDialogProps) {
  const words = useWords(uiWords);
  const titleId = useId();
  return (
    <Dialog open onClose={onClose} fullWidth maxWidth="sm" aria-labelledby={titleId} slotProps={{ paper: paperProps }}>
      <DialogTitle id={titleId} sx={{ pr: 7, pb: 1, fontSize: "1.125rem", lineHeight: 1.35 }}>
        {title}
      </DialogTitle>
      <IconButton
        aria-label={words.close}
        title={words.closeHint}
        onClick={onClose}
        sx={{ position: "absolute", top: 8, right: 8 }}
      >
        <Icon name="close" />
      </IconButton>
      {children}
    </Dialog>
  );
}

const paperProps = {
  // Flat: the overlay that raises it in the dark takes the contrast from what is written on it.
  elevation: 0,
  sx: {
    m: { xs: 1, sm: 4 },
    width: { xs: "calc(100% - 16px)" },
    maxHeight: { xs: "calc(100% - 16px)", sm: "90dvh" },
    border: 1,
    borderColor: "divider",
    bgcolor: "background.default",
  },
} as const;
