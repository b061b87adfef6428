import { useEffect, useRef } from "react";

import type { ApiClient } from "../api/client";
import type { ServerState } from "../health/describeHealth";

/** Ask for the key of the API once the server refuses what `client` sends, and once for each key. */
export function useKeyPrompt(server: ServerState, client: ApiClient, ask: () => void): void {
  const last = useRef({ server, client });
  const askedFor = useRef<ApiClient | null>(null);

  useEffect(() => {
    // With a new key, what is known of the server is still what it said to the old one.
    if (last.current.server === server && last.current.client !== client) return;
    last.current = { server, client };
    if (server.status !== "unauthorised" || askedFor.current === client) return;
    askedFor.current = client;
    ask();
  }, [server, client, ask]);
}
