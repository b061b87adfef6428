import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useId } from "react";

import { ConversationRow } from "./ConversationRow";
import type { Found } from "./search";
import type { Summary } from "./store";

export interface ListedGroup {
  readonly name: string;
  readonly found: readonly Found[];
}

interface ConversationGroupsProps {
  readonly groups: readonly ListedGroup[];
  readonly shownId: string;
  readonly renamingId: string | null;
  readonly onOpen: (id: string) => void;
  readonly onMenu: (anchor: HTMLElement, summary: Summary) => void;
  readonly onRenamed: (id: string, title: string | null) => void;
}

export function ConversationGroups({ groups, shownId, renamingId, onOpen, onMenu, onRenamed }: ConversationGroupsProps) {
  const idPrefix = useId();
  return groups.map(({ name, found }, index) => (
    <Box key={name} component="section" aria-labelledby={`${idPrefix}${String(index)}`} sx={{ mb: 1.5 }}>
      <Typography variant="caption" component="h2" id={`${idPrefix}${String(index)}`} sx={headingStyle}>
        {name}
      </Typography>
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {found.map(({ summary, excerpt }) => (
          <ConversationRow
            key={summary.id}
            summary={summary}
            excerpt={excerpt}
            shown={summary.id === shownId}
            renaming={summary.id === renamingId}
            onOpen={() => {
              onOpen(summary.id);
            }}
            onMenu={(anchor) => {
              onMenu(anchor, summary);
            }}
            onRenamed={(title) => {
              onRenamed(summary.id, title);
            }}
          />
        ))}
      </Box>
    </Box>
  ));
}

const headingStyle = { display: "block", px: 1, py: 0.25, fontWeight: 600, color: "text.secondary" } as const;
