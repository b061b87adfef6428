import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { chunkOf, event, startFakeApi } from "../testing/fakeApi";
import type { FakeApi } from "../testing/fakeApi";
import { ask, openPage } from "../testing/renderApp";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

describe("the settings of a conversation", () => {
  test("go with its questions, and what is empty is for the server to decide", async () => {
    const user = openPage(api);
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    await user.click(await screen.findByRole("radio", { name: "smollm2-135m-instruct" }));
    expect(screen.getByRole("radio", { name: "smollm2-135m-instruct" })).toHaveAccessibleDescription(/bare model.*8,192 tokens/);
    await user.click(screen.getByRole("textbox", { name: "System prompt" }));
    await user.paste("Be brief.");
    await user.click(screen.getByRole("textbox", { name: "Temperature" }));
    await user.paste("0.5");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();

    await ask(user, "Why?");
    await api.nextAnswer();
    expect(api.requests[0]).toMatchObject({
      model: "smollm2-135m-instruct",
      temperature: 0.5,
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Why?" },
      ],
    });
    expect(api.requests[0]).not.toHaveProperty("top_p");
  });

  test("that are not valid say what they may be, and take the focus", async () => {
    const user = openPage(api);
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    const topP = await screen.findByRole("textbox", { name: "Top P" });
    await user.click(topP);
    await user.paste("7");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(topP).toBeInvalid();
    expect(topP).toHaveFocus();
    expect(topP).toHaveAccessibleDescription("Not valid: a number from 0 to 1, or nothing.");
    await user.click(screen.getByRole("button", { name: "Let the server decide" }));
    expect(topP).toHaveValue("");
    await user.click(screen.getByRole("button", { name: "Save" }));
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Settings" })).toHaveFocus();
  });

  test("can be set while the server does not say which models it has", async () => {
    api.models = null;
    const user = openPage(api);
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    expect(await screen.findByText(/did not say which models/)).toBeVisible();
    api.models = [{ id: "later", context_length: null }];
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("radio", { name: "later" })).toBeVisible();
  });
});

test("the gauge says how much of the context the conversation takes", async () => {
  const user = openPage(api);
  await ask(user, "Why?");
  const answer = await api.nextAnswer();
  answer.say("Because.");
  answer.write(event(chunkOf({}, "stop")));
  const usage = { prompt_tokens: 1000, completion_tokens: 638, total_tokens: 1638, prompt_tokens_details: { cached_tokens: 0 } };
  answer.write(`${event({ ...chunkOf({}), choices: [], usage })}data: [DONE]\n\n`);
  const gauge = await screen.findByRole("meter", { name: "Context used" });
  expect(gauge).toHaveAttribute("aria-valuetext", "1,638 of 8,192 tokens");
  expect(screen.getByText("20% of the context")).toBeVisible();
});

describe("the key of the API", () => {
  test("is asked for when the API wants one, sent as Bearer, and kept for the tab alone", async () => {
    api.key = "sk-right";
    const user = openPage(api);
    const dialog = await screen.findByRole("dialog", { name: "API key" });
    expect(within(dialog).getByText("The assistant asks for an API key.")).toBeVisible();
    expect(within(dialog).getByLabelText("Key")).toHaveFocus();
    await user.paste("sk-right");
    await user.keyboard("{Enter}");
    expect(await screen.findByText("Ready")).toBeVisible();
    expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    expect(sessionStorage.getItem(`devops-assistant-key ${api.url}`)).toBe("sk-right");
    expect(localStorage.getItem(`devops-assistant-key ${api.url}`)).toBeNull();
  });

  test("that is wrong is asked for again", async () => {
    api.key = "sk-right";
    const user = openPage(api);
    await screen.findByRole("dialog", { name: "API key" });
    await user.paste("sk-wrong");
    await user.keyboard("{Enter}");
    expect(await screen.findByText(/did not take the key/)).toBeVisible();
  });

  test("is kept on the device where the person says so, and can be forgotten", async () => {
    api.key = "sk-right";
    const user = openPage(api);
    await screen.findByRole("dialog", { name: "API key" });
    await user.paste("sk-right");
    await user.click(screen.getByRole("checkbox", { name: /^Keep it on this device/ }));
    await user.click(screen.getByRole("button", { name: "Use this key" }));
    await screen.findByText("Ready");
    expect(localStorage.getItem(`devops-assistant-key ${api.url}`)).toBe("sk-right");

    await user.click(screen.getByRole("button", { name: "Settings" }));
    await user.click(await screen.findByRole("button", { name: "API key…" }));
    await user.click(await screen.findByRole("button", { name: "Forget the key" }));
    await waitFor(() => {
      expect(localStorage.getItem(`devops-assistant-key ${api.url}`)).toBeNull();
    });
    expect(await screen.findByText("Unauthorised")).toBeVisible();
  });

  test("that no header can carry is not taken", async () => {
    const user = openPage(api);
    await user.click(await screen.findByRole("button", { name: "Settings" }));
    await user.click(await screen.findByRole("button", { name: "API key…" }));
    await screen.findByText("No key is sent. Enter one if the assistant asks for it.");
    await user.click(screen.getByLabelText("Key"));
    await user.paste("schlüssel mit leer");
    await user.click(screen.getByRole("button", { name: "Use this key" }));
    expect(screen.getByLabelText("Key")).toHaveAccessibleDescription(/no spaces and no special letters/);
  });
});
