import IconButton from "@mui/material/IconButton";

import { Icon } from "../ui/Icon";

/** Offered while there is more below what is shown, above the input. */
export function JumpToLatest({ onJump }: { readonly onJump: () => void }) {
  return (
    <IconButton aria-label="Jump to latest" title="Jump to latest" onClick={onJump} sx={buttonStyle}>
      <Icon name="down" />
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
