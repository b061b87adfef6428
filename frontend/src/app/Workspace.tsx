import Box from "@mui/material/Box";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";

import { createClient } from "../api/client";
import { ChatWindow } from "../chat/ChatWindow";
import { fetchMessageList } from "../chat/useMessageList";
import { newConversation } from "../conversation/conversation";
import type { Conversation } from "../conversation/conversation";
import { Desk } from "../conversation/desk";
import { newId } from "../conversation/newId";
import { SEARCH_ID } from "../conversations/searchId";
import { ServerStatus } from "../health/ServerStatus";
import { useServerState } from "../health/useServerState";
import { useWords } from "../language/LanguageContext";
import { readKey, writeKey } from "../settings/apiKey";
import { focusSoon } from "../ui/focusSoon";
import { namedConversation } from "./address";
import { Aside } from "./Aside";
import type { BesideProps, OpenDialog } from "./Beside";
import { Header } from "./Header";
import { pageWords } from "./page.en";
import { useSidebar } from "./useSidebar";

const LoadedLater = lazy(() => import("./LoadedLater").catch(() => ({ default: () => <></> })));
const Beside = lazy(() => import("./Beside").catch(() => ({ default: NothingBeside })));
const ContextGauge = lazy(() => import("../settings/ContextGauge").catch(() => ({ default: () => <></> })));

/** The page once it knows where the API is: the header, one conversation, and what stands beside it. */
export function Workspace({ apiUrl }: { readonly apiUrl: string }) {
  const words = useWords(pageWords);
  const [apiKey, setApiKey] = useState(() => readKey(apiUrl));
  const key = apiKey?.key ?? null;
  const client = useMemo(() => createClient(apiUrl, key), [apiUrl, key]);
  const { server, checkNow } = useServerState(client);
  const [desk] = useState(() => new Desk(begin()));
  const conversation = useSyncExternalStore(desk.subscribe, desk.shown);
  const [startedAnew, setStartedAnew] = useState(false);
  const [opening, setOpening] = useState(() => namedConversation() !== null);
  const [dialog, setDialog] = useState<OpenDialog>(null);
  const [noticePlace, setNoticePlace] = useState<HTMLElement | null>(null);
  useEffect(() => {
    // Together with the conversation, and not after it.
    if (namedConversation() !== null) void fetchMessageList();
  }, []);
  const sidebar = useSidebar();
  const [sheetOpen, setSheetOpen] = useState(false);
  const { id } = conversation;
  const change = useCallback(
    (how: (before: Conversation) => Conversation) => {
      desk.change(id, how);
    },
    [desk, id],
  );
  const empty = useCallback(() => {
    desk.show(begin());
    setStartedAnew(false);
  }, [desk]);
  const startAnew = () => {
    desk.show(begin());
    setStartedAnew(true);
  };
  const search = () => {
    sidebar.setOpen(true);
    focusSoon(SEARCH_ID);
  };
  const settled = useCallback(() => {
    setOpening(false);
  }, []);
  const embedded = "model" in server && server.model?.embedded === true;

  return (
    <Box sx={{ display: "flex", height: "100dvh" }}>
      <Suspense fallback={sidebar.wide && sidebar.open ? <Aside /> : null}>
        <Beside
          {...{ apiUrl, client, server, desk, conversation, sidebar, noticePlace, apiKey, dialog }}
          onApiKey={(kept) => {
            writeKey(apiUrl, kept);
            setApiKey(kept);
          }}
          onDialog={setDialog}
          onEmpty={empty}
          onSettled={settled}
        />
      </Suspense>
      <Box sx={{ display: "flex", flexDirection: "column", flex: 1, minWidth: 0 }}>
        <Header
          status={<ServerStatus server={server} onCheck={checkNow} />}
          listShown={sidebar.open}
          onToggleList={() => {
            sidebar.setOpen(!sidebar.open);
          }}
          onSettings={() => {
            setDialog("settings");
          }}
          onNewChat={startAnew}
          onShortcuts={() => {
            setSheetOpen(true);
          }}
        />
        <Suspense fallback={null}>
          <LoadedLater
            actions={{ newChat: startAnew, search }}
            sheetOpen={sheetOpen}
            onSheet={setSheetOpen}
          />
        </Suspense>
        <div ref={setNoticePlace} />
        {!opening && (
          <ChatWindow
            key={id}
            client={client}
            conversation={conversation}
            onChange={change}
            note={embedded ? words.embeddedNote : null}
            gauge={
              <Suspense fallback={null}>
                <ContextGauge client={client} conversation={conversation} />
              </Suspense>
            }
            focusInput={startedAnew}
            onFailure={checkNow}
          />
        )}
      </Box>
    </Box>
  );
}

/** Without what stands beside it the chat works all the same. */
function NothingBeside({ onSettled }: BesideProps) {
  useEffect(onSettled, [onSettled]);
  return <></>;
}

function begin(): Conversation {
  return newConversation(newId(), Date.now());
}
