import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { startFakeApi } from "../testing/fakeApi";
import type { FakeApi } from "../testing/fakeApi";
import destructive from "../testing/recorded/destructive.sse?raw";
import { openPage } from "../testing/renderApp";
import { startSpeaking } from "./speaking";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["de-AT", "en"]);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await api.close();
});

async function openInTheirLanguage() {
  const user = openPage(api, await startSpeaking());
  const ask = async (question: string) => {
    await user.click(await screen.findByRole("textbox", { name: "Nachricht" }));
    await user.paste(question);
    await user.keyboard("{Enter}");
  };
  return { user, ask };
}

describe("a browser that prefers German", () => {
  test("is spoken to in German, in words, labels and announcements", async () => {
    const { user, ask } = await openInTheirLanguage();
    expect(document.documentElement).toHaveAttribute("lang", "de");
    expect(await screen.findByRole("heading", { name: "Was klemmt?" })).toBeVisible();
    expect(await screen.findByText("Bereit")).toBeVisible();
    await ask("Räume auf");
    const answer = await api.nextAnswer();
    expect(await screen.findByText("Der Assistent antwortet.")).toBeInTheDocument();
    answer.replay(destructive);
    await screen.findByText(/^Die Antwort ist vollständig\. .*zerstörende[rn]? Befehl/);
    const said = await screen.findByRole("article", { name: "Assistent" });
    await user.click((await within(said).findAllByRole("button", { name: "Zerstörend" }))[0] ?? said);
    expect(within(said).getByRole("group", { name: "Befehle" })).toHaveTextContent(/Zeile \d+, zerstörend:/);
    expect(said).toHaveTextContent(/\d Tokens · .*erste Wörter nach \d/);
    expect(screen.getByRole("article", { name: "Sie" })).toHaveTextContent("Räume auf");
  });

  test("is told of an error in German, with what the server said as it came", async () => {
    const { ask } = await openInTheirLanguage();
    await ask("Warum?");
    (await api.nextAnswer()).refuse(400, { code: "context_length_exceeded", message: "9120 tokens are too many" });
    const card = await screen.findByRole("group", { name: "Die Antwort ist fehlgeschlagen" });
    expect(within(card).getByRole("heading", { name: "Das Gespräch ist zu lang" })).toBeVisible();
    expect(card).toHaveTextContent("9120 tokens are too many. Bearbeiten Sie Ihre Nachricht");
  });

  test("says what stands in its own catalogue while an error counts down", async () => {
    const { ask } = await openInTheirLanguage();
    await ask("Warum?");
    (await api.nextAnswer()).refuse(429, { code: "queue_full" }, { "retry-after": "20" });
    expect(await screen.findByRole("button", { name: /^Noch einmal in (20|19)\ss$/ })).toBeDisabled();
  });
});

describe("the language of the page", () => {
  test("is switched in the settings at once, for what is said already too, and kept", async () => {
    const { user, ask } = await openInTheirLanguage();
    await ask("Warum?");
    const answer = await api.nextAnswer();
    answer.say("Darum.");
    answer.finish();
    await screen.findByText(/^Die Antwort ist vollständig/);
    await user.click(screen.getByRole("button", { name: "Einstellungen" }));
    await user.selectOptions(await screen.findByRole("combobox", { name: "Sprache (Language)" }), "English");
    expect(await screen.findByRole("dialog", { name: "Settings" })).toBeVisible();
    expect(screen.getByRole("combobox", { name: "Language" })).toHaveAccessibleDescription(/What the page speaks/);
    expect(document.documentElement).toHaveAttribute("lang", "en");
    await user.keyboard("{Escape}");
    expect(await screen.findByRole("article", { name: "Assistant" })).toHaveTextContent("Darum.");
    expect((await startSpeaking()).language).toBe("en");
  });

  test("is again that of the browser when its choice is taken back", async () => {
    localStorage.setItem("devops-assistant-language", "en");
    const user = openPage(api, await startSpeaking());
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    await user.selectOptions(await screen.findByRole("combobox", { name: "Language" }), "As in the browser (Deutsch)");
    expect(await screen.findByRole("dialog", { name: "Einstellungen" })).toBeVisible();
    expect(localStorage.getItem("devops-assistant-language")).toBeNull();
  });

  test("follows what another tab chose", async () => {
    await openInTheirLanguage();
    await screen.findByRole("textbox", { name: "Nachricht" });
    localStorage.setItem("devops-assistant-language", "en");
    dispatchEvent(new StorageEvent("storage", { key: "devops-assistant-language" }));
    await waitFor(() => {
      expect(screen.getByRole("textbox", { name: "Message" })).toBeVisible();
    });
  });
});
