/*
 * How a conversation of 500 messages feels: how long a key takes to show, and the conversation to open.
 * `npm run long-conversation`, after `npm run build`.
 */
import { withChromium } from "./browser/chromium.js";
import { atMost, holds, margin } from "./browser/judge.js";
import { longAnswer } from "./browser/longText.js";
import { computedMs } from "./browser/mainThread.js";
import { servePage } from "./browser/pageServer.js";
import { startRecordedApi, streamed } from "./browser/recordedApi.js";

/** @import { Browser, Page } from "playwright-core" */

const MESSAGES = 500;
const KEY_MS = 50;
const OPENS_MS = 1000;
const TYPED = "kubectl get pods --all-namespaces -o wide | grep -v Running";
const WAIT_MS = 120_000;

const api = await startRecordedApi(() => streamed([longAnswer(400).filter((piece) => typeof piece === "string").join("")], 1));
const server = await servePage(() => JSON.stringify({ apiUrl: api.url }));
try {
  await withChromium(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(WAIT_MS);
    await page.addInitScript(watchKeys);
    await page.goto(server.url);
    for (let count = 0; count < MESSAGES / 2; count += 1) await ask(page, `Question ${String(count + 1)}: why does web-${String(count)} restart?`);
    const there = await page.getByRole("article").count();
    holds("the conversation is there", there === MESSAGES, `${String(there)} messages`);
    await tellTyping(browser, page);
    // Where conversations are kept the address names the one that is shown.
    if (new URL(page.url()).hash !== "") await tellOpening(page, there);
  });
} finally {
  await server.close();
  await api.close();
}

/** @type {(page: Page, question: string) => Promise<void>} */
async function ask(page, question) {
  const input = page.getByRole("textbox", { name: "Message" });
  await input.fill(question);
  await input.press("Enter");
  await page.waitForFunction(() => document.querySelector("article:last-of-type")?.getAttribute("aria-busy") === "false");
}

/** @type {(browser: Browser, page: Page) => Promise<void>} */
async function tellTyping(browser, page) {
  await page.getByRole("textbox", { name: "Message" }).focus();
  await page.evaluate(() => window.keyTimes.splice(0));
  const computed = await computedMs(browser, page, async () => {
    for (const key of TYPED) {
      await page.keyboard.type(key);
      await page.waitForTimeout(30);
    }
    await page.waitForTimeout(500);
  });
  const times = (await page.evaluate(() => window.keyTimes)).sort((one, other) => one - other);
  const median = times[Math.floor(times.length / 2)] ?? 0;
  console.log(`        half of ${String(times.length)} keys took ${median.toFixed(0)} ms or less`);
  atMost("the longest task while typing, computing", Math.max(0, ...computed), KEY_MS, "ms");
  atMost("the slowest key, until it shows", times.at(-1) ?? 0, KEY_MS * margin, "ms");
}

/**
 * From the request for the page until the last message is there and can be answered.
 *
 * @type {(page: Page, messages: number) => Promise<void>}
 */
async function tellOpening(page, messages) {
  await page.reload();
  await page.waitForFunction((all) => document.querySelectorAll("article").length === all, messages);
  await page.getByRole("article").last().getByText("killed, often for memory").last().waitFor();
  const openedMs = await page.evaluate(() => performance.now());
  atMost("the conversation opens", openedMs, OPENS_MS * margin, "ms");
}

/** Runs in the page before its own scripts. A task that is begun in a frame runs when the frame has been made. */
function watchKeys() {
  window.keyTimes = [];
  addEventListener(
    "keydown",
    ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          window.keyTimes.push(performance.now() - timeStamp);
        };
        port2.postMessage(null);
      });
    },
    { capture: true },
  );
}
