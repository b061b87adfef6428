import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { version } from "../../package.json";
import { LOADING, READY, startFakeApi } from "../testing/fakeApi";
import type { FakeApi } from "../testing/fakeApi";
import { openPage } from "../testing/renderApp";
import { setSystemTheme } from "../testing/setup";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

async function modelStatus(): Promise<HTMLElement> {
  return screen.findByRole("group", { name: "Model status" });
}

describe("config.json", () => {
  test("a page without it says what to put where", async () => {
    api.config = null;
    openPage(api);
    await screen.findByRole("heading", { name: "This page does not know where the assistant is" });
    expect(screen.getByText(/\/some\/prefix\/config\.json answered 404/)).toBeVisible();
    expect(screen.getByText(/"apiUrl": "https:/)).toBeVisible();
    expect(screen.getByRole("button", { name: "Reload the page" })).toBeVisible();
  });

  test("a page whose apiUrl is no address says so", async () => {
    api.config = '{"apiUrl": "javascript:alert(1)"}';
    openPage(api);
    expect(await screen.findByText(/not an http or https address/)).toBeVisible();
  });
});

describe("the model status", () => {
  test("names the model, where it comes from and what it runs on", async () => {
    openPage(api);
    await waitFor(async () => {
      expect(await modelStatus()).toHaveTextContent("Readysmollm2-135m-instruct · embedded · CPU");
    });
    expect(screen.getByText(/often wrong\. Check commands/)).toBeVisible();
  });

  test("does not warn of a model that is not the embedded one", async () => {
    api.health = { ...READY, model: { ...embeddedModel(), id: "llama-3.2-1b-instruct", source: "hub" } };
    openPage(api);
    await screen.findByText(/llama-3\.2-1b-instruct · hub/);
    expect(screen.queryByText(/often wrong/)).not.toBeInTheDocument();
  });

  test("follows the server from loading to ready", async () => {
    api.health = LOADING;
    openPage(api);
    await screen.findByText("Loading the model");
    api.health = READY;
    expect(await screen.findByText("Ready")).toBeVisible();
  });

  test("says that a full server is overloaded", async () => {
    api.health = { ...READY, queue: { running: 16, waiting: 64, max_running: 16, max_waiting: 64 } };
    openPage(api);
    expect(await screen.findByText("Overloaded")).toBeVisible();
  });

  test("says that a server that is down is unreachable, and sees it come back", async () => {
    openPage(api);
    await screen.findByText(/^(Connecting|Ready)$/);
    api.down = true;
    await waitFor(() => {
      // As when the tab is looked at again: it asks at once.
      document.dispatchEvent(new Event("visibilitychange"));
      expect(screen.getByText("Unreachable")).toBeVisible();
    });
    api.down = false;
    expect(await screen.findByText("Ready")).toBeVisible();
  });
});

describe("the model status, pressed", () => {
  test("says why nothing is answered and what happens next, and asks again", async () => {
    api.health = LOADING;
    const user = openPage(api);
    await user.click(await screen.findByRole("button", { name: "Loading the model" }));
    const details = await screen.findByRole("region", { name: "About the server" });
    expect(details).toHaveTextContent("The weights are being read.");
    expect(details).toHaveTextContent("The page asks again every 2 seconds");
    api.health = READY;
    await user.click(within(details).getByRole("button", { name: "Ask again now" }));
    await waitFor(() => {
      expect(details).toHaveTextContent("smollm2-135m-instruct");
    });
  });

  test("tells the version of the page and that of the server", async () => {
    api.health = { ...READY, version: "9.8.7" };
    const user = openPage(api);
    await user.click(await screen.findByRole("button", { name: "Ready" }));
    expect(await screen.findByText(`page ${version}, server 9.8.7`)).toBeVisible();
  });

  test("closes with Escape, which gives the focus back, and at a press beside it", async () => {
    const user = openPage(api);
    const chip = await screen.findByRole("button", { name: "Ready" });
    await user.click(chip);
    await screen.findByRole("region", { name: "About the server" });
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("region", { name: "About the server" })).not.toBeInTheDocument();
    expect(chip).toHaveFocus();
    expect(chip).toHaveAttribute("aria-expanded", "false");
    await user.click(chip);
    await screen.findByRole("region", { name: "About the server" });
    await user.click(screen.getByRole("main"));
    expect(screen.queryByRole("region", { name: "About the server" })).not.toBeInTheDocument();
  });

  test("tells a server that asks for a key from one that is down", async () => {
    api.key = "k";
    const user = openPage(api);
    await screen.findByRole("dialog", { name: "API key" });
    await user.keyboard("{Escape}");
    await user.click(await screen.findByRole("button", { name: "Unauthorised" }));
    expect(await screen.findByText(/asks for an API key, and got none/)).toBeVisible();
  });
});

describe("the theme", () => {
  test("follows the system until it is switched, and is remembered", async () => {
    const user = openPage(api);
    await user.click(await screen.findByRole("button", { name: "Switch to the dark theme" }));
    expect(document.documentElement).toHaveAttribute("data-theme", "dark");
    expect(localStorage.getItem("devops-assistant-theme")).toBe("dark");
  });

  test("switched back to what the system has, follows the system again", async () => {
    setSystemTheme("dark");
    const user = openPage(api);
    await user.click(await screen.findByRole("button", { name: "Switch to the light theme" }));
    expect(document.documentElement).toHaveAttribute("data-theme", "light");
    await user.click(screen.getByRole("button", { name: "Switch to the dark theme" }));
    expect(document.documentElement).toHaveAttribute("data-theme", "dark");
    expect(localStorage.getItem("devops-assistant-theme")).toBe("system");
  });
});

test("New chat leaves the conversation, ends its answer, and puts the cursor in the input", async () => {
  const user = openPage(api);
  await user.click(await screen.findByRole("button", { name: "How do I see why a pod keeps restarting?" }));
  const answer = await api.nextAnswer();
  answer.say("Look at");
  await screen.findByText("Look at");
  await user.click(screen.getByRole("button", { name: "New chat" }));
  await answer.left;
  expect(screen.queryByRole("article")).not.toBeInTheDocument();
  expect(screen.getByRole("textbox", { name: "Message" })).toHaveFocus();
  expect(within(screen.getByRole("main")).getByRole("heading", { name: "What needs fixing?" })).toBeVisible();
});

function embeddedModel(): NonNullable<typeof READY.model> {
  if (READY.model == null) throw new Error("the ready server serves a model");
  return READY.model;
}
