import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";

import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { conversationsWords } from "./conversations.en";
import { RenameField } from "./RenameField";
import type { Summary } from "./store";
import { titleShown } from "./titleShown";

interface ConversationRowProps {
  readonly summary: Summary;
  readonly excerpt: string | null;
  readonly shown: boolean;
  readonly renaming: boolean;
  readonly onOpen: () => void;
  readonly onMenu: (anchor: HTMLElement) => void;
  /** Null: the title stays. */
  readonly onRenamed: (title: string | null) => void;
}

export function ConversationRow({ summary, excerpt, shown, renaming, onOpen, onMenu, onRenamed }: ConversationRowProps) {
  const words = useWords(conversationsWords);
  const title = titleShown(summary, words);
  if (renaming) {
    return (
      <Box component="li" sx={rowStyle}>
        <RenameField title={summary.title} onRenamed={onRenamed} />
      </Box>
    );
  }
  return (
    <Box component="li" sx={{ ...rowStyle, ...(shown && shownStyle) }}>
      <ButtonBase id={rowId(summary.id)} aria-current={shown ? "page" : undefined} onClick={onOpen} sx={openStyle}>
        <Typography variant="body2" component="span" noWrap title={title} sx={{ maxWidth: "100%", fontWeight: shown ? 600 : 400 }}>
          {title}
        </Typography>
        {excerpt !== null && (
          <Typography variant="caption" sx={excerptStyle}>
            {excerpt}
          </Typography>
        )}
      </ButtonBase>
      <IconButton
        aria-label={words.actionsFor(title)}
        aria-haspopup="menu"
        title={words.actionsHint}
        onClick={(event) => {
          onMenu(event.currentTarget);
        }}
        sx={{ width: 32, height: 32, flexShrink: 0 }}
      >
        <Icon name="more" />
      </IconButton>
    </Box>
  );
}

/** Where the focus goes when something was done with a conversation. */
export function rowId(id: string): string {
  return `conversation-${id}`;
}

const rowStyle = {
  display: "flex",
  alignItems: "center",
  borderRadius: 1,
  borderLeft: 3,
  borderColor: "transparent",
  "&:hover": { bgcolor: "action.hover" },
} as const;
/** Told by a bar and by the weight too, not by the colour alone. */
const shownStyle = { bgcolor: "action.selected", borderColor: "primary.main" } as const;
const openStyle = {
  flex: 1,
  minWidth: 0,
  minHeight: 36,
  flexDirection: "column",
  alignItems: "flex-start",
  justifyContent: "center",
  px: 1,
  py: 0.5,
  borderRadius: 1,
  textAlign: "left",
} as const;
const excerptStyle = {
  display: "-webkit-box",
  overflow: "hidden",
  WebkitLineClamp: 2,
  WebkitBoxOrient: "vertical",
  overflowWrap: "anywhere",
  color: "text.secondary",
} as const;
