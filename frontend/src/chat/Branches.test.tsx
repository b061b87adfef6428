import { screen, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { chunkOf, event, startFakeApi } from "../testing/fakeApi";
import type { FakeApi } from "../testing/fakeApi";
import { ask, lastAnswer, messageInput, openPage } from "../testing/renderApp";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

async function answerWith(text: string, reason: "stop" | "length" = "stop", shown: string | RegExp = text): Promise<void> {
  const answer = await api.nextAnswer();
  answer.say(text);
  answer.finish(reason);
  await screen.findByText(shown);
  await screen.findAllByRole("button", { name: "Answer again" });
  await within(await lastAnswer()).findByRole("button", { name: "Answer again" });
}

async function openWithAnswer(): Promise<UserEvent> {
  const user = openPage(api);
  await ask(user, "One");
  await answerWith("first");
  return user;
}

function sent(): readonly (readonly [string, string])[] {
  return (api.requests.at(-1)?.messages ?? []).map(({ role, content }) => [role, content]);
}

describe("another answer", () => {
  test("stands beside the old one, and the focus stays on what goes through them", async () => {
    const user = await openWithAnswer();
    await user.click(within(await lastAnswer()).getByRole("button", { name: "Answer again" }));
    await answerWith("second");
    expect(sent()).toEqual([["user", "One"]]);
    expect(screen.queryByText("first")).not.toBeInTheDocument();
    const versions = within(await lastAnswer()).getByRole("group", { name: "Version 2 of 2" });
    expect(versions).toHaveTextContent("2 / 2");

    await user.click(within(versions).getByRole("button", { name: "Previous version" }));
    expect(await screen.findByText("first")).toBeVisible();
    const previous = screen.getByRole("button", { name: "Previous version" });
    expect(previous).toHaveFocus();
    expect(previous).toHaveAttribute("aria-disabled", "true");
    await user.keyboard("{Enter}");
    expect(screen.getByText("first")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Next version" }));
    expect(await screen.findByText("second")).toBeVisible();
    expect(screen.getByRole("button", { name: "Next version" })).toHaveFocus();
  });

  test("to an early question leaves what followed on the old branch", async () => {
    const user = await openWithAnswer();
    await ask(user, "Two");
    await answerWith("follow-up");
    const [first] = screen.getAllByRole("article", { name: "Assistant" });
    if (first === undefined) throw new Error("there is no answer");
    await user.click(within(first).getByRole("button", { name: "Answer again" }));
    await answerWith("other");
    expect(screen.queryByText("follow-up")).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Previous version" }));
    expect(await screen.findByText("follow-up")).toBeVisible();
    await ask(user, "Three");
    await api.nextAnswer();
    expect(sent().map(([, content]) => content)).toEqual(["One", "first", "Two", "follow-up", "Three"]);
  });

  test("asked for while one streams stops that one", async () => {
    const user = await openWithAnswer();
    await ask(user, "Two");
    const left = await api.nextAnswer();
    left.say("part");
    await screen.findByText("part");
    const [first] = screen.getAllByRole("article", { name: "Assistant" });
    if (first === undefined) throw new Error("there is no answer");
    await user.click(within(first).getByRole("button", { name: "Answer again" }));
    await left.left;
    await answerWith("other");
    await user.click(screen.getByRole("button", { name: "Previous version" }));
    expect(await screen.findByText("part")).toBeVisible();
    expect(screen.getByText("This answer was stopped.")).toBeVisible();
  });
});

describe("an edited question", () => {
  test("is a version of its own, asked without what followed the old one", async () => {
    const user = await openWithAnswer();
    await user.click(screen.getByRole("button", { name: "Edit message" }));
    const editor = screen.getByRole("textbox", { name: "Edit the message" });
    expect(editor).toHaveFocus();
    await user.keyboard(" more{Enter}");
    await answerWith("of more");
    expect(sent()).toEqual([["user", "One more"]]);
    expect(screen.getByRole("article", { name: "You" })).toHaveTextContent(/2 \/ 2.*One more/);
    expect(await messageInput()).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Previous version" }));
    expect(await screen.findByText("first")).toBeVisible();
  });

  test("is left as it was by Escape, and the focus goes back", async () => {
    const user = await openWithAnswer();
    await user.click(screen.getByRole("button", { name: "Edit message" }));
    await user.keyboard(" more{Escape}");
    expect(screen.getByRole("button", { name: "Edit message" })).toHaveFocus();
    expect(within(screen.getByRole("region", { name: "Conversation" })).getByText("One")).toBeVisible();
    expect(api.requests).toHaveLength(1);
  });
});

describe("an answer that ended early", () => {
  test.each(["length", "stop"] as const)("goes on when asked to (%s)", async (how) => {
    const user = openPage(api);
    await ask(user, "One");
    if (how === "length") await answerWith("part", "length");
    else {
      (await api.nextAnswer()).say("part");
      await screen.findByText("part");
      await user.click(screen.getByRole("button", { name: "Stop" }));
    }
    await user.click(await screen.findByRole("button", { name: "Continue" }));
    await answerWith("ition", "stop", "partition");
    expect(sent()).toEqual([
      ["user", "One"],
      ["assistant", "part"],
    ]);
    expect(api.requests.at(-1)).toMatchObject({ continue_final_message: true, add_generation_prompt: false });
    expect(screen.queryByRole("button", { name: "Continue" })).not.toBeInTheDocument();
    expect(screen.getAllByRole("article")).toHaveLength(2);
  });

  test("goes on in the block that was open", async () => {
    const user = openPage(api);
    await ask(user, "One");
    await answerWith("See:\n\n```bash\nkubectl get", "length", "kubectl get");
    await user.click(await screen.findByRole("button", { name: "Continue" }));
    await answerWith(" pods\n```\n\nDone.", "stop", "Done.");
    expect(await screen.findAllByRole("group", { name: "Code, bash" })).toHaveLength(1);
    expect(screen.getByRole("group", { name: "Code, bash" })).toHaveTextContent("kubectl get pods");
  });

  test("keeps what it had where going on fails, and can be gone on with again", async () => {
    const user = openPage(api);
    await ask(user, "One");
    await answerWith("part", "length");
    await user.click(await screen.findByRole("button", { name: "Continue" }));
    (await api.nextAnswer()).cut();
    const card = await screen.findByRole("group", { name: "The answer failed" });
    expect(screen.getByText("part")).toBeVisible();
    await user.click(within(card).getByRole("button", { name: "Continue" }));
    await answerWith("ition", "stop", "partition");
  });
});

test("an answer says how much it was and how fast it came", async () => {
  const user = openPage(api);
  await ask(user, "One");
  const answer = await api.nextAnswer();
  answer.write(event({ ...chunkOf({ content: "words" }), usage: usageOf(12) }));
  answer.finish();
  expect(await within(await lastAnswer()).findByText(/^12 tokens · (?:.* tokens\/s · )?first words after [\d.]+ s$/)).toBeVisible();
});

test("a stopped answer says what it was so far, and one that went on what it is in all", async () => {
  const user = openPage(api);
  await ask(user, "One");
  (await api.nextAnswer()).write(event({ ...chunkOf({ content: "words" }), usage: usageOf(7) }));
  await screen.findByText("words");
  await user.click(screen.getByRole("button", { name: "Stop" }));
  expect(await within(await lastAnswer()).findByText(/^7 tokens · first words after/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Continue" }));
  const more = await api.nextAnswer();
  more.write(event({ ...chunkOf({ content: " and more" }), usage: usageOf(5) }));
  more.finish();
  expect(await within(await lastAnswer()).findByText(/^12 tokens · /)).toBeVisible();
});

function usageOf(answerTokens: number) {
  const prompt_tokens_details = { cached_tokens: 0 };
  return { prompt_tokens: 30, completion_tokens: answerTokens, total_tokens: 30 + answerTokens, prompt_tokens_details };
}

test("the branch that is shown is shared as Markdown, copied or as a file", async () => {
  const user = openPage(api);
  await ask(user, "Why does it <fail>?");
  await answerWith("Because.");
  await user.click(screen.getByRole("button", { name: "Share" }));
  const dialog = await screen.findByRole("dialog", { name: "Share this conversation" });
  await user.click(within(dialog).getByRole("button", { name: "Copy" }));
  expect(await within(dialog).findByText("Copied.")).toBeVisible();
  expect(await navigator.clipboard.readText()).toBe(
    "# Why does it <fail>?\n\n## You\n\n```text\nWhy does it <fail>?\n```\n\n## Assistant (devops-assistant)\n\nBecause.\n",
  );
  await user.click(within(dialog).getByRole("button", { name: "Close" }));
  expect(screen.getByRole("button", { name: "Share" })).toHaveFocus();
});
