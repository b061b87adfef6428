import { act, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Conversation } from "../conversation/conversation";
import { openIndexedDbStore } from "../conversations/indexedDbStore";
import { answerOf, conversationOf, questionOf } from "../testing/conversations";
import { startFakeApi } from "../testing/fakeApi";
import type { FakeApi } from "../testing/fakeApi";
import { openPage } from "../testing/renderApp";

const TURNS = 60;

let api: FakeApi;
let idle: (() => void)[];
let tellNearby: (message: Element) => void;

beforeEach(async () => {
  api = await startFakeApi();
  idle = [];
  vi.stubGlobal("requestIdleCallback", (act: () => void) => idle.push(act));
  vi.stubGlobal(
    "IntersectionObserver",
    class {
      constructor(tell: (entries: readonly Partial<IntersectionObserverEntry>[]) => void) {
        tellNearby = (target) => {
          tell([{ target, isIntersecting: true }]);
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
    },
  );
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await api.close();
});

/** Open a long conversation, of which each answer has a word that is strong. */
async function openLong(): Promise<readonly HTMLElement[]> {
  const conversation = long();
  const store = await openIndexedDbStore();
  await store.add([conversation]);
  store.close();
  location.hash = `#/conversation/${conversation.id}`;
  openPage(api);
  await screen.findByText("strong 60");
  await waitFor(() => {
    expect(idle).not.toHaveLength(0);
  });
  return screen.getAllByRole("article");
}

function takeIdleTurn(): void {
  act(() => {
    for (const turn of idle.splice(0)) turn();
  });
}

test("every message is there at once as it was written, and the last ones are laid out", async () => {
  const messages = await openLong();
  expect(messages).toHaveLength(2 * TURNS);
  expect(messages[0]).toHaveTextContent("Question 1");
  expect(messages[1]).toHaveTextContent("This is **strong 1**.");
  expect(messages.at(-1)).toHaveTextContent("This is strong 60.");
});

test("one that comes near the screen is laid out", async () => {
  const messages = await openLong();
  const [, first] = messages;
  if (first === undefined) throw new Error("there is no answer");
  act(() => {
    tellNearby(first);
  });
  expect(within(first).getByText("strong 1").tagName).toBe("STRONG");
  expect(messages[3]).toHaveTextContent("**strong 2**");
});

test("the others are laid out while the page has nothing to do, the last first", async () => {
  const messages = await openLong();
  const waiting = () => messages.filter((message) => message.querySelector("h2") === null).length;
  const before = waiting();
  takeIdleTurn();
  await waitFor(() => {
    expect(waiting()).toBeLessThan(before);
  });
  expect(messages[1]).toHaveTextContent("**strong 1**");
  while (idle.length > 0) takeIdleTurn();
  await waitFor(() => {
    expect(waiting()).toBe(0);
  });
  expect(within(screen.getAllByRole("article")[1] ?? document.body).getByText("strong 1")).toBeVisible();
});

function long(): Conversation {
  const messages = Array.from({ length: TURNS }, (_, turn) => [
    questionOf(`q${String(turn)}`, turn === 0 ? null : `a${String(turn - 1)}`, `Question ${String(turn + 1)}`, 2 * turn),
    answerOf(`a${String(turn)}`, `q${String(turn)}`, `This is **strong ${String(turn + 1)}**.`, 2 * turn + 1),
  ]).flat();
  return conversationOf("long", { messages, leafId: `a${String(TURNS - 1)}` });
}
