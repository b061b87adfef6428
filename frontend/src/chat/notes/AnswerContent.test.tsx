import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { AssistantNotes, CommandNote } from "../../api/wire";
import { chunkOf, event, startFakeApi } from "../../testing/fakeApi";
import type { FakeApi } from "../../testing/fakeApi";
import corrected from "../../testing/recorded/corrected.sse?raw";
import secret from "../../testing/recorded/secret.sse?raw";
import { ask, lastAnswer, messageInput, openPage, replay } from "../../testing/renderApp";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

describe("secrets", () => {
  test("that were taken out are told by kind and placeholder under the message that had them", async () => {
    await replay(api, secret, "password=one and password=two");
    await waitFor(() => {
      expect(screen.getByRole("article", { name: "You" })).toHaveTextContent(
        "Taken out before the model saw it: password REDACTED_PASSWORD_1, password REDACTED_PASSWORD_2.",
      );
    });
    expect(await lastAnswer()).not.toHaveTextContent("Taken out");
  });

  test("of the answer are told under the answer", async () => {
    await replay(api, corrected);
    expect(await screen.findByText("REDACTED_GITHUB_TOKEN_1", { selector: "code" })).toBeVisible();
    expect(await lastAnswer()).toHaveTextContent("Taken out of this answer: GitHub token REDACTED_GITHUB_TOKEN_1.");
    expect(screen.getByRole("article", { name: "You" })).not.toHaveTextContent("Taken out");
  });

  test("in a draft are warned of, and never keep it from being sent", async () => {
    const user = openPage(api);
    await user.click(await messageInput());
    await user.paste("How do I set a password?");
    expect(screen.queryByText(/The server takes secrets out/)).not.toBeInTheDocument();
    await user.paste(` password=${"Tr0ub4dor".repeat(2)}`);
    expect(
      await screen.findByText("This seems to have a password in it. The server takes secrets out before the model sees them."),
    ).toBeVisible();
    await user.keyboard("{Enter}");
    await api.nextAnswer();
    expect(api.requests).toHaveLength(1);
    expect(screen.queryByText(/The server takes secrets out/)).not.toBeInTheDocument();
  });
});

describe("notes that come while an answer is cut", () => {
  const risk: CommandNote = {
    block: 0,
    line: 1,
    command: "rm -rf /srv",
    risk: "destructive",
    reason: "deletes",
    pasted: false,
  };

  test("a stopped answer keeps them, and says of what was not looked at that it was not", async () => {
    const user = openPage(api);
    await ask(user, "one");
    const answer = await api.nextAnswer();
    answer.tell({ intent: "how_to", references: [{ source: "runbook", id: "a", title: "A way", link: null }] });
    answer.say("**A way** [1]:\n\n```bash\nrm -rf /srv\n");
    await screen.findByRole("button", { name: "Reference 1: A way" });
    expect(screen.queryByRole("button", { name: "Not checked" })).not.toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Stop" }));
    await user.click(await screen.findByRole("button", { name: "Not checked" }));
    expect(screen.getByText("The answer ended before this block was checked.")).toBeVisible();
    expect(screen.getByRole("region", { name: "From the reference" })).toHaveTextContent("Runbook");
  });

  test("a retry begins without those of the failed answer", async () => {
    const user = openPage(api);
    await ask(user, "one");
    const broken = await api.nextAnswer();
    broken.tell({ risks: [risk], redactions: [{ type: "password", placeholder: "REDACTED_PASSWORD_1", message: 0 }] });
    broken.say("part");
    await screen.findByText("REDACTED_PASSWORD_1");
    broken.cut();
    await user.click(await screen.findByRole("button", { name: "Retry" }));
    const whole = await api.nextAnswer();
    whole.say("whole");
    whole.finish();
    await screen.findByText("whole");
    expect(screen.queryByText("REDACTED_PASSWORD_1")).not.toBeInTheDocument();
    expect(screen.getByText("The answer is complete.")).toBeInTheDocument();
  });

  test("what was left out of a long paste is a note, once, and stays in what is copied", async () => {
    const user = openPage(api);
    await ask(user, "one");
    const answer = await api.nextAnswer();
    const said = "_Only a part was read._\n\nThe answer.";
    answer.tell({ excerpts: ["Only a part was read."] });
    answer.say(said);
    answer.finish();
    await screen.findByText("The answer is complete.");
    expect(await screen.findByText("Only a part was read.")).toBeVisible();
    await user.click(within(await lastAnswer()).getByRole("button", { name: "Copy message" }));
    expect(await navigator.clipboard.readText()).toBe(said);
    await user.click(screen.getByRole("button", { name: "Shorten it yourself" }));
    expect(await screen.findByRole("textbox", { name: "Edit the message" })).toHaveFocus();
  });

  test.each([
    ["no object", "x"],
    ["lists of other things", { references: [1], redactions: [], excerpts: [], checks: [], risks: [] }],
    ["no lists", { references: null }],
    ["blocks of another form", { references: [], redactions: [], excerpts: [], checks: [{ block: 0 }], risks: [] }],
  ])("notes that cannot be read (%s) leave the answer as it is", async (_, assistant) => {
    const user = openPage(api);
    await ask(user, "one");
    const answer = await api.nextAnswer();
    answer.write(event({ ...chunkOf({ content: "The answer." }), assistant: assistant as unknown as AssistantNotes }));
    answer.finish();
    expect(await screen.findByText("The answer.")).toBeVisible();
    expect(screen.queryByRole("region", { name: "From the reference" })).not.toBeInTheDocument();
  });
});
