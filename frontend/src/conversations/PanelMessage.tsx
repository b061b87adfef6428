import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";

import type { Say } from "../language/catalogue";
import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { conversationsWords } from "./conversations.en";
import type { ConversationsWords } from "./conversations.en";

export interface Message {
  readonly kind: "done" | "failed";
  readonly say: Say<ConversationsWords>;
}

interface PanelMessageProps {
  readonly message: Message;
  readonly onClose: () => void;
}

/** How an import, an export or a change went. */
export function PanelMessage({ message: { kind, say }, onClose }: PanelMessageProps) {
  const words = useWords(conversationsWords);
  const color = kind === "failed" ? "error.main" : "success.main";
  return (
    <Box
      role={kind === "failed" ? "alert" : "status"}
      sx={{ display: "flex", alignItems: "flex-start", gap: 1, pl: 1, border: 1, borderColor: color, borderRadius: 1 }}
    >
      <Icon name={kind === "failed" ? "warning" : "check"} sx={{ mt: 0.875, color }} />
      <Typography variant="body2" sx={{ flex: 1, minWidth: 0, py: 0.75, overflowWrap: "anywhere" }}>
        {say(words)}
      </Typography>
      <IconButton aria-label={words.closeMessage} title={words.close} onClick={onClose} size="small">
        <Icon name="close" />
      </IconButton>
    </Box>
  );
}
