import { useEffect, useState } from "react";

/** Whole seconds left of `seconds`, counted from the first render; 0 when it is over or nothing was to wait for. */
export function useCountdown(seconds: number | null): number {
  const [left, setLeft] = useState(seconds ?? 0);

  useEffect(() => {
    if (seconds === null) return undefined;
    // Measured against the clock: timers of a hidden tab come late.
    const end = Date.now() + seconds * 1000;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((end - Date.now()) / 1000));
      setLeft(rest);
      if (rest === 0) clearInterval(timer);
    }, 250);
    return () => {
      clearInterval(timer);
    };
  }, [seconds]);

  return left;
}
