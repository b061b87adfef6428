import { useCallback, useEffect, useRef, useState } from "react";

import type { ApiClient } from "../api/client";
import { describeFailure } from "./describeFailure";
import { describeHealth } from "./describeHealth";
import type { ServerState } from "./describeHealth";

const SETTLED_INTERVAL_MS = 15_000;
const OTHER_INTERVAL_MS = 2_000;
/** Nothing is waited for: neither changes by itself. */
const SETTLED = ["ready", "unauthorised"];
const TIMEOUT_MS = 10_000;

/** Ask the server how it is, often while it is not ready, and never while the tab is hidden. */
export function useServerState(client: ApiClient): { readonly server: ServerState; readonly checkNow: () => void } {
  const [server, setServer] = useState<ServerState>({ status: "checking" });
  const check = useRef<() => void>(() => undefined);

  useEffect(() => {
    const left = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let asking = false;

    const ask = async () => {
      clearTimeout(timer);
      if (asking || document.hidden) return;
      asking = true;
      const state = await serverState(client, AbortSignal.any([left.signal, AbortSignal.timeout(TIMEOUT_MS)]));
      asking = false;
      if (left.signal.aborted) return;
      setServer(state);
      timer = setTimeout(() => void ask(), SETTLED.includes(state.status) ? SETTLED_INTERVAL_MS : OTHER_INTERVAL_MS);
    };

    check.current = () => void ask();
    document.addEventListener("visibilitychange", check.current, { signal: left.signal });
    addEventListener("online", check.current, { signal: left.signal });
    addEventListener("offline", check.current, { signal: left.signal });
    void ask();
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [client]);

  return {
    server,
    checkNow: useCallback(() => {
      check.current();
    }, []),
  };
}

async function serverState(client: ApiClient, signal: AbortSignal): Promise<ServerState> {
  try {
    return describeHealth(await client.health(signal));
  } catch (error) {
    return describeFailure(error);
  }
}
