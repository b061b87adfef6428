import Box from "@mui/material/Box";
import { useMemo, useState } from "react";

import { createClient } from "../api/client";
import { ChatWindow } from "../chat/ChatWindow";
import { ServerStatus } from "../health/ServerStatus";
import { useServerState } from "../health/useServerState";
import { Header } from "./Header";

const EMBEDDED_NOTE = "A very small built-in model answers: it is often wrong. Check commands before you run them.";

/** The page once it knows where the API is: the header and one conversation. */
export function Workspace({ apiUrl }: { readonly apiUrl: string }) {
  const client = useMemo(() => createClient(apiUrl), [apiUrl]);
  const { server, checkNow } = useServerState(client);
  const [chatNumber, setChatNumber] = useState(1);
  const embedded = "model" in server && server.model?.embedded === true;

  return (
    <Box sx={{ display: "flex", flexDirection: "column", height: "100dvh" }}>
      <Header
        status={<ServerStatus server={server} />}
        onNewChat={() => {
          setChatNumber((number) => number + 1);
        }}
      />
      <ChatWindow
        key={chatNumber}
        client={client}
        note={embedded ? EMBEDDED_NOTE : null}
        focusInput={chatNumber > 1}
        onFailure={checkNow}
      />
    </Box>
  );
}
