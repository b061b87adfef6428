import Box from "@mui/material/Box";
import { lazy, Suspense, useCallback, useMemo, useState } from "react";

import { createClient } from "../api/client";
import { ChatWindow } from "../chat/ChatWindow";
import { newConversation } from "../conversation/conversation";
import type { Conversation } from "../conversation/conversation";
import { newId } from "../conversation/newId";
import { ServerStatus } from "../health/ServerStatus";
import { useServerState } from "../health/useServerState";
import { Header } from "./Header";

const EMBEDDED_NOTE = "A very small built-in model answers: it is often wrong. Check commands before you run them.";

const LoadedLater = lazy(() => import("./LoadedLater").catch(() => ({ default: () => <></> })));

/** The page once it knows where the API is: the header and one conversation. */
export function Workspace({ apiUrl }: { readonly apiUrl: string }) {
  const client = useMemo(() => createClient(apiUrl), [apiUrl]);
  const { server, checkNow } = useServerState(client);
  const [conversation, setConversation] = useState(begin);
  const [leftOne, setLeftOne] = useState(false);
  const [sheetOpen, setSheetOpen] = useState(false);
  const { id } = conversation;
  const change = useCallback(
    (how: (before: Conversation) => Conversation) => {
      setConversation((now) => (now.id === id ? how(now) : now));
    },
    [id],
  );
  const embedded = "model" in server && server.model?.embedded === true;

  const startNew = () => {
    setConversation(begin());
    setLeftOne(true);
  };

  return (
    <Box sx={{ display: "flex", flexDirection: "column", height: "100dvh" }}>
      <Header
        status={<ServerStatus server={server} onCheck={checkNow} />}
        onNewChat={startNew}
        onShortcuts={() => {
          setSheetOpen(true);
        }}
      />
      <Suspense fallback={null}>
        <LoadedLater actions={{ newChat: startNew }} sheetOpen={sheetOpen} onSheet={setSheetOpen} />
      </Suspense>
      <ChatWindow
        key={id}
        client={client}
        conversation={conversation}
        onChange={change}
        note={embedded ? EMBEDDED_NOTE : null}
        focusInput={leftOne}
        onFailure={checkNow}
      />
    </Box>
  );
}

function begin(): Conversation {
  return newConversation(newId(), Date.now());
}
