import { useCallback, useEffect, useRef, useState } from "react";
import type { RefObject } from "react";

export interface FollowAnswer {
  /** For the element that scrolls. */
  readonly scrollerRef: RefObject<HTMLDivElement | null>;
  /** For the element inside it that grows; its children are the messages. */
  readonly contentRef: RefObject<HTMLDivElement | null>;
  /** Whether there is more below. */
  readonly moreBelow: boolean;
  /** Keep the beginning of the last message in sight from now on. */
  readonly toBeginning: () => void;
  /** Go to the bottom and stay there while content grows. */
  readonly toBottom: () => void;
}

/**
 * What stays in sight while content grows: the beginning of the last message, the bottom of all, or, once the reader has
 * scrolled or has used something in the content, what is there.
 */
type Target = "beginning" | "bottom" | "here";

/** How far from the bottom, in pixels, a reader still counts as being there. */
const NEAR_PX = 40;

/** How far from the top, in pixels, what is kept in sight begins. */
const GAP_PX = 12;

/** How much of the message before, as a share of the height, stays above the beginning of the last one. */
const SHARE_BEFORE = 0.3;

/** Let a long message be read from its beginning while it comes; who scrolls to the bottom follows it. */
export function useFollowAnswer(): FollowAnswer {
  const scrollerRef = useRef<HTMLDivElement>(null);
  const contentRef = useRef<HTMLDivElement>(null);
  const target = useRef<Target>("beginning");
  /** Where we have scrolled to: what the browser then tells of is not the reader's doing. */
  const ownTop = useRef<number | null>(null);
  const [moreBelow, setMoreBelow] = useState(false);

  const settle = useCallback(() => {
    const scroller = scrollerRef.current;
    const content = contentRef.current;
    if (scroller === null || content === null) return;
    const bottom = scroller.scrollHeight - scroller.clientHeight;
    if (target.current !== "here") {
      const top = target.current === "bottom" ? bottom : Math.min(bottom, beginningOf(scroller, content));
      scroller.scrollTop = top;
      ownTop.current = scroller.scrollTop;
    }
    setMoreBelow(bottom - scroller.scrollTop > NEAR_PX);
  }, []);
  const toBottom = useCallback(() => {
    target.current = "bottom";
    settle();
  }, [settle]);

  useEffect(() => {
    const scroller = scrollerRef.current;
    const content = contentRef.current;
    if (scroller === null || content === null) return undefined;

    const onScroll = () => {
      const { scrollTop, scrollHeight, clientHeight } = scroller;
      const left = scrollHeight - clientHeight - scrollTop;
      setMoreBelow(left > NEAR_PX);
      if (ownTop.current !== null && Math.abs(scrollTop - ownTop.current) <= 1) return;
      ownTop.current = null;
      target.current = left <= NEAR_PX ? "bottom" : "here";
    };
    const onUse = (event: Event) => {
      if (event.target instanceof Element && event.target.closest("button, a") !== null) target.current = "here";
    };
    const onKeyDown = (event: KeyboardEvent) => {
      // The browser goes to where the bottom was before what stands there was laid out.
      if (!isEnd(event)) return;
      event.preventDefault();
      toBottom();
    };
    const observer = new ResizeObserver(settle);

    scroller.addEventListener("scroll", onScroll, { passive: true });
    scroller.addEventListener("keydown", onKeyDown);
    content.addEventListener("click", onUse);
    observer.observe(content);
    observer.observe(scroller);
    return () => {
      scroller.removeEventListener("scroll", onScroll);
      scroller.removeEventListener("keydown", onKeyDown);
      content.removeEventListener("click", onUse);
      observer.disconnect();
    };
  }, [settle, toBottom]);

  return {
    scrollerRef,
    contentRef,
    moreBelow,
    toBeginning: useCallback(() => {
      // The message is still to come, and makes the content grow.
      target.current = "beginning";
    }, []),
    toBottom,
  };
}

/** Where to scroll so that the last message begins near the top, with the one before it, or the end of that, above. */
function beginningOf(scroller: HTMLElement, content: HTMLElement): number {
  const last = content.lastElementChild;
  const before = last?.previousElementSibling ?? last;
  if (last == null || before == null) return 0;
  const offset = scroller.getBoundingClientRect().top - scroller.scrollTop;
  const topOf = (element: Element) => element.getBoundingClientRect().top - offset;
  return Math.max(topOf(before) - GAP_PX, topOf(last) - SHARE_BEFORE * scroller.clientHeight);
}

/** Whether it asks for the end of what scrolls, and not for that of a line that is written. */
function isEnd({ key, altKey, ctrlKey, metaKey, shiftKey, target }: KeyboardEvent): boolean {
  if (key !== "End" || altKey || ctrlKey || metaKey || shiftKey) return false;
  return !(target instanceof Element) || target.closest("input, textarea") === null;
}
