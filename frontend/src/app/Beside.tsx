import { lazy, Suspense, useCallback, useEffect } from "react";
import { createPortal } from "react-dom";

import type { ApiClient } from "../api/client";
import type { Conversation } from "../conversation/conversation";
import type { Desk } from "../conversation/desk";
import type { ServerState } from "../health/describeHealth";
import { useWords } from "../language/LanguageContext";
import type { KeptKey } from "../settings/apiKey";
import { besideWords } from "./beside.en";
import { Notice } from "./Notice";
import { Sidebar } from "./Sidebar";
import { useAddress } from "./useAddress";
import { useDeletion } from "./useDeletion";
import { useKeeping } from "./useKeeping";
import { useKeyPrompt } from "./useKeyPrompt";
import type { SidebarState } from "./useSidebar";

export type OpenDialog = "settings" | "key" | null;

export interface BesideProps {
  readonly apiUrl: string;
  readonly client: ApiClient;
  readonly server: ServerState;
  readonly desk: Desk;
  readonly conversation: Conversation;
  readonly sidebar: SidebarState;
  /** Above the conversation. */
  readonly noticePlace: HTMLElement | null;
  readonly apiKey: KeptKey | null;
  readonly onApiKey: (kept: KeptKey | null) => void;
  readonly dialog: OpenDialog;
  readonly onDialog: (dialog: OpenDialog) => void;
  /** Put an empty conversation on the screen, and leave the focus where it is. */
  readonly onEmpty: () => void;
  /** Whatever the address named is shown, or cannot be. */
  readonly onSettled: () => void;
}

const UndoSnackbar = lazy(() => import("../conversations/UndoSnackbar").catch(() => ({ default: () => <></> })));
const SettingsDialog = lazy(() => import("../settings/SettingsDialog").catch(() => ({ default: () => <></> })));
const ApiKeyDialog = lazy(() => import("../settings/ApiKeyDialog").catch(() => ({ default: () => <></> })));

/** What stands beside the chat: the kept conversations, settings, key and notices. Fetched once the page is shown. */
export default function Beside(props: BesideProps) {
  const { apiUrl, client, server, desk, conversation, sidebar, noticePlace, dialog, onDialog, onEmpty, onSettled } = props;
  const words = useWords(besideWords);
  const kept = useKeeping(desk, onEmpty);
  const keeping = kept.state.status === "keeping" ? kept.state.keeping : null;
  const absent = kept.state.status === "absent";
  const deletion = useDeletion(desk, keeping, onEmpty, kept.tell);
  useAddress(conversation, keeping?.keeper ?? null, onSettled);
  useKeyPrompt(
    server,
    client,
    useCallback(() => {
      onDialog("key");
    }, [onDialog]),
  );
  useEffect(() => {
    if (absent) onSettled();
  }, [absent, onSettled]);

  const listLiesOver = sidebar.open && !sidebar.wide;
  const snackbar = deletion.deleted.length > 0 && (
    <UndoSnackbar deleted={deletion.deleted} onUndo={deletion.undo} onOver={deletion.over} />
  );
  const closeDialog = () => {
    onDialog(null);
  };
  return (
    <>
      <Sidebar
        state={kept.state}
        sidebar={sidebar}
        shownId={conversation.id}
        onOpen={(id) => {
          if (listLiesOver) sidebar.setOpen(false);
          keeping?.keeper.open(id).catch(() => {
            kept.tell((say) => say.notRead);
          });
        }}
        snackbar={snackbar}
        onDelete={deletion.remove}
      />
      {noticePlace !== null &&
        kept.note !== null &&
        createPortal(<Notice text={kept.note(words)} onClose={kept.dismissNote} />, noticePlace)}
      <Suspense fallback={null}>
        {!listLiesOver && snackbar}
        {dialog === "settings" && (
          <SettingsDialog
            client={client}
            settings={conversation.settings}
            onSave={(settings) => {
              desk.change(conversation.id, (before) => ({ ...before, settings }));
            }}
            onApiKey={() => {
              onDialog("key");
            }}
            onClose={closeDialog}
          />
        )}
        {dialog === "key" && (
          <ApiKeyDialog
            apiUrl={apiUrl}
            kept={props.apiKey}
            refused={server.status === "unauthorised"}
            onKey={props.onApiKey}
            onClose={closeDialog}
          />
        )}
      </Suspense>
    </>
  );
}
