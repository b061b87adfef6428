import InputBase from "@mui/material/InputBase";
import { useEffect, useRef, useState } from "react";

import { useWords } from "../language/LanguageContext";
import { TOUCH } from "../ui/touch";
import { conversationsWords } from "./conversations.en";

const LONGEST = 200;

interface RenameFieldProps {
  readonly title: string;
  /** Null: the title stays. */
  readonly onRenamed: (title: string | null) => void;
}

/** Stands in place of a title. Enter and leaving it keep what was written, Escape does not. */
export function RenameField({ title, onRenamed }: RenameFieldProps) {
  const words = useWords(conversationsWords);
  const [text, setText] = useState(title);
  const input = useRef<HTMLInputElement>(null);
  const done = useRef(false);

  useEffect(() => {
    input.current?.focus();
    input.current?.select();
  }, []);

  const end = (kept: boolean) => {
    // Leaving the field because Enter or Escape took it away is not a second answer.
    if (done.current) return;
    done.current = true;
    const written = text.trim();
    onRenamed(kept && written !== "" && written !== title ? written : null);
  };

  return (
    <InputBase
      fullWidth
      value={text}
      inputRef={input}
      onChange={(event) => {
        setText(event.target.value);
      }}
      onBlur={() => {
        end(true);
      }}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter") end(true);
        if (event.key === "Escape") {
          // It ends the renaming, and neither the answer that streams nor the drawer.
          event.stopPropagation();
          end(false);
        }
      }}
      slotProps={{ input: { "aria-label": words.titleLabel, maxLength: LONGEST } }}
      sx={fieldStyle}
    />
  );
}

const fieldStyle = {
  minHeight: 36,
  [TOUCH]: { minHeight: 44 },
  px: 1,
  fontSize: "0.875rem",
  borderRadius: 1,
  outline: "2px solid",
  outlineColor: "primary.main",
  bgcolor: "background.paper",
} as const;
