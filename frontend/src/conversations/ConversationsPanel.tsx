import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { useCallback, useDeferredValue, useMemo, useState } from "react";

import { useWords } from "../language/LanguageContext";
import { ActionsMenu } from "../ui/ActionsMenu";
import type { Action } from "../ui/ActionsMenu";
import { Icon } from "../ui/Icon";
import { ConversationGroups } from "./ConversationGroups";
import type { ListedGroup } from "./ConversationGroups";
import { rowId } from "./ConversationRow";
import { conversationsWords } from "./conversations.en";
import { groupsOf } from "./groups";
import { PanelMessage } from "./PanelMessage";
import { search } from "./search";
import { SearchField } from "./SearchField";
import { SEARCH_ID } from "./searchId";
import type { ConversationStore, Summary } from "./store";
import { titleShown } from "./titleShown";
import { useFiles } from "./useFiles";
import { useSummaries } from "./useSummaries";
import { useTexts } from "./useTexts";

interface ConversationsPanelProps {
  readonly store: ConversationStore;
  readonly shownId: string;
  readonly onOpen: (id: string) => void;
  readonly onDelete: (summary: Summary) => void;
}

/** The kept conversations: find, open, rename, pin, delete, export and import them. Loaded on demand. */
export default function ConversationsPanel({ store, shownId, onOpen, onDelete }: ConversationsPanelProps) {
  const words = useWords(conversationsWords);
  const state = useSummaries(store);
  const [query, setQuery] = useState("");
  const searched = useDeferredValue(query.trim());
  const texts = useTexts(store, searched !== "");
  const files = useFiles(store);
  const [menu, setMenu] = useState<{ readonly anchor: HTMLElement; readonly summary: Summary | null } | null>(null);
  const [renamingId, setRenamingId] = useState<string | null>(null);

  const closeMenu = useCallback(() => {
    setMenu(null);
  }, []);
  const groups = useMemo<readonly ListedGroup[]>(() => {
    if (state.status !== "read") return [];
    if (searched !== "") {
      const found = search(state.summaries, texts, searched);
      return [{ name: found.length === 0 ? words.nothingFound : words.found(found.length), found }];
    }
    return groupsOf(state.summaries, state.at).map(({ name, summaries }) => ({
      name: words.groups[name],
      found: summaries.map((summary) => ({ summary, excerpt: null })),
    }));
  }, [state, texts, searched, words]);

  const rename = (id: string, title: string | null) => {
    setRenamingId(null);
    if (title !== null) files.run(store.rename(id, title), (say) => say.notRenamed);
    // The row stands there again in the next frame.
    requestAnimationFrame(() => document.getElementById(rowId(id))?.focus());
  };
  const remove = (summary: Summary) => {
    const rows = groups.flatMap(({ found }) => found.map((one) => one.summary.id));
    const at = rows.indexOf(summary.id);
    const neighbour = rows[at + 1] ?? rows[at - 1];
    document.getElementById(neighbour === undefined ? SEARCH_ID : rowId(neighbour))?.focus();
    onDelete(summary);
  };
  const actionsOf = (summary: Summary): readonly Action[] => [
    {
      name: words.rename,
      icon: "pen",
      run: () => {
        setRenamingId(summary.id);
      },
    },
    {
      name: summary.pinned ? words.unpin : words.pin,
      icon: "pin",
      run: () => {
        files.run(store.pin(summary.id, !summary.pinned), (say) => say.notPinned);
        requestAnimationFrame(() => document.getElementById(rowId(summary.id))?.focus());
      },
    },
    { name: words.exportJson, icon: "download", run: () => void files.exportOne(summary.id, "json") },
    { name: words.exportMarkdown, icon: "download", run: () => void files.exportOne(summary.id, "markdown") },
    {
      name: words.delete,
      icon: "bin",
      run: () => {
        remove(summary);
      },
    },
  ];
  const allActions: readonly Action[] = [
    { name: words.import, icon: "share", run: files.chooseImport },
    { name: words.exportAllJson, icon: "download", run: () => void files.exportAll("json") },
    { name: words.exportAllMarkdown, icon: "download", run: () => void files.exportAll("markdown") },
  ];

  return (
    <Box component="nav" aria-label={words.conversations} sx={panelStyle}>
      <Box sx={{ display: "flex", gap: 0.5 }}>
        <SearchField query={query} onQuery={setQuery} />
        <IconButton
          aria-label={words.importAndExport}
          aria-haspopup="menu"
          title={words.importAndExport}
          onClick={(event) => {
            setMenu({ anchor: event.currentTarget, summary: null });
          }}
          sx={{ width: 38, height: 38 }}
        >
          <Icon name="more" />
        </IconButton>
      </Box>
      {files.message !== null && <PanelMessage message={files.message} onClose={files.closeMessage} />}
      {state.status === "failed" && (
        <Typography variant="body2" role="alert">
          {words.notRead}
        </Typography>
      )}
      <Box role="region" aria-label={words.list} tabIndex={0} sx={scrollerStyle}>
        {state.status === "read" && state.summaries.length === 0 && (
          <Typography variant="body2" sx={{ px: 1, color: "text.secondary" }}>
            {words.nothingYet}
          </Typography>
        )}
        <ConversationGroups
          groups={groups}
          shownId={shownId}
          renamingId={renamingId}
          onOpen={onOpen}
          onMenu={(anchor, summary) => {
            setMenu({ anchor, summary });
          }}
          onRenamed={rename}
        />
      </Box>
      {menu !== null && (
        <ActionsMenu
          anchor={menu.anchor}
          label={menu.summary === null ? words.importAndExport : words.actionsFor(titleShown(menu.summary, words))}
          actions={menu.summary === null ? allActions : actionsOf(menu.summary)}
          onClose={closeMenu}
        />
      )}
      {files.input}
    </Box>
  );
}

const panelStyle = {
  display: "flex",
  flexDirection: "column",
  gap: 1,
  height: "100%",
  minHeight: 0,
  p: 1,
} as const;
const scrollerStyle = {
  flex: 1,
  minHeight: 0,
  overflowY: "auto",
  mx: -1,
  px: 1,
  "&:focus-visible": { outline: "2px solid", outlineColor: "primary.main", outlineOffset: "-2px" },
} as const;
