import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";

import { Icon } from "../ui/Icon";

export interface Message {
  readonly kind: "done" | "failed";
  readonly text: string;
}

interface PanelMessageProps {
  readonly message: Message;
  readonly onClose: () => void;
}

/** How an import, an export or a change went. */
export function PanelMessage({ message: { kind, text }, onClose }: PanelMessageProps) {
  const color = kind === "failed" ? "error.main" : "success.main";
  return (
    <Box
      role={kind === "failed" ? "alert" : "status"}
      sx={{ display: "flex", alignItems: "flex-start", gap: 1, pl: 1, border: 1, borderColor: color, borderRadius: 1 }}
    >
      <Icon name={kind === "failed" ? "warning" : "check"} sx={{ mt: 0.875, color }} />
      <Typography variant="body2" sx={{ flex: 1, minWidth: 0, py: 0.75, overflowWrap: "anywhere" }}>
        {text}
      </Typography>
      <IconButton aria-label="Close the message" title="Close" onClick={onClose} size="small">
        <Icon name="close" />
      </IconButton>
    </Box>
  );
}
