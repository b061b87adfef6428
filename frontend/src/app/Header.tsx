import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

import { useWords } from "../language/LanguageContext";
import { Icon } from "../ui/Icon";
import { pageWords } from "./page.en";
import { PRODUCT } from "./product";
import { ThemeToggle } from "./ThemeToggle";

interface HeaderProps {
  /** Which model answers, under the name of the product. */
  readonly status: ReactNode;
  readonly listShown: boolean;
  readonly onToggleList: () => void;
  readonly onSettings: () => void;
  readonly onNewChat: () => void;
  readonly onShortcuts: () => void;
}

export function Header({ status, listShown, onToggleList, onSettings, onNewChat, onShortcuts }: HeaderProps) {
  const words = useWords(pageWords);
  const toggle = listShown ? words.hideConversations : words.showConversations;
  return (
    <Box component="header" sx={headerStyle}>
      <IconButton aria-label={toggle} aria-expanded={listShown} title={toggle} onClick={onToggleList} sx={{ gridArea: "list" }}>
        <Icon name="panel" />
      </IconButton>
      <Typography variant="h1" noWrap sx={titleStyle}>
        <Icon name="prompt" sx={{ color: "primary.main", display: { xs: "none", sm: "inline" } }} />
        {PRODUCT}
      </Typography>
      <Box sx={{ gridArea: "status", minWidth: 0, pl: { xs: 0.75, sm: 0 } }}>{status}</Box>
      <Button
        color="inherit"
        aria-label={words.newChat}
        title={words.newChat}
        onClick={onNewChat}
        sx={{ gridArea: "chat", minWidth: 40, height: 40, gap: 0.75 }}
      >
        <Icon name="plus" />
        <Box component="span" sx={{ display: { xs: "none", sm: "inline" } }}>
          {words.newChat}
        </Box>
      </Button>
      <Box sx={{ gridArea: "tools", display: "flex" }}>
        <IconButton
          aria-label={words.shortcuts}
          title={words.shortcutsHint}
          onClick={onShortcuts}
          sx={{ display: { xs: "none", sm: "inline-flex" } }}
        >
          <Icon name="question" />
        </IconButton>
        <IconButton aria-label={words.settings} aria-haspopup="dialog" title={words.settings} onClick={onSettings}>
          <Icon name="sliders" />
        </IconButton>
        <ThemeToggle />
      </Box>
    </Box>
  );
}

const titleStyle = {
  gridArea: "title",
  display: "flex",
  alignItems: "center",
  gap: 0.75,
  // On a phone as large as it fits beside the buttons.
  fontSize: { xs: "min(1rem, 4vw)", sm: "1rem" },
} as const;

/** On a phone the model gets a line of its own, so that its name can be read. */
const headerStyle = {
  display: "grid",
  gridTemplateAreas: {
    xs: '"list title chat tools" "status status status status"',
    sm: '"list title chat tools" "list status chat tools"',
  },
  gridTemplateColumns: "auto minmax(0, 1fr) auto auto",
  alignItems: "center",
  columnGap: { xs: 0, sm: 0.5 },
  rowGap: { xs: 0, sm: 0.5 },
  px: { xs: 0.5, sm: 1 },
  py: { xs: 0, sm: 0.75 },
  borderBottom: 1,
  borderColor: "divider",
  bgcolor: "background.paper",
} as const;
