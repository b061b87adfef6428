import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test } from "vitest";

import { startFakeApi } from "../../testing/fakeApi";
import type { FakeApi } from "../../testing/fakeApi";
import { ask, messageInput, openPage } from "../../testing/renderApp";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
  // jsdom has no layout to scroll.
  Element.prototype.scrollIntoView = () => undefined;
});
afterEach(() => api.close());

async function sheet(): Promise<HTMLElement> {
  const opener = await screen.findByRole("button", { name: "Keyboard shortcuts" });
  fireEvent.click(opener);
  return screen.findByRole("dialog", { name: "Keyboard shortcuts" });
}

test("a question mark shows every shortcut, and Escape goes back", async () => {
  const user = openPage(api);
  await messageInput();
  await waitFor(async () => {
    await user.keyboard("?");
    expect(screen.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  });
  const dialog = screen.getByRole("dialog", { name: "Keyboard shortcuts" });
  for (const what of ["New chat", "Write a message", "Stop the answer", "Next message"]) {
    expect(within(dialog).getByText(what)).toBeVisible();
  }
  await user.keyboard("{Escape}");
  await waitFor(() => {
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
});

test("shortcuts of a single key can be switched off, and stay off", async () => {
  const user = openPage(api);
  await user.click(within(await sheet()).getByRole("checkbox", { name: "Use shortcuts of a single key" }));
  await user.keyboard("{Escape}");
  await waitFor(() => {
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
  await user.keyboard("/");
  expect(await messageInput()).not.toHaveFocus();
  expect(localStorage.getItem("devops-assistant-single-keys")).toBe("off");
});

test("a slash goes to the input, and is then written there", async () => {
  const user = openPage(api);
  await sheet();
  await user.keyboard("{Escape}");
  await waitFor(() => {
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
  await user.keyboard("/");
  const input = await messageInput();
  expect(input).toHaveFocus();
  expect(input).toHaveValue("");
  await user.keyboard("/?");
  expect(input).toHaveValue("/?");
});

test("messages are gone through by keyboard, and back to the input", async () => {
  const user = openPage(api);
  await ask(user, "Why does it restart?");
  const answer = await api.nextAnswer();
  answer.say("Look at the events.");
  answer.finish();
  await screen.findByText(/^The answer is complete/);
  await waitFor(async () => {
    await user.keyboard("{Alt>}{ArrowUp}{/Alt}");
    expect(screen.getByRole("article", { name: "Assistant" })).toHaveFocus();
  });
  await user.keyboard("k");
  expect(screen.getByRole("article", { name: "You" })).toHaveFocus();
  await user.keyboard("j");
  expect(screen.getByRole("article", { name: "Assistant" })).toHaveFocus();
  await user.keyboard("j");
  expect(await messageInput()).toHaveFocus();
});

test("a new chat begins by keyboard, from where one writes too", async () => {
  const user = openPage(api);
  await ask(user, "Why does it restart?");
  (await api.nextAnswer()).finish();
  await screen.findByRole("article", { name: "You" });
  await sheet();
  await user.keyboard("{Escape}");
  await waitFor(() => {
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  });
  await user.click(await messageInput());
  await user.keyboard("{Control>}{Shift>}O{/Shift}{/Control}");
  await waitFor(() => {
    expect(screen.queryByRole("article")).not.toBeInTheDocument();
  });
  expect(await messageInput()).toHaveFocus();
});
