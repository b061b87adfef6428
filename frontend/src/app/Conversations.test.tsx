import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Conversation } from "../conversation/conversation";
import { openIndexedDbStore } from "../conversations/indexedDbStore";
import { conversationOf } from "../testing/conversations";
import { startFakeApi } from "../testing/fakeApi";
import type { FakeApi } from "../testing/fakeApi";
import { ask, closePage, lastAnswer, openPage } from "../testing/renderApp";
import { setNarrowScreen } from "../testing/setup";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

const DAY_MS = 86_400_000;

async function kept(...conversations: readonly Conversation[]): Promise<void> {
  const store = await openIndexedDbStore();
  await store.add(conversations);
  store.close();
}

async function inStore(): Promise<readonly Conversation[]> {
  const store = await openIndexedDbStore();
  const all = await store.readAll();
  store.close();
  return all;
}

function list(): Promise<HTMLElement> {
  return screen.findByRole("region", { name: "List of conversations" });
}

async function row(title: string): Promise<HTMLElement> {
  return within(await list()).findByRole("button", { name: title });
}

async function act(user: UserEvent, title: string, action: string): Promise<void> {
  await user.click(await screen.findByRole("button", { name: `Actions for ${title}` }));
  await user.click(await screen.findByRole("menuitem", { name: action }));
}

describe("what is asked", () => {
  test("is kept under its first words, and there after a reload, also while the API is down", async () => {
    const user = openPage(api);
    await ask(user, "Why does the deployment of our payment service time out every time since last Tuesday?");
    const answer = await api.nextAnswer();
    answer.say("Look at its probes.");
    answer.finish();
    const title = "Why does the deployment of our payment service time out…";
    expect(await row(title)).toHaveAttribute("aria-current", "page");
    await waitFor(async () => {
      expect((await inStore())[0]?.messages[1]).toMatchObject({ text: "Look at its probes.", outcome: { status: "complete" } });
    });
    const { hash } = location;

    closePage();
    api.health = { ...api.health, status: "failed" };
    location.hash = hash;
    openPage(api);
    expect(await screen.findByText("Look at its probes.")).toBeVisible();
    expect(await row(title)).toBeVisible();
  });

  test("is written while the answer streams, and shown as stopped when the tab was closed meanwhile", async () => {
    const user = openPage(api);
    await ask(user, "Tell me");
    const answer = await api.nextAnswer();
    answer.say("Half of an");
    await waitFor(
      async () => {
        expect((await inStore())[0]?.messages[1]).toMatchObject({ text: "Half of an", outcome: { status: "stopped" } });
      },
      { timeout: 3000 },
    );
  });
});

describe("the list", () => {
  test("is grouped by pin and day", async () => {
    const now = Date.now();
    await kept(
      conversationOf("a", { title: "Pinned one", pinned: true, updatedAt: 5 }),
      conversationOf("b", { title: "New one", updatedAt: now }),
      conversationOf("c", { title: "Old one", updatedAt: now - 9 * DAY_MS }),
    );
    openPage(api);
    for (const [group, title] of [
      ["Pinned", "Pinned one"],
      ["Today", "New one"],
      ["Earlier", "Old one"],
    ] as const) {
      expect(within(await screen.findByRole("region", { name: group })).getByRole("button", { name: title })).toBeVisible();
    }
  });

  test("opens a conversation, and New chat leaves it", async () => {
    await kept(conversationOf("a"));
    const user = openPage(api);
    await user.click(await row("Title of a"));
    expect(await lastAnswer()).toHaveTextContent("Answer of a");
    expect(location.hash).toBe("#/conversation/a");
    await user.click(screen.getByRole("button", { name: "New chat" }));
    expect(await screen.findByRole("heading", { name: "What needs fixing?" })).toBeVisible();
    expect(location.hash).toBe("");
  });

  test("is searched in titles and texts, and Escape empties the search", async () => {
    await kept(conversationOf("a"), conversationOf("b"));
    const user = openPage(api);
    await user.click(await screen.findByRole("textbox", { name: "Search conversations" }));
    await user.paste("b ANSWER");
    expect(await screen.findByRole("region", { name: "Found: 1" })).toBeVisible();
    expect(await within(await list()).findByRole("button", { name: /Title of b.*Answer of b/ })).toBeVisible();
    await user.keyboard("{Escape}");
    expect(await row("Title of a")).toBeVisible();
  });

  test("a conversation is renamed in place and pinned", async () => {
    await kept(conversationOf("a"));
    const user = openPage(api);
    await act(user, "Title of a", "Rename");
    const field = await screen.findByRole("textbox", { name: "Title of the conversation" });
    expect(field).toHaveFocus();
    await user.paste("A better name");
    await user.keyboard("{Enter}");
    await waitFor(async () => {
      expect(await row("A better name")).toHaveFocus();
    });
    await act(user, "A better name", "Pin");
    expect(await screen.findByRole("region", { name: "Pinned" })).toHaveTextContent("A better name");
  });

  test("Escape leaves a title as it was", async () => {
    await kept(conversationOf("a"));
    const user = openPage(api);
    await act(user, "Title of a", "Rename");
    await user.keyboard("Other{Escape}");
    expect(await row("Title of a")).toBeVisible();
  });
});

describe("deleting", () => {
  test("can be undone, for all that was deleted, and the one on the screen comes back", async () => {
    await kept(conversationOf("a"), conversationOf("b"));
    const user = openPage(api);
    await user.click(await row("Title of a"));
    await lastAnswer();
    await act(user, "Title of b", "Delete");
    await act(user, "Title of a", "Delete");
    expect(await screen.findByText("Deleted 2 conversations.")).toBeVisible();
    expect(screen.queryByRole("article")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Undo" }));
    expect(await row("Title of b")).toBeVisible();
    expect(await lastAnswer()).toHaveTextContent("Answer of a");
  });

  test("in another tab takes the conversation off the screen and says so", async () => {
    await kept(conversationOf("a"));
    const user = openPage(api);
    await user.click(await row("Title of a"));
    await lastAnswer();
    const other = await openIndexedDbStore();
    await other.remove("a");
    expect(await screen.findByText("The conversation was deleted in another tab.")).toBeVisible();
    expect(screen.queryByRole("article")).not.toBeInTheDocument();
    other.close();
  });
});

test("what another tab says in the shown conversation appears", async () => {
  const conversation = conversationOf("a");
  await kept(conversation);
  const user = openPage(api);
  await user.click(await row("Title of a"));
  await lastAnswer();
  const other = await openIndexedDbStore();
  const question = { role: "user", id: "q2", parentId: "a1", createdAt: 2, text: "From the other tab", attachments: [] } as const;
  await other.save({ ...conversation, messages: [...conversation.messages, question], leafId: "q2" }, conversation);
  expect(await screen.findByText("From the other tab")).toBeVisible();
  other.close();
});

describe("files", () => {
  test("an import that cannot be read says why, and one that can adds to what is there", async () => {
    await kept(conversationOf("a"));
    const user = openPage(api);
    await list();
    const input = screen.getByLabelText("File to import");
    await user.upload(input, new File(["{"], "half.json", { type: "application/json" }));
    expect(await screen.findByText(/Nothing was imported from half\.json\. This file is not JSON/)).toBeVisible();
    const file = { format: "devops-assistant-conversations", version: 1, conversations: [conversationOf("a"), conversationOf("b", { title: "From a file" })] };
    await user.upload(input, new File([JSON.stringify(file)], "all.json", { type: "application/json" }));
    expect(await screen.findByText("Imported 1 conversation from all.json. 1 was here already.")).toBeVisible();
    expect(await row("From a file")).toBeVisible();
    expect(await row("Title of a")).toBeVisible();
  });

  test("all conversations are exported", async () => {
    await kept(conversationOf("a"), conversationOf("b"));
    const saved: Blob[] = [];
    URL.createObjectURL = (blob: Blob) => {
      saved.push(blob);
      return "blob:x";
    };
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
    const user = openPage(api);
    await row("Title of a");
    await user.click(screen.getByRole("button", { name: "Import and export" }));
    await user.click(await screen.findByRole("menuitem", { name: "Export all as JSON" }));
    expect(await screen.findByText(/^Exported 2 conversations as conversations-/)).toBeVisible();
    expect(saved).toHaveLength(1);
    click.mockRestore();
  });
});

test("a browser that keeps nothing says so, and the chat works", async () => {
  globalThis.indexedDB.open = () => {
    throw new DOMException("not here", "SecurityError");
  };
  const user = openPage(api);
  expect(await screen.findByText(/This browser keeps nothing for this page/)).toBeVisible();
  await ask(user, "Does it work?");
  (await api.nextAnswer()).say("It does.");
  expect(await screen.findByText("It does.")).toBeVisible();
});

test("a storage that is full says so, and the chat works", async () => {
  const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  const user = openPage(api);
  await list();
  await ask(user, "Does it work?");
  (await api.nextAnswer()).say("It does.");
  expect(await screen.findByText(/storage is full/)).toBeVisible();
  expect(await screen.findByText("It does.")).toBeVisible();
  put.mockRestore();
});

test("on a phone the list lies over the page, and closes when a conversation is chosen", async () => {
  setNarrowScreen();
  await kept(conversationOf("a"));
  const user = openPage(api);
  await user.click(await screen.findByRole("button", { name: "Show conversations" }));
  const drawer = await screen.findByRole("dialog", { name: "Kept conversations" });
  await user.click(await within(drawer).findByRole("button", { name: "Title of a" }));
  expect(await lastAnswer()).toHaveTextContent("Answer of a");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
});

test("Ctrl+K shows the list and puts the cursor into its search", async () => {
  setNarrowScreen();
  const user = openPage(api);
  await screen.findByRole("button", { name: "Keyboard shortcuts" });
  await waitFor(async () => {
    await user.keyboard("{Control>}k{/Control}");
    expect(screen.getByRole("textbox", { name: "Search conversations" })).toHaveFocus();
  });
});

test("on a wide screen the list can be hidden, and stays so", async () => {
  const user = openPage(api);
  await list();
  await user.click(screen.getByRole("button", { name: "Hide conversations" }));
  expect(screen.queryByRole("region", { name: "List of conversations" })).not.toBeInTheDocument();
  expect(localStorage.getItem("devops-assistant-conversations")).toBe("hidden");
});
