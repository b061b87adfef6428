import { useCallback, useEffect, useRef, useState } from "react";
import type { RefObject } from "react";

export interface FollowBottom {
  /** For the element that scrolls. */
  readonly scrollerRef: RefObject<HTMLDivElement | null>;
  /** For the element inside it that grows. */
  readonly contentRef: RefObject<HTMLDivElement | null>;
  /** False while the reader has scrolled up to read. */
  readonly following: boolean;
  readonly follow: () => void;
}

/** How far from the bottom, in pixels, a reader still counts as being there. */
const NEAR_PX = 40;

/** Keep the bottom in sight while content grows, until the reader scrolls up; again when he is back at the bottom. */
export function useFollowBottom(): FollowBottom {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const followingRef = useRef(true);
  const [following, setFollowing] = useState(true);

  const set = useCallback((value: boolean) => {
    followingRef.current = value;
    setFollowing(value);
  }, []);

  const follow = useCallback(() => {
    set(true);
    scrollToBottom(scrollerRef.current);
  }, [set]);

  useEffect(() => {
    const scroller = scrollerRef.current;
    const content = contentRef.current;
    if (scroller === null || content === null) return undefined;
    let lastTop = scroller.scrollTop;

    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      // Growing content moves the bottom away but never the reader up: only he does that.
      if (scrollHeight - scrollTop - clientHeight <= NEAR_PX) set(true);
      else if (scrollTop < lastTop) set(false);
      lastTop = scrollTop;
    };
    const observer = new ResizeObserver(() => {
      if (followingRef.current) scrollToBottom(scroller);
    });

    scroller.addEventListener("scroll", onScroll, { passive: true });
    observer.observe(content);
    observer.observe(scroller);
    return () => {
      scroller.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [set]);

  return { scrollerRef, contentRef, following, follow };
}

function scrollToBottom(scroller: HTMLDivElement | null) {
  if (scroller !== null) scroller.scrollTop = scroller.scrollHeight;
}
