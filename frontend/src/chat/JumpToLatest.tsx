import IconButton from "@mui/material/IconButton";

import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { chatWords } from "./chat.en";

interface JumpToLatestProps {
  /** What is below is that the answer failed. */
  readonly failed: boolean;
  readonly onJump: () => void;
}

/** Offered while there is more below what is shown, above the input. */
export function JumpToLatest({ failed, onJump }: JumpToLatestProps) {
  const words = useWords(chatWords);
  return (
    <IconButton aria-label={words.jump} title={words.jump} onClick={onJump} sx={failed ? failedStyle : buttonStyle}>
      <Icon name={failed ? "warning" : "down"} />
    </IconButton>
  );
}

const buttonStyle = {
  position: "absolute",
  bottom: "100%",
  left: "50%",
  zIndex: 1,
  width: 36,
  height: 36,
  transform: "translateX(-50%)",
  mb: 1,
  border: 1,
  borderColor: "divider",
  bgcolor: "background.paper",
  color: "text.primary",
  boxShadow: 2,
  "&:hover": { bgcolor: "background.paper", borderColor: "primary.main" },
} as const;

const failedStyle = { ...buttonStyle, borderColor: "error.main", color: "error.main" } as const;
