import { recorded, refused, unfinished } from "./recordedApi.js";

/** @import { Page } from "playwright-core" */
/** @import { Answering } from "./recordedApi.js" */

/**
 * @typedef {object} State
 * @property {string} name
 * @property {"config" | "api"} [without] what cannot be had.
 * @property {object} [health] what is unlike a server that is ready.
 * @property {number} [refuses] the status with which the server refuses everything.
 * @property {(page: Page) => Promise<void>} reach from the page as it opens; resolves when it is there to be looked at.
 */

const BUSY = { message: "The queue is full.", type: "rate_limit_error", code: "queue_full", request_id: "req-7f3a91c2" };
const WRONG_KEY = { message: "The API key is not known.", type: "authentication_error", code: "invalid_api_key" };

/** @type {Readonly<Record<string, Answering>>} by the question. */
const ANSWERS = {
  "Why does it restart?": recorded("how-to"),
  "Clean up": recorded("destructive"),
  "With secrets": recorded("secret"),
  "Fix this": recorded("corrected"),
  "Take long": unfinished("Look at the events first:\n\n```bash\nkubectl describe pod web-0\n"),
  "When busy": refused(429, BUSY, { "retry-after": "20" }),
  "Without a key": refused(401, WRONG_KEY),
};

/** @type {(question: string) => Answering} */
export function answerAsAsked(question) {
  return ANSWERS[question] ?? recorded("how-to");
}

/** @type {readonly State[]} every state that a person can bring the page into. */
export const STATES = [
  { name: "without config.json", without: "config", reach: heading("This page does not know where the assistant is") },
  { name: "empty", reach: ready },
  { name: "loading the model", health: { status: "loading", model: null, reason: "The weights are being read." }, reach: says("Loading the model") },
  { name: "overloaded", health: { queue: { running: 16, waiting: 64, max_running: 16, max_waiting: 64 } }, reach: says("Overloaded") },
  { name: "unreachable", without: "api", reach: says("Unreachable") },
  { name: "about the server", health: { queue: { running: 16, waiting: 64, max_running: 16, max_waiting: 64 } }, reach: pressed("Overloaded", /Every place/) },
  { name: "about a server that is away", without: "api", reach: pressed("Unreachable", /Nothing answers at/) },
  { name: "a server that asks for a key", refuses: 401, reach: (page) => page.getByRole("dialog").getByText(/asks for an API key/).waitFor() },
  { name: "about a server that asks for a key", refuses: 401, reach: unauthorised },
  { name: "the shortcuts", reach: shortcuts },
  { name: "a new version", reach: newVersion },
  { name: "a message that was gone to", reach: goneTo },
  { name: "streaming", reach: (page) => begin(page, "Take long") },
  { name: "stopped", reach: stopped },
  { name: "an answer with references and risks", reach: (page) => ask(page, "Why does it restart?") },
  { name: "the commands of a block", reach: opened("Clean up", /Destructive/) },
  { name: "copying what is destructive", reach: destructive },
  { name: "an answer with findings", reach: opened("Fix this", /finding|correct/i) },
  { name: "what was redacted", reach: (page) => ask(page, "With secrets") },
  { name: "a secret while it is typed", reach: typedSecret },
  { name: "a reference in full", reach: reference },
  { name: "a question that is edited", reach: edited },
  { name: "a second version of an answer", reach: secondVersion },
  { name: "the conversation as Markdown", reach: shared },
  { name: "an attachment", reach: attached },
  { name: "the kept conversations", reach: conversations },
  { name: "what can be done with a conversation", reach: conversationMenu },
  { name: "what was deleted", reach: deleted },
  { name: "the settings", reach: settings },
  { name: "the key of the API", reach: apiKey },
  { name: "an error with a wait", reach: failed("When busy") },
  { name: "an error of the key", reach: failed("Without a key") },
];

/** @type {(page: Page, question: string) => Promise<void>} */
async function ask(page, question) {
  await send(page, question);
  await page.getByRole("article", { name: "Assistant" }).and(page.locator("[aria-busy=false]")).waitFor();
  await page.waitForLoadState("networkidle");
}

/** @type {(page: Page, question: string) => Promise<void>} */
async function begin(page, question) {
  await send(page, question);
  await page.getByRole("group", { name: "Code, bash" }).waitFor();
}

/** @type {(page: Page, question: string) => Promise<void>} */
async function send(page, question) {
  await ready(page);
  await page.getByRole("textbox", { name: "Message" }).fill(question);
  await page.keyboard.press("Enter");
}

/** @type {(page: Page) => Promise<void>} */
async function ready(page) {
  await says("Ready")(page);
}

/** @type {(words: string) => (page: Page) => Promise<void>} */
function says(words) {
  return (page) => page.getByText(words, { exact: true }).first().waitFor();
}

/** @type {(name: string) => (page: Page) => Promise<void>} */
function heading(name) {
  return (page) => page.getByRole("heading", { name }).waitFor();
}

/** @type {(question: string, button: string | RegExp) => (page: Page) => Promise<void>} */
function opened(question, button) {
  return async (page) => {
    await ask(page, question);
    await page.getByRole("button", { name: button }).first().click();
  };
}

/** @type {(question: string) => (page: Page) => Promise<void>} */
function failed(question) {
  return async (page) => {
    await send(page, question);
    await page.getByRole("group", { name: "The answer failed" }).waitFor();
  };
}

/** @type {(button: string, words: RegExp) => (page: Page) => Promise<void>} */
function pressed(button, words) {
  return async (page) => {
    await page.getByRole("button", { name: button }).click();
    await page.getByText(words).waitFor();
  };
}

/** @type {(page: Page) => Promise<void>} */
async function unauthorised(page) {
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await pressed("Unauthorised", /got none/)(page);
}

/** @type {(page: Page) => Promise<void>} */
async function destructive(page) {
  await ask(page, "Clean up");
  await page.getByRole("button", { name: "Copy code" }).nth(1).click();
  await page.getByRole("button", { name: /Copy anyway/ }).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function shortcuts(page) {
  await ready(page);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function newVersion(page) {
  await ready(page);
  await page.waitForLoadState("networkidle");
  const here = page.url();
  await page.route(here, async (route) => {
    const html = await (await fetch(here)).text();
    await route.fulfill({ contentType: "text/html", body: html.replace(/assets\/index-[^"]+\.js/, "assets/index-newer.js") });
  });
  await page.evaluate(() => {
    dispatchEvent(new Event("focus"));
  });
  await page.getByText("A new version of this page is there").waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function goneTo(page) {
  await ask(page, "Why does it restart?");
  await page.keyboard.press("Alt+ArrowUp");
  await page.locator("article:focus").waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function edited(page) {
  await ask(page, "Clean up");
  await page.getByRole("button", { name: "Edit message" }).click();
  await page.getByRole("textbox", { name: "Edit the message" }).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function secondVersion(page) {
  await ask(page, "Clean up");
  await page.getByRole("button", { name: "Answer again" }).click();
  await page.getByRole("group", { name: "Version 2 of 2" }).waitFor();
  await page.waitForLoadState("networkidle");
}

/** @type {(page: Page) => Promise<void>} */
async function shared(page) {
  await ask(page, "Clean up");
  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("dialog").getByRole("group", { name: "Markdown" }).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function attached(page) {
  await ready(page);
  const log = Array.from({ length: 40 }, (_, line) => `12:00:${String(line)} ERROR web-0 could not connect`).join("\n");
  await page.getByLabel("Files to attach").setInputFiles({ name: "web.log", mimeType: "text/plain", buffer: Buffer.from(log) });
  await page.getByRole("button", { name: /^web\.log / }).click();
  await page.getByRole("group", { name: "Beginning and end of web.log" }).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function stopped(page) {
  await begin(page, "Take long");
  await page.keyboard.press("Escape");
  await says("This answer was stopped.")(page);
}

/** @type {(page: Page) => Promise<void>} */
async function typedSecret(page) {
  await ready(page);
  await page.getByRole("textbox", { name: "Message" }).fill("psql postgres://app:n0tARealOne@db/app fails");
  await page.getByText(/This seems to have/).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function reference(page) {
  await ask(page, "Why does it restart?");
  await page.getByRole("region", { name: "From the reference" }).getByRole("button").first().click();
  await page.getByRole("dialog").getByRole("group", { name: "Code, bash" }).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function conversations(page) {
  await ask(page, "Clean up");
  // On a wide screen they stand beside the page.
  if ((await page.getByRole("complementary").count()) === 0) await page.getByRole("button", { name: "Show conversations" }).click();
  await page.getByRole("navigation", { name: "Conversations" }).getByRole("button", { name: "Actions for Clean up" }).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function conversationMenu(page) {
  await conversations(page);
  await page.getByRole("button", { name: "Actions for Clean up" }).click();
  await page.getByRole("menu").waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function deleted(page) {
  await conversationMenu(page);
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Undo" }).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function settings(page) {
  await ready(page);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("dialog").getByRole("radio", { name: "smollm2-135m-instruct" }).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function apiKey(page) {
  await settings(page);
  await page.getByRole("button", { name: /^API key/ }).click();
  await page.getByRole("dialog").getByLabel(/key/i).first().waitFor();
}
