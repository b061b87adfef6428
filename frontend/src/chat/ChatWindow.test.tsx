import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { chunkOf, event, startFakeApi } from "../testing/fakeApi";
import type { FakeApi } from "../testing/fakeApi";
import { ask, lastAnswer, messageInput, openPage } from "../testing/renderApp";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
});
afterEach(() => api.close());

describe("an answer", () => {
  test("waits, streams in, and settles", async () => {
    const user = openPage(api);
    await ask(user, "Why does my pod restart?");
    const answer = await api.nextAnswer();
    expect(await lastAnswer()).toHaveAttribute("aria-busy", "true");
    expect(screen.getByText("Waiting for the first words")).toBeVisible();
    expect(screen.getByText("The assistant is answering.")).toBeInTheDocument();

    answer.write(": keep-alive\n\n");
    answer.write(event(chunkOf({ role: "assistant", content: "" })));
    answer.say("Look at its **previous");
    expect(await within(await lastAnswer()).findByText("Look at its **previous")).toBeVisible();
    expect(screen.queryByText("Waiting for the first words")).not.toBeInTheDocument();

    answer.say(" log**.");
    answer.finish();
    await screen.findByText("The answer is complete.");
    await screen.findByText("previous log", { selector: "strong" });
    expect(await lastAnswer()).toHaveTextContent("Look at its previous log.");
    expect(await lastAnswer()).toHaveAttribute("aria-busy", "false");
  });

  test("survives a character that arrives in two pieces", async () => {
    const user = openPage(api);
    await ask(user, "Say it in French");
    const answer = await api.nextAnswer();
    const bytes = new TextEncoder().encode(event(chunkOf({ content: "redémarré" })));
    const middle = bytes.indexOf(0xc3) + 1;
    answer.write(bytes.subarray(0, middle));
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer.write(bytes.subarray(middle));
    answer.finish();
    expect(await screen.findByText("redémarré")).toBeVisible();
  });

  test("that reached the token limit says that it finished early", async () => {
    const user = openPage(api);
    await ask(user, "Explain everything");
    const answer = await api.nextAnswer();
    answer.say("First,");
    answer.finish("length");
    expect(await screen.findByText(/stopped at the token limit\.$/, { selector: "article *" })).toBeVisible();
  });

  test("is followed by a request that holds the whole conversation", async () => {
    const user = openPage(api);
    await ask(user, "One");
    const first = await api.nextAnswer();
    first.say("1");
    first.finish();
    await screen.findByText("The answer is complete.");
    await ask(user, "Two");
    await api.nextAnswer();
    expect(api.requests.at(-1)).toMatchObject({
      model: "devops-assistant",
      stream: true,
      messages: [
        { role: "user", content: "One" },
        { role: "assistant", content: "1" },
        { role: "user", content: "Two" },
      ],
    });
  });
});

describe("stopping", () => {
  test("by the button keeps what came, tells the server, and gives the input back", async () => {
    const user = openPage(api);
    await ask(user, "Tell me a lot");
    const answer = await api.nextAnswer();
    answer.say("So far");
    await screen.findByText("So far");
    await user.click(screen.getByRole("button", { name: "Stop" }));
    await answer.left;
    await screen.findByText("This answer was stopped.");
    expect(screen.getByText("So far")).toBeVisible();
    expect(screen.getByRole("textbox", { name: "Message" })).toHaveFocus();
    expect(screen.getByRole("button", { name: "Send" })).toBeVisible();
  });

  test("by Escape works before the first word", async () => {
    const user = openPage(api);
    await ask(user, "Tell me a lot");
    const answer = await api.nextAnswer();
    await user.keyboard("{Escape}");
    await answer.left;
    expect(await screen.findByText("This answer was stopped.")).toBeVisible();
  });
});

describe("a failure", () => {
  test("of the connection in mid-answer keeps the text, and a retry replaces it", async () => {
    const user = openPage(api);
    await ask(user, "How do I drain a node?");
    const broken = await api.nextAnswer();
    broken.say("Use kubectl");
    await screen.findByText("Use kubectl");
    broken.cut();
    expect(await screen.findByRole("heading", { name: "The connection was cut" })).toBeVisible();
    expect(screen.getByText("Use kubectl")).toBeVisible();

    await user.click(screen.getByRole("button", { name: "Retry" }));
    const retried = await api.nextAnswer();
    retried.say("Run kubectl drain.");
    retried.finish();
    await screen.findByText("Run kubectl drain.");
    expect(screen.queryByText("Use kubectl")).not.toBeInTheDocument();
    expect(api.requests.at(-1)?.messages).toEqual([{ role: "user", content: "How do I drain a node?" }]);
    expect(screen.getAllByRole("article", { name: "You" })).toHaveLength(1);
  });

  test("told in mid-stream shows the server's words and the request id", async () => {
    const user = openPage(api);
    await ask(user, "Hello");
    const answer = await api.nextAnswer();
    answer.say("Hel");
    answer.failInStream({
      message: "The step failed",
      type: "server_error",
      code: "engine_failed",
      request_id: "req-7",
    });
    expect(await screen.findByRole("heading", { name: "The server failed" })).toBeVisible();
    expect(screen.getByText(/The step failed\./)).toBeVisible();
    expect(screen.getByText("req-7")).toBeVisible();
  });

  test("of a full queue counts down before it offers a retry", async () => {
    const user = openPage(api);
    await ask(user, "Hello");
    (await api.nextAnswer()).refuse(429, { code: "queue_full", request_id: "req-1" }, { "retry-after": "2" });
    expect(await screen.findByRole("heading", { name: "The assistant is busy" })).toBeVisible();
    expect(screen.getByRole("button", { name: /Retry in [12]\ss/ })).toBeDisabled();
    expect(await screen.findByRole("button", { name: "Retry" })).toBeEnabled();
  });

  test("of a server that is down says where it was looked for", async () => {
    const user = openPage(api);
    await messageInput();
    await screen.findByText("Ready");
    api.down = true;
    await ask(user, "Hello");
    expect(await screen.findByRole("heading", { name: "The assistant cannot be reached" })).toBeVisible();
    expect(screen.getByText(new RegExp(`Nothing answered at ${api.url}`))).toBeVisible();
    expect(await screen.findByText("Unreachable")).toBeVisible();
    api.down = false;
    await user.click(screen.getByRole("button", { name: "Retry" }));
    const answer = await api.nextAnswer();
    answer.say("I am back.");
    answer.finish();
    expect(await screen.findByText("I am back.")).toBeVisible();
  });

  test("of a model that still loads says to wait", async () => {
    const user = openPage(api);
    await ask(user, "Hello");
    (await api.nextAnswer()).refuse(503, { code: "model_loading", message: "loading" });
    expect(await screen.findByRole("heading", { name: "The model is still loading" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Retry" })).toBeEnabled();
  });

  test("of a conversation that is too long gives the numbers and offers no retry, and is not sent again", async () => {
    const user = openPage(api);
    await ask(user, "a very long log");
    (await api.nextAnswer()).refuse(400, {
      code: "context_length_exceeded",
      message: "The prompt has 9120 tokens and the model takes 8192",
    });
    expect(await screen.findByRole("heading", { name: "The conversation is too long" })).toBeVisible();
    expect(screen.getByText(/9120 tokens and the model takes 8192\. Edit your message so that it has only the part/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Retry" })).not.toBeInTheDocument();

    await ask(user, "a short one");
    await api.nextAnswer();
    expect(api.requests.at(-1)?.messages).toEqual([{ role: "user", content: "a short one" }]);
  });

  test("of something that is not the API is not shown as an answer", async () => {
    const user = openPage(api);
    await ask(user, "Hello");
    (await api.nextAnswer()).reply(200, "text/html", "<h1>Welcome</h1>");
    expect(await screen.findByRole("heading", { name: "The answer could not be read" })).toBeVisible();
  });
});

describe("the input", () => {
  test("sends on Enter, breaks the line on Shift+Enter, and shows the question as it was written", async () => {
    const user = openPage(api);
    await user.click(await messageInput());
    await user.keyboard("**a**{Shift>}{Enter}{/Shift}<b>b</b>");
    expect(api.requests).toHaveLength(0);
    await user.keyboard("{Enter}");
    await api.nextAnswer();
    expect(api.requests[0]?.messages).toEqual([{ role: "user", content: "**a**\n<b>b</b>" }]);
    expect(screen.getByRole("article", { name: "You" })).toHaveTextContent("**a** <b>b</b>");
    expect(await messageInput()).toHaveValue("");
    expect(await messageInput()).toHaveFocus();
  });

  test("leaves the Enter that ends a composition to the input method", async () => {
    const user = openPage(api);
    const input = await messageInput();
    await user.click(input);
    await user.paste("再起動");
    fireEvent.keyDown(input, { key: "Enter", isComposing: true });
    expect(screen.queryByRole("article")).not.toBeInTheDocument();
    fireEvent.keyDown(input, { key: "Enter" });
    expect(await screen.findByRole("article", { name: "You" })).toHaveTextContent("再起動");
  });

  test("sends nothing while it is blank, and keeps the draft while an answer streams", async () => {
    const user = openPage(api);
    await user.click(await messageInput());
    await user.keyboard("  {Enter}");
    expect(screen.getByRole("button", { name: "Send" })).toBeDisabled();
    await ask(user, "One");
    await api.nextAnswer();
    await user.paste("Two");
    await user.keyboard("{Enter}");
    expect(await messageInput()).toHaveValue("Two");
    expect(api.requests).toHaveLength(1);
  });
});

describe("copying", () => {
  test("takes a code block without its fence, and a message as it was written", async () => {
    const user = openPage(api);
    await ask(user, "Show me");
    const answer = await api.nextAnswer();
    const text = "Run:\n\n```bash\nkubectl get pods\n```";
    answer.say(text);
    answer.finish();
    await screen.findByText("The answer is complete.");
    expect(await screen.findByRole("group", { name: "Code, bash" })).toHaveTextContent("kubectl get pods");

    await user.click(screen.getByRole("button", { name: "Copy code" }));
    expect(await navigator.clipboard.readText()).toBe("kubectl get pods");
    expect(await screen.findByRole("button", { name: "Copied" })).toBeVisible();
    await user.click(within(await lastAnswer()).getByRole("button", { name: "Copy message" }));
    expect(await navigator.clipboard.readText()).toBe(text);
  });
});

describe("scrolling", () => {
  test("up to read stops following and offers the way back", async () => {
    const user = openPage(api);
    await ask(user, "One");
    const scroller = screen.getByRole("region", { name: "Conversation" });
    Object.defineProperties(scroller, { scrollHeight: { value: 2000 }, clientHeight: { value: 500 } });
    const scrollTo = (top: number) => {
      scroller.scrollTop = top;
      fireEvent.scroll(scroller);
    };
    scrollTo(1500);
    expect(screen.queryByRole("button", { name: "Jump to latest" })).not.toBeInTheDocument();
    scrollTo(900);
    await user.click(await screen.findByRole("button", { name: "Jump to latest" }));
    await waitFor(() => {
      expect(scroller.scrollTop).toBeGreaterThanOrEqual(1500);
    });
    expect(screen.queryByRole("button", { name: "Jump to latest" })).not.toBeInTheDocument();
  });
});
