import { useEffect, useState } from "react";

import { deployedScript, runningScript } from "../../api/deployedPage";

const INTERVAL_MS = 5 * 60_000;
/** Who changes between windows often asks no more often for it. */
const AT_LEAST_BETWEEN_MS = 30_000;

/** The version that was deployed since this page was opened; null for none. Looked for now and then, and on return. */
export function useUpdate(): string | null {
  const [deployed, setDeployed] = useState<string | null>(null);

  useEffect(() => {
    const left = new AbortController();
    const running = runningScript();
    let lastAsked = 0;

    const look = async () => {
      if (document.hidden || Date.now() - lastAsked < AT_LEAST_BETWEEN_MS) return;
      lastAsked = Date.now();
      const found = await deployedScript(left.signal);
      if (!left.signal.aborted && found !== null) setDeployed(found === running ? null : found);
    };
    const onReturn = () => void look();
    const timer = setInterval(onReturn, INTERVAL_MS);
    addEventListener("focus", onReturn, { signal: left.signal });
    document.addEventListener("visibilitychange", onReturn, { signal: left.signal });
    return () => {
      left.abort();
      clearInterval(timer);
    };
  }, []);

  return deployed;
}
