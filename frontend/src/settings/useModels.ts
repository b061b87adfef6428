import { useEffect, useState } from "react";

import type { ApiClient } from "../api/client";
import type { Model } from "../api/wire";

export type ModelsState =
  | { readonly status: "loading" }
  | { readonly status: "loaded"; readonly models: readonly Model[] }
  | { readonly status: "failed" };

const TIMEOUT_MS = 10_000;

/** Which models the server has now. */
export function useModels(client: ApiClient): { readonly state: ModelsState; readonly retry: () => void } {
  const [state, setState] = useState<ModelsState>({ status: "loading" });
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    const left = new AbortController();
    client.models(AbortSignal.any([left.signal, AbortSignal.timeout(TIMEOUT_MS)])).then(
      (models) => {
        if (!left.signal.aborted) setState({ status: "loaded", models });
      },
      () => {
        if (!left.signal.aborted) setState({ status: "failed" });
      },
    );
    return () => {
      left.abort();
    };
  }, [client, attempt]);

  return {
    state,
    retry: () => {
      setState({ status: "loading" });
      setAttempt((number) => number + 1);
    },
  };
}
