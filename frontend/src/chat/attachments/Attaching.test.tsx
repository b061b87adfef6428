import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startFakeApi } from "../../testing/fakeApi";
import type { FakeApi } from "../../testing/fakeApi";
import { messageInput, openPage } from "../../testing/renderApp";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

const LOG = Array.from({ length: 100 }, (_, index) => `line ${String(index)} ${index === 3 ? "ERROR" : "INFO"} x`).join("\n");

describe("a long paste", () => {
  test("is a chip that shows how it begins and ends, and is sent behind the text", async () => {
    const user = openPage(api);
    await user.click(await messageInput());
    await user.paste("Why?");
    await user.paste(LOG);
    expect(await messageInput()).toHaveValue("Why?");
    const chip = await screen.findByRole("button", { name: "pasted.log 100 lines" });
    await user.click(chip);
    const view = screen.getByRole("group", { name: "Beginning and end of pasted.log" });
    expect(view).toHaveTextContent(/line 0 .*line 19 .*60 lines not shown, sent all the same.*line 80 .*line 99 /);
    expect(screen.getByText("1 error")).toBeVisible();

    await user.click(await messageInput());
    await user.keyboard("{Enter}");
    await api.nextAnswer();
    expect(api.requests[0]?.messages[0]?.content).toBe(`Why?\n\n\`\`\`pasted.log\n${LOG}\n\`\`\``);
    await screen.findByRole("button", { name: "Edit message" });
    const question = screen.getByRole("article", { name: "You" });
    expect(within(question).getByText("Why?")).toBeVisible();
    expect(within(question).getByRole("button", { name: "pasted.log 100 lines" })).toBeVisible();
    expect(screen.queryByRole("button", { name: /^Remove/ })).not.toBeInTheDocument();
  });

  test("can be removed, and the focus goes on to the next, or to the input", async () => {
    const user = openPage(api);
    await user.click(await messageInput());
    await user.paste(LOG);
    await user.paste(`${LOG} again`);
    await user.click(await screen.findByRole("button", { name: "Remove pasted.log" }));
    expect(screen.getByRole("button", { name: "pasted-2.log 100 lines" })).toHaveFocus();
    await user.click(screen.getByRole("button", { name: "Remove pasted-2.log" }));
    expect(await messageInput()).toHaveFocus();
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
  });

  test("is looked through for secrets, as what is typed is", async () => {
    const user = openPage(api);
    await user.click(await messageInput());
    await user.paste(`${LOG}\npassword=${"Tr0ub4dor".repeat(2)}`);
    expect(await screen.findByText(/^This seems to have a password in it/)).toBeVisible();
  });

  test("alone is a question, and can be taken from it when it is edited", async () => {
    const user = openPage(api);
    await user.click(await messageInput());
    await user.paste(LOG);
    await user.click(screen.getByRole("button", { name: "Send" }));
    const answer = await api.nextAnswer();
    answer.say("ok");
    answer.finish();
    await screen.findByText("ok");
    await user.click(screen.getByRole("button", { name: "Edit message" }));
    await user.click(screen.getByRole("button", { name: "Remove pasted.log" }));
    expect(screen.getByRole("button", { name: "Send as new version" })).toBeDisabled();
    await user.type(screen.getByRole("textbox", { name: "Edit the message" }), "words{Enter}");
    await api.nextAnswer();
    expect(api.requests.at(-1)?.messages).toEqual([{ role: "user", content: "words" }]);
  });
});

describe("a file", () => {
  test("that is chosen is a chip under its name, or the nearest that is free", async () => {
    const user = openPage(api);
    await messageInput();
    await user.upload(screen.getByLabelText("Files to attach"), new File(["a: 1\n"], "values.yaml"));
    expect(await screen.findByRole("button", { name: "values.yaml 1 line" })).toBeVisible();
    await user.upload(screen.getByLabelText("Files to attach"), new File(["a: 2\n"], "values.yaml"));
    expect(await screen.findByRole("button", { name: "values-2.yaml 1 line" })).toBeVisible();
  });

  test("that is dropped is taken, and one that is no text is refused with the reason", async () => {
    openPage(api);
    await messageInput();
    const files = [new File(["a: 1\n"], "values.yaml"), new File([new Uint8Array([0, 1, 2])], "a.out")];
    const main = screen.getByRole("main");
    const dataTransfer = { files, types: ["Files"], dropEffect: "none" };
    fireEvent.dragOver(main, { dataTransfer });
    expect(screen.getByText("Drop text files to attach them")).toBeVisible();
    fireEvent.drop(main, { dataTransfer });
    expect(screen.queryByText("Drop text files to attach them")).not.toBeInTheDocument();
    expect(await screen.findByRole("button", { name: "values.yaml 1 line" })).toBeVisible();
    await waitFor(() => {
      expect(screen.getByRole("alert")).toHaveTextContent("a.out is not a text file.");
    });
  });
});
