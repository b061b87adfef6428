import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import { useEffect, useState } from "react";

import { useWords } from "../language/LanguageContext";
import { conversationsWords } from "./conversations.en";
import type { Summary } from "./store";
import { titleShown } from "./titleShown";

const SHOWN_MS = 10_000;

interface UndoSnackbarProps {
  /** What was deleted since it was last empty. */
  readonly deleted: readonly Summary[];
  readonly onUndo: () => void;
  /** It is too late to undo. */
  readonly onOver: () => void;
}

/** Says what was deleted, and brings it back for a while, which ends while neither the pointer nor the focus is on it. */
export default function UndoSnackbar({ deleted, onUndo, onOver }: UndoSnackbarProps) {
  const words = useWords(conversationsWords);
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(onOver, SHOWN_MS);
    return () => {
      clearTimeout(timer);
    };
    // With each deletion the time begins anew.
  }, [held, deleted, onOver]);

  const [only, ...more] = deleted;
  if (only === undefined) return null;
  const hold = () => {
    setHeld(true);
  };
  const letGo = () => {
    setHeld(false);
  };
  return (
    <Box role="alert" onMouseEnter={hold} onMouseLeave={letGo} onFocus={hold} onBlur={letGo} sx={barStyle}>
      <Box component="span" sx={{ minWidth: 0, overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" }}>
        {more.length === 0 ? words.deletedOne(titleShown(only, words)) : words.deletedMany(deleted.length)}
      </Box>
      <Button color="inherit" onClick={onUndo} sx={{ flexShrink: 0, textDecoration: "underline" }}>
        {words.undo}
      </Button>
    </Box>
  );
}

const barStyle = {
  position: "fixed",
  zIndex: "snackbar",
  left: 8,
  bottom: 8,
  display: "flex",
  alignItems: "center",
  justifyContent: "space-between",
  gap: 1.5,
  width: 264,
  pl: 2,
  pr: 1,
  borderRadius: 1,
  boxShadow: 6,
  fontSize: "0.875rem",
  bgcolor: "text.primary",
  color: "background.default",
} as const;
