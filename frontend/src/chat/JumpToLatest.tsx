import Button from "@mui/material/Button";

import { Icon } from "../ui/Icon";

/** Offered while there is more below what is shown, above the input. */
export function JumpToLatest({ onJump }: { readonly onJump: () => void }) {
  return (
    <Button
      size="small"
      variant="contained"
      startIcon={<Icon name="down" />}
      onClick={onJump}
      sx={{ position: "absolute", bottom: "100%", left: "50%", transform: "translateX(-50%)", mb: 1, zIndex: 1 }}
    >
      Jump to latest
    </Button>
  );
}
