import { useEffect, useState } from "react";

import type { ApiClient } from "../../api/client";
import type { Reference } from "../../api/wire";

export type ReferenceState =
  | { readonly status: "loading" }
  | { readonly status: "loaded"; readonly reference: Reference }
  | { readonly status: "failed"; readonly error: unknown };

const TIMEOUT_MS = 15_000;

/** Fetch a reference; what is no longer wanted is given up. */
export function useReferenceText(
  client: ApiClient,
  path: string,
): { readonly state: ReferenceState; readonly retry: () => void } {
  const [state, setState] = useState<ReferenceState>({ status: "loading" });
  const [attempt, setAttempt] = useState(1);

  useEffect(() => {
    const left = new AbortController();
    client.reference(path, AbortSignal.any([left.signal, AbortSignal.timeout(TIMEOUT_MS)])).then(
      (reference) => {
        if (!left.signal.aborted) setState({ status: "loaded", reference });
      },
      (error: unknown) => {
        if (!left.signal.aborted) setState({ status: "failed", error });
      },
    );
    return () => {
      left.abort();
    };
  }, [client, path, attempt]);

  return {
    state,
    retry: () => {
      setState({ status: "loading" });
      setAttempt((number) => number + 1);
    },
  };
}
