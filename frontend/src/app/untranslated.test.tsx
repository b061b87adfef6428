import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openIndexedDbStore } from "../conversations/indexedDbStore";
import { answerOf, conversationOf, questionOf } from "../testing/conversations";
import { READY, startFakeApi } from "../testing/fakeApi";
import type { FakeApi } from "../testing/fakeApi";
import corrected from "../testing/recorded/corrected.sse?raw";
import destructive from "../testing/recorded/destructive.sse?raw";
import howTo from "../testing/recorded/how-to.sse?raw";
import secret from "../testing/recorded/secret.sse?raw";
import { openPage } from "../testing/renderApp";
import { setNarrowScreen } from "../testing/setup";
import { inOtherLetters, MARKED, unmarked } from "../testing/translations";

// What the page says stands between marks here, and what is not of the page is in Greek letters.
const QUESTION = "Γιατί;";
const TITLE = "Τίτλος";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
  api.models = [{ id: "devops-assistant", context_length: 8192 }, { id: "μοντέλο", context_length: 100 }];
  if (READY.model !== null) api.health = { ...READY, model: { ...READY.model, id: "μοντέλο" } };
});
afterEach(() => api.close());

function open(): UserEvent {
  return openPage(api, MARKED);
}

async function ask(user: UserEvent, question = QUESTION): Promise<void> {
  await user.click(await screen.findByRole("textbox", { name: "⟦Message⟧" }));
  await user.paste(question);
  await user.keyboard("{Enter}");
}

async function press(user: UserEvent, name: string | RegExp): Promise<void> {
  await user.click((await screen.findAllByRole("button", { name }))[0] ?? document.body);
}

describe("nothing is said that no catalogue has:", () => {
  test("the page as it opens, its shortcuts, and what is about the server", async () => {
    const user = open();
    await screen.findByText("⟦Ready⟧");
    await screen.findByText(/What you ask is kept here/);
    await screen.findByText(/small built-in model/);
    expect(unmarked()).toEqual([]);
    await press(user, "⟦Keyboard shortcuts⟧");
    await screen.findByRole("dialog");
    expect(unmarked()).toEqual([]);
    await press(user, "⟦Close⟧");
    await press(user, "⟦Ready⟧");
    await screen.findByRole("region", { name: "⟦About the server⟧" });
    expect(unmarked()).toEqual([]);
  });

  test.each([
    ["how-to", howTo],
    ["destructive", destructive],
    ["corrected", corrected],
    ["secret", secret],
  ])("the recorded answer %s with all its badges open", async (_, recording) => {
    const user = open();
    await ask(user);
    const answer = await api.nextAnswer();
    await screen.findByText("⟦Waiting for the first words⟧");
    expect(unmarked()).toEqual([]);
    answer.replay(inOtherLetters(recording));
    await screen.findByText(/⟦The answer is complete\.⟧/);
    await waitFor(() => {
      expect(screen.getByRole("article", { name: "⟦Assistant⟧" })).toHaveAttribute("aria-busy", "false");
    });
    expect(unmarked()).toEqual([]);
    for (const badge of screen.queryAllByRole("button", { expanded: false })) {
      await user.click(badge);
      expect(unmarked()).toEqual([]);
    }
  });

  test("copying what is destructive, and sharing", async () => {
    const user = open();
    await ask(user);
    (await api.nextAnswer()).replay(inOtherLetters(destructive));
    await screen.findByText(/⟦The answer is complete\.⟧/);
    await user.click((await screen.findAllByRole("button", { name: "⟦Copy code⟧" })).at(-1) ?? document.body);
    await screen.findByRole("button", { name: /Copy anyway/ });
    expect(unmarked()).toEqual([]);
    await press(user, "⟦Share⟧");
    await within(await screen.findByRole("dialog")).findByText(/⟦Assistant \(/);
    expect(unmarked()).toEqual([]);
    await press(user, "⟦Copy⟧");
    await screen.findByText("⟦Copied.⟧");
    expect(unmarked()).toEqual([]);
  });

  test("editing a question, stopping an answer, and its versions", async () => {
    const user = open();
    await ask(user);
    const answer = await api.nextAnswer();
    answer.say("λέξη");
    answer.finish();
    await press(user, "⟦Edit message⟧");
    expect(unmarked()).toEqual([]);
    await press(user, "⟦Cancel⟧");
    await press(user, "⟦Answer again⟧");
    (await api.nextAnswer()).say("λέξη");
    await press(user, "⟦Stop⟧");
    await screen.findByText("⟦This answer was stopped.⟧");
    await screen.findByRole("group", { name: "⟦Version 2 of 2⟧" });
    expect(unmarked()).toEqual([]);
  });

  test.each<[string, number, Record<string, string>, Record<string, string>]>([
    ["refused", 429, { code: "queue_full" }, { "retry-after": "20", "x-request-id": "7" }],
    ["of the server", 500, { message: "Λάθος" }, {}],
  ])("an error that is %s", async (_, status, error, headers) => {
    const user = open();
    await ask(user);
    (await api.nextAnswer()).refuse(status, error, headers);
    await screen.findByRole("group", { name: "⟦The answer failed⟧" });
    expect(unmarked()).toEqual([]);
  });

  test("a server that is away", async () => {
    const user = open();
    await screen.findByText("⟦Ready⟧");
    api.down = true;
    await ask(user);
    await screen.findByRole("heading", { name: "⟦The assistant cannot be reached⟧" });
    await screen.findByText("⟦Unreachable⟧");
    expect(unmarked()).toEqual([]);
  });

  test("a reference that is not there", async () => {
    const user = open();
    await ask(user);
    (await api.nextAnswer()).replay(inOtherLetters(howTo));
    const card = within(await screen.findByRole("region", { name: "⟦From the reference⟧" }));
    await user.click(card.getAllByRole("button")[0] ?? document.body);
    await within(await screen.findByRole("dialog")).findByRole("heading", { level: 3 });
    expect(unmarked()).toEqual([]);
  });

  test("attachments, what cannot be one, and the warning of a secret", async () => {
    const user = open();
    const chooser = await screen.findByLabelText("⟦Files to attach⟧");
    await user.upload(chooser, [
      new File([Array.from({ length: 100 }, (_, index) => `12:0${String(index)} ☠`).join("\n")], "α.λ"),
      new File([new Uint8Array([127, 0])], "β.λ"),
      new File([""], "γ.λ"),
    ]);
    await user.click(await screen.findByRole("button", { name: /100 lines/ }));
    await user.click(await screen.findByRole("textbox", { name: "⟦Message⟧" }));
    await user.paste(`://α:${"1".repeat(9)}@δ`);
    await screen.findByText(/an address with a password/);
    expect(unmarked().filter((text) => !text.startsWith("://"))).toEqual([]);
  });

  test("the settings, also where they are not valid, and the key", async () => {
    const user = open();
    await press(user, "⟦Settings⟧");
    await screen.findByRole("radio", { name: "μοντέλο" });
    expect(unmarked()).toEqual([]);
    for (const name of ["⟦Temperature⟧", "⟦Max tokens⟧"]) {
      await user.click(screen.getByRole("textbox", { name }));
      await user.paste("-1");
    }
    await press(user, "⟦Save⟧");
    expect(screen.getByRole("textbox", { name: "⟦Temperature⟧" })).toBeInvalid();
    expect(unmarked()).toEqual([]);
    await press(user, "⟦API key…⟧");
    await screen.findByLabelText("⟦Key⟧");
    await press(user, "⟦Use this key⟧");
    expect(unmarked()).toEqual([]);
  });

  test("the settings while the models are not known, and a server that asks for a key", async () => {
    api.key = "κλειδί";
    const user = open();
    await screen.findByText("⟦The assistant asks for an API key.⟧");
    const ofPage = () => unmarked().filter((text) => text !== "This server asks for an API key");
    expect(ofPage()).toEqual([]);
    await press(user, "⟦Close⟧");
    await press(user, "⟦Settings⟧");
    await screen.findByText("⟦The server did not say which models it has.⟧");
    expect(ofPage()).toEqual([]);
  });

  test.each(["beside the page", "over it"])("the kept conversations %s", async (where) => {
    if (where === "over it") setNarrowScreen();
    const store = await openIndexedDbStore();
    const messages = [questionOf("q", null, QUESTION), answerOf("a", "q", "λέξη")];
    await store.add([
      conversationOf("1", { title: TITLE, messages, leafId: "a", updatedAt: Date.now() }),
      conversationOf("2", { title: "", messages, leafId: "a", pinned: true }),
    ]);
    store.close();
    const user = open();
    if (where === "over it") await press(user, "⟦Show conversations⟧");
    await press(user, `⟦Actions for ${TITLE}⟧`);
    await screen.findByRole("menu");
    expect(unmarked()).toEqual([]);
    await user.click(await screen.findByRole("menuitem", { name: "⟦Rename⟧" }));
    await screen.findByRole("textbox", { name: "⟦Title of the conversation⟧" });
    expect(unmarked()).toEqual([]);
    await user.keyboard("{Escape}");
    await press(user, `⟦Actions for ${TITLE}⟧`);
    await user.click(await screen.findByRole("menuitem", { name: "⟦Delete⟧" }));
    await screen.findByText(/^⟦Deleted/);
    expect(unmarked()).toEqual([]);
    await user.upload(screen.getByLabelText("⟦File to import⟧"), new File(["{}"], "α.json"));
    await screen.findByText(/Nothing was imported/);
    expect(unmarked()).toEqual([]);
    await user.click(screen.getByRole("textbox", { name: "⟦Search conversations⟧" }));
    await user.paste("λέξη");
    await screen.findByText("⟦Found: 1⟧");
    expect(unmarked()).toEqual([]);
  });

  test("a page without its config.json", async () => {
    api.config = null;
    open();
    await screen.findByRole("heading", { name: "⟦This page does not know where the assistant is⟧" });
    await waitFor(() => {
      expect(unmarked().filter((text) => !text.startsWith("config.json:"))).toEqual([]);
    });
  });
});
