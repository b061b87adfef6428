import { cleanup, render, screen } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import type { UserEvent } from "@testing-library/user-event";

import { App } from "../app/App";
import type { Spoken } from "../app/speaking";
// Fetched by the page once it is open; to make it takes a test longer than to ask.
import "../chat/MessageList";
import type { FakeApi } from "./fakeApi";

const ENGLISH: Spoken = { language: "en", translation: {} };

/** Open the page as it is served: under a prefix of a bucket that also holds config.json. */
export function openPage(api: FakeApi, spoken: Spoken = ENGLISH): UserEvent {
  const base = document.createElement("base");
  base.href = `${api.url}/some/prefix/`;
  document.head.append(base);
  const user = userEvent.setup();
  render(<App spoken={spoken} />);
  return user;
}

/** Close the page, as its tab is closed. */
export function closePage(): void {
  cleanup();
  document.querySelector("base")?.remove();
}

export async function ask(user: UserEvent, question: string): Promise<void> {
  await user.click(await messageInput());
  await user.paste(question);
  await user.keyboard("{Enter}");
}

/** Open the page, ask, and be answered as a server once did. */
export async function replay(api: FakeApi, recording: string, question = "the question"): Promise<UserEvent> {
  const user = openPage(api);
  await ask(user, question);
  (await api.nextAnswer()).replay(recording);
  await screen.findByText(/^The answer is complete\./);
  return user;
}

export function messageInput(): Promise<HTMLElement> {
  return screen.findByRole("textbox", { name: "Message" });
}

/** The last answer shown. */
export async function lastAnswer(): Promise<HTMLElement> {
  const answer = (await screen.findAllByRole("article", { name: "Assistant" })).at(-1);
  if (answer === undefined) throw new Error("there is no answer");
  return answer;
}
