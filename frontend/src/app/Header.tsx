import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

import { Icon } from "../ui/Icon";
import { ThemeToggle } from "./ThemeToggle";

interface HeaderProps {
  /** Which model answers, under the name of the product. */
  readonly status: ReactNode;
  readonly onNewChat: () => void;
  readonly onShortcuts: () => void;
}

export function Header({ status, onNewChat, onShortcuts }: HeaderProps) {
  return (
    <Box component="header" sx={headerStyle}>
      <Typography variant="h1" noWrap sx={{ gridArea: "title", display: "flex", alignItems: "center", gap: 0.75 }}>
        <Icon name="prompt" sx={{ color: "primary.main" }} />
        DevOps AI Assistant
      </Typography>
      <Box sx={{ gridArea: "status", minWidth: 0 }}>{status}</Box>
      <Button
        color="inherit"
        aria-label="New chat"
        title="New chat"
        onClick={onNewChat}
        sx={{ gridArea: "chat", minWidth: 40, height: 40, gap: 0.75 }}
      >
        <Icon name="plus" />
        <Box component="span" sx={{ display: { xs: "none", sm: "inline" } }}>
          New chat
        </Box>
      </Button>
      <Box sx={{ gridArea: "theme", display: "flex" }}>
        <IconButton
          aria-label="Keyboard shortcuts"
          title="Keyboard shortcuts (?)"
          onClick={onShortcuts}
          sx={{ display: { xs: "none", sm: "inline-flex" } }}
        >
          <Icon name="question" />
        </IconButton>
        <ThemeToggle />
      </Box>
    </Box>
  );
}

/** On a phone the model gets a line of its own, so that its name can be read. */
const headerStyle = {
  display: "grid",
  gridTemplateAreas: { xs: '"title chat theme" "status status status"', sm: '"title chat theme" "status chat theme"' },
  gridTemplateColumns: "minmax(0, 1fr) auto auto",
  alignItems: "center",
  columnGap: 0.5,
  rowGap: { xs: 0, sm: 0.5 },
  pl: { xs: 1.5, sm: 2.5 },
  pr: 1,
  py: 0.75,
  borderBottom: 1,
  borderColor: "divider",
  bgcolor: "background.paper",
} as const;
