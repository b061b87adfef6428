import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startFakeApi } from "../../testing/fakeApi";
import type { FakeApi } from "../../testing/fakeApi";
import howTo from "../../testing/recorded/how-to.sse?raw";
import secret from "../../testing/recorded/secret.sse?raw";
import { ask, openPage, replay } from "../../testing/renderApp";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

describe("the references of an answer", () => {
  const PATH = "/v1/devops/references/handbook/kubernetes/restart-deployment";
  const REFERENCE = {
    id: "kubernetes/restart-deployment",
    title: "Restart the pods of a Deployment one after another",
    source: "handbook" as const,
    link: PATH,
    text: "# Restart the pods of a Deployment one after another\n\nNew pods <b>first</b>.\n\n## How\n\n```bash\nkubectl rollout restart\n```",
  };

  test("are listed with number, title and source, and open in full", async () => {
    api.references.set(PATH, REFERENCE);
    const user = await replay(api, howTo);
    const card = within(await screen.findByRole("region", { name: "From the reference" }));
    expect(card.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
      "[1]Find out why a pod keeps restarting (CrashLoopBackOff)Handbook",
      `[2]${REFERENCE.title}Handbook`,
      "[3]Resize a running pod in placeHandbook",
    ]);

    const opener = card.getByRole("button", { name: REFERENCE.title });
    await user.click(opener);
    const dialog = await screen.findByRole("dialog", { name: new RegExp(REFERENCE.title) });
    // As text, and the title once.
    expect(await within(dialog).findByText("New pods <b>first</b>.")).toBeInTheDocument();
    expect(within(dialog).getAllByText(REFERENCE.title)).toHaveLength(1);
    expect(within(dialog).getByRole("heading", { name: "How", level: 3 })).toBeInTheDocument();

    await user.keyboard("{Escape}");
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    });
    expect(opener).toHaveFocus();
  });

  test("open from where they are cited, and one that has gone says so", async () => {
    const user = await replay(api, howTo);
    const cited = await screen.findAllByRole("button", { name: /^Reference \d: / });
    expect(cited.map(({ textContent }) => textContent)).toEqual(["[1]", "[2]", "[3]"]);
    await user.click(screen.getByRole("button", { name: `Reference 2: ${REFERENCE.title}` }));
    expect(await screen.findByRole("heading", { name: "The reference is not there" })).toBeInTheDocument();
    await user.click(screen.getByRole("button", { name: "Close" }));
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    });
  });

  test("can be tried again when the server was away", async () => {
    api.references.set(PATH, REFERENCE);
    const user = await replay(api, howTo);
    api.down = true;
    await user.click(await screen.findByRole("button", { name: `Reference 2: ${REFERENCE.title}` }));
    expect(await screen.findByRole("heading", { name: "The assistant cannot be reached" })).toBeInTheDocument();
    api.down = false;
    await user.click(screen.getByRole("button", { name: "Retry" }));
    expect(await screen.findByText("New pods <b>first</b>.")).toBeInTheDocument();
  });

  test("that have no text of their own are shown where they are listed", async () => {
    const user = await replay(api, secret);
    await user.click(await screen.findByRole("button", { name: /^Reference 1: PostgreSQL/ }));
    const line = within(screen.getByRole("region", { name: "From the reference" })).getByRole("listitem");
    expect(line).toHaveFocus();
    expect(line).toHaveTextContent("Known error");
  });

  test("escape closes one and leaves the answer that streams alone", async () => {
    const user = openPage(api);
    await ask(user, "one");
    const answer = await api.nextAnswer();
    answer.tell({ references: [{ source: "handbook", id: "a", title: "A way", link: PATH }] });
    answer.say("**A way** [1], and on");
    await user.click(await screen.findByRole("button", { name: "Reference 1: A way" }));
    await screen.findByRole("dialog");
    await user.keyboard("{Escape}");
    await waitFor(() => {
      expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
    });
    expect(screen.getByRole("button", { name: "Stop" })).toBeVisible();
  });
});
