/*
 * How an answer of 4,000 tokens at 900 a second feels: for how long the page could not react while it came, and what
 * memory it leaves behind. `npm run long-answer`, after `npm run build`.
 */
import { withChromium } from "./browser/chromium.js";
import { atMost, holds, margin } from "./browser/judge.js";
import { longAnswer } from "./browser/longText.js";
import { servePage } from "./browser/pageServer.js";
import { startRecordedApi, streamed } from "./browser/recordedApi.js";

/** @import { CDPSession, Page } from "playwright-core" */

const TOKENS = 4000;
const PER_SECOND = 900;
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
    await session.send("Performance.enable");
    await tellWhetherItMeasures(page);
    const before = await busyS(session);
    await answer(page);
    await tellLongTasks(page);
    console.log(`        the page was busy for ${((await busyS(session)) - before).toFixed(1)} s`);
    await tellHeap(page, session);
  });
} finally {
  await server.close();
  await api.close();
}

/**
 * A task that is long on purpose is seen: none being seen then means that there was none.
 *
 * @type {(page: Page) => Promise<void>}
 */
async function tellWhetherItMeasures(page) {
  await page.evaluate(() => {
    setTimeout(() => {
      const end = performance.now() + 120;
      while (performance.now() < end);
    });
  });
  await page.waitForTimeout(500);
  const tasks = await page.evaluate(() => window.longTasks.splice(0));
  holds("a task that is long on purpose is seen", tasks.some((task) => task >= 120));
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

/** @type {(page: Page) => Promise<void>} */
async function tellLongTasks(page) {
  await page.waitForTimeout(1000);
  const tasks = await page.evaluate(() => window.longTasks);
  const words = await page.getByRole("article", { name: "Assistant" }).innerText();
  holds("the answer is there to its end", words.length > 2 * TOKENS, `${String(words.length)} characters`);
  atMost("long tasks in all", tasks.reduce((sum, task) => sum + task, 0), LONG_TASKS_MS * margin, "ms");
  atMost("the longest task", Math.max(0, ...tasks), LONGEST_TASK_MS * margin, "ms");
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

/**
 * For how long the page's own thread has worked so far.
 *
 * @type {(session: CDPSession) => Promise<number>}
 */
async function busyS(session) {
  const { metrics } = await session.send("Performance.getMetrics");
  return metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
}

/** Runs in the page before its own scripts. */
function watchLongTasks() {
  window.longTasks = [];
  new PerformanceObserver((list) => {
    window.longTasks.push(...list.getEntries().map(({ duration }) => duration));
  }).observe({ type: "longtask", buffered: true });
}
