import { useEffect, useState } from "react";

import type { ApiClient } from "../../api/client";
import { ApiError } from "../../api/errors";
import type { Reference } from "../../api/wire";
import { explainFailure } from "../explainFailure";
import type { Explanation } from "../explainFailure";

export type ReferenceState =
  | { readonly status: "loading" }
  | { readonly status: "loaded"; readonly reference: Reference }
  | ({ readonly status: "failed" } & Explanation);

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
        if (!left.signal.aborted) setState({ status: "failed", ...explain(error) });
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

function explain(error: unknown): Explanation {
  if (!(error instanceof ApiError)) {
    return { title: "The reference did not come", advice: "The server took too long. Retry in a moment.", retry: true };
  }
  if ("status" in error.failure && error.failure.status === 404) {
    return {
      title: "The reference is not there",
      advice: "The server does not have it, or not any more. The answer above keeps what was taken from it.",
      retry: false,
    };
  }
  return explainFailure(error.failure);
}
