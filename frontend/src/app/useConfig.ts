import { useEffect, useState } from "react";

import { ConfigError, loadConfig } from "../api/config";
import type { Config } from "../api/config";
import type { ConfigWords } from "../api/config.en";
import type { Say } from "../language/catalogue";

export type ConfigState =
  | { readonly status: "loading" }
  | { readonly status: "loaded"; readonly config: Config }
  | { readonly status: "failed"; readonly say: Say<ConfigWords> };

export function useConfig(): ConfigState {
  const [state, setState] = useState<ConfigState>({ status: "loading" });

  useEffect(() => {
    const left = new AbortController();
    loadConfig(left.signal).then(
      (config) => {
        setState({ status: "loaded", config });
      },
      (error: unknown) => {
        if (left.signal.aborted) return;
        setState({ status: "failed", say: error instanceof ConfigError ? error.say : () => String(error) });
      },
    );
    return () => {
      left.abort();
    };
  }, []);

  return state;
}
