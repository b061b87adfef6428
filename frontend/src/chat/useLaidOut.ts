import { useEffect, useRef, useState } from "react";
import type { RefObject } from "react";

import type { LayOutQueue } from "./LayOutQueue";

interface LaidOut {
  /** For the element of the message. */
  readonly ref: RefObject<HTMLElement | null>;
  readonly laidOut: boolean;
}

/**
 * Whether a message is laid out, or still stands in line for it.
 *
 * @param atOnce it need not wait; what was laid out stays so.
 */
export function useLaidOut(queue: LayOutQueue, atOnce: boolean): LaidOut {
  const ref = useRef<HTMLElement>(null);
  const [laidOut, setLaidOut] = useState(atOnce);
  if (atOnce && !laidOut) setLaidOut(true);

  useEffect(() => {
    if (laidOut || ref.current === null) return undefined;
    return queue.add(ref.current, () => {
      setLaidOut(true);
    });
  }, [queue, laidOut]);

  return { ref, laidOut };
}
