import Typography from "@mui/material/Typography";
import { lazy, Suspense } from "react";
import type { ReactNode } from "react";

import type { Summary } from "../conversations/store";
import { useWords } from "../language/LanguageContext";
import { Aside } from "./Aside";
import { besideWords } from "./beside.en";
import { pageWords } from "./page.en";
import type { KeepingState } from "./useKeeping";
import type { SidebarState } from "./useSidebar";

const ConversationsPanel = lazy(() => import("../conversations/ConversationsPanel").catch(() => ({ default: Unloaded })));
const SideDrawer = lazy(() => import("../ui/SideDrawer").catch(() => ({ default: () => <></> })));

interface SidebarProps {
  readonly state: KeepingState;
  readonly sidebar: SidebarState;
  readonly shownId: string;
  readonly onOpen: (id: string) => void;
  /** Stands with the list where that lies over all else. */
  readonly snackbar: ReactNode;
  readonly onDelete: (summary: Summary) => void;
}

/** Where the kept conversations are listed. */
export function Sidebar({ state, sidebar, snackbar, ...panel }: SidebarProps) {
  const words = useWords(pageWords);
  if (!sidebar.open) return null;
  const content = (
    <Suspense fallback={null}>
      {state.status === "keeping" && <ConversationsPanel store={state.keeping.store} {...panel} />}
      {state.status === "absent" && <KeptNowhere />}
    </Suspense>
  );
  if (sidebar.wide) return <Aside>{content}</Aside>;
  return (
    <Suspense fallback={null}>
      <SideDrawer
        label={words.keptConversations}
        onClose={() => {
          sidebar.setOpen(false);
        }}
      >
        {content}
        {snackbar}
      </SideDrawer>
    </Suspense>
  );
}

function KeptNowhere() {
  return <Words>{useWords(besideWords).keepsNoConversations}</Words>;
}

function Unloaded() {
  return <Words>{useWords(besideWords).listNotFetched}</Words>;
}

function Words({ children }: { readonly children: string }) {
  return (
    <Typography variant="body2" sx={{ p: 2, color: "text.secondary" }}>
      {children}
    </Typography>
  );
}
