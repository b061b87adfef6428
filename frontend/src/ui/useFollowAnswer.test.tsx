import { act, fireEvent, render, screen } from "@testing-library/react";
import { beforeEach, describe, expect, test } from "vitest";

import { useFollowAnswer } from "./useFollowAnswer";

/** A column of messages with heights of our own, since jsdom has no layout. */
const HEIGHT = 500;
let resized: () => void;
let heights: number[];

beforeEach(() => {
  window.ResizeObserver = class {
    constructor(tell: ResizeObserverCallback) {
      resized = () => {
        tell([], this);
      };
    }
    observe() {
      /* told by the test */
    }
    unobserve() {
      /* told by the test */
    }
    disconnect() {
      /* told by the test */
    }
  };
});

function Column({ count }: { readonly count: number }) {
  const { scrollerRef, contentRef, moreBelow, toBeginning, toBottom } = useFollowAnswer();
  return (
    <>
      <div ref={scrollerRef} role="region" aria-label="Messages">
        <div ref={contentRef}>
          {Array.from({ length: count }, (_, index) => (
            <article key={index}>
              <button type="button">Details</button>
            </article>
          ))}
        </div>
      </div>
      <button type="button" onClick={toBeginning}>
        Ask
      </button>
      {moreBelow && (
        <button type="button" onClick={toBottom}>
          Jump
        </button>
      )}
    </>
  );
}

/** Show messages with these heights; `grow` gives new ones. */
function show(...first: number[]) {
  const { rerender } = render(<Column count={first.length} />);
  const scroller = screen.getByRole("region", { name: "Messages" });
  let top = 0;
  const total = () => heights.reduce((sum, height) => sum + height, 0);
  Object.defineProperties(scroller, {
    clientHeight: { get: () => HEIGHT },
    scrollHeight: { get: () => Math.max(total(), HEIGHT) },
    scrollTop: {
      get: () => top,
      set: (value: number) => {
        top = Math.max(0, Math.min(value, total() - HEIGHT));
      },
    },
  });
  const grow = (...next: number[]) => {
    heights = next;
    rerender(<Column count={next.length} />);
    for (const [index, message] of screen.getAllByRole("article").entries()) {
      const above = heights.slice(0, index).reduce((sum, height) => sum + height, 0);
      message.getBoundingClientRect = () => new DOMRect(0, above - top, 100, heights[index]);
    }
    act(() => {
      resized();
    });
    fireEvent.scroll(scroller);
  };
  grow(...first);
  return {
    scroller,
    grow,
    scrollTo: (to: number) => {
      scroller.scrollTop = to;
      fireEvent.scroll(scroller);
    },
  };
}

const jump = () => screen.queryByRole("button", { name: "Jump" });

describe("while the last message grows", () => {
  test("the bottom is in sight as long as its beginning is", () => {
    const { scroller, grow } = show(400, 50);
    grow(400, 50, 100, 100);
    expect(scroller.scrollTop).toBe(150);
    grow(400, 50, 100, 300);
    expect(scroller.scrollTop).toBe(350);
    expect(jump()).not.toBeInTheDocument();
  });

  test("its beginning stays, with the message before it, and more is offered", () => {
    const { scroller, grow } = show(400, 50, 100, 20);
    grow(400, 50, 100, 2000);
    expect(scroller.scrollTop).toBe(450 - 12);
    grow(400, 50, 100, 3000);
    expect(scroller.scrollTop).toBe(450 - 12);
    expect(jump()).toBeVisible();
  });

  test("of a long message before it only the end stays", () => {
    const { scroller, grow } = show(5000, 20);
    grow(5000, 2000);
    expect(scroller.scrollTop).toBe(5000 - 0.3 * HEIGHT);
  });

  test("who scrolls to the bottom follows it, until he scrolls up", () => {
    const { scroller, grow, scrollTo } = show(100, 1000);
    scrollTo(600);
    grow(100, 1500);
    expect(scroller.scrollTop).toBe(1100);
    scrollTo(700);
    grow(100, 2000);
    expect(scroller.scrollTop).toBe(700);
    fireEvent.click(screen.getByRole("button", { name: "Jump" }));
    expect(scroller.scrollTop).toBe(1600);
    grow(100, 2500);
    expect(scroller.scrollTop).toBe(2100);
    expect(jump()).not.toBeInTheDocument();
  });

  test("nothing moves for who uses something in it", () => {
    const { scroller, grow } = show(300, 100);
    fireEvent.click(screen.getAllByRole("button", { name: "Details" })[0] ?? scroller);
    grow(900, 100);
    expect(scroller.scrollTop).toBe(0);
    expect(jump()).toBeVisible();
  });

  test("a new question is shown from its beginning, wherever the reader was", () => {
    const { scroller, grow, scrollTo } = show(100, 2000);
    scrollTo(300);
    fireEvent.click(screen.getByRole("button", { name: "Ask" }));
    grow(100, 2000, 60, 900);
    expect(scroller.scrollTop).toBe(2100 - 12);
  });

  test("the End key goes to the bottom and stays there", () => {
    const { scroller, grow } = show(100, 2000);
    fireEvent.keyDown(scroller, { key: "End" });
    expect(scroller.scrollTop).toBe(1600);
    grow(100, 2300);
    expect(scroller.scrollTop).toBe(1900);
  });
});
