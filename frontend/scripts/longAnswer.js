/*
 * How an answer of 4,000 tokens at 900 a second feels: for how long the page could not react while it came, and what
 * memory it leaves behind. `npm run long-answer`, after `npm run build`.
 */
import { withChromium } from "./browser/chromium.js";
import { atMost, computingMargin, holds, margin } from "./browser/judge.js";
import { longAnswer } from "./browser/longText.js";
import { computedMs } from "./browser/mainThread.js";
import { servePage } from "./browser/pageServer.js";
import { startRecordedApi, streamed } from "./browser/recordedApi.js";

/** @import { Browser, CDPSession, Page } from "playwright-core" */

const TOKENS = 4000;
const PER_SECOND = 900;
/** A longer task is one that a person may feel (W3C, Long Tasks). */
const LONG_MS = 50;
const LONG_TASKS_MS = 1000;
const LONGEST_TASK_MS = 100;
const ANSWERS = 4;
/** Of the heap for each answer in a chat that was left. */
const LEFT_BEHIND_MB = 0.5;
const WAIT_MS = 120_000;

const api = await startRecordedApi(() => streamed(longAnswer(TOKENS), PER_SECOND));
const server = await servePage(() => JSON.stringify({ apiUrl: api.url }));
try {
  await withChromium(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(WAIT_MS);
    await page.addInitScript(watchLongTasks);
    await page.goto(server.url);
    const session = await page.context().newCDPSession(page);
    await tellWhetherItMeasures(browser, page);
    const computed = await computedMs(browser, page, () => answer(page));
    await tellLongTasks(page, computed);
    await tellHeap(page, session);
  });
} finally {
  await server.close();
  await api.close();
}

/**
 * A task that is long on purpose is seen: none being seen then means that there was none.
 *
 * @type {(browser: Browser, page: Page) => Promise<void>}
 */
async function tellWhetherItMeasures(browser, page) {
  const computed = await computedMs(browser, page, async () => {
    await page.evaluate(() => {
      setTimeout(() => {
        let sum = 0;
        for (let count = 0; count < 3e8; count += 1) sum = (sum + count) % 1000;
        window.longTasks.push(sum - 1000);
      });
    });
    await page.waitForFunction(() => window.longTasks.some((task) => task > 0), null, { polling: 200 });
  });
  const tasks = await page.evaluate(() => window.longTasks.splice(0));
  holds("a task that is long on purpose is seen", Math.max(0, ...computed) > LONG_MS && tasks.some((task) => task > LONG_MS));
}

/** @type {(page: Page) => Promise<void>} */
async function answer(page) {
  const input = page.getByRole("textbox", { name: "Message" });
  await input.fill("Why do my pods restart?");
  await input.press("Enter");
  // At the bottom the page has the most to do: what is read there moves with every line.
  await page.getByRole("button", { name: "Jump to latest" }).click();
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await page.getByRole("button", { name: "Send" }).waitFor();
}

/** @type {(page: Page, computed: readonly number[]) => Promise<void>} */
async function tellLongTasks(page, computed) {
  await page.waitForTimeout(1000);
  const tasks = await page.evaluate(() => window.longTasks);
  const words = await page.getByRole("article", { name: "Assistant" }).innerText();
  holds("the answer is there to its end", words.length > 2 * TOKENS, `${String(words.length)} characters`);
  const long = computed.filter((task) => task > LONG_MS);
  atMost("long tasks in all, computing", sum(long), LONG_TASKS_MS * computingMargin, "ms");
  atMost("long tasks in all, as they took", sum(tasks), LONG_TASKS_MS * margin, "ms");
  atMost("the longest task, computing", Math.max(0, ...computed), LONGEST_TASK_MS * computingMargin, "ms");
  atMost("the longest task, as it took", Math.max(0, ...tasks), LONGEST_TASK_MS * margin, "ms");
  console.log(`        the page computed for ${(sum(computed) / 1000).toFixed(1)} s in all`);
}

/** @type {(numbers: readonly number[]) => number} */
function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

/** @type {(page: Page, session: CDPSession) => Promise<void>} */
async function tellHeap(page, session) {
  const heaps = [];
  for (let count = 0; count < ANSWERS; count += 1) {
    await page.getByRole("button", { name: "New chat" }).click();
    await answer(page);
    heaps.push(await heapMb(session));
  }
  const [first = 0] = heaps;
  const growth = ((heaps.at(-1) ?? 0) - first) / (ANSWERS - 1);
  const story = heaps.map((heap) => heap.toFixed(1)).join(", ");
  atMost(`memory that each answer leaves behind (${story} MB)`, growth, LEFT_BEHIND_MB, "MB");
}

/** @type {(session: CDPSession) => Promise<number>} */
async function heapMb(session) {
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  return usedSize / 1e6;
}

/** Runs in the page before its own scripts. */
function watchLongTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    window.longTasks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: "longtask", buffered: true });
}
