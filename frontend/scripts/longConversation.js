/*
 * How a conversation of 500 messages feels: how long it takes to open and a key to show, whether anything moves
 * meanwhile, whether every message can be reached, and whether an answer below them stops the page.
 * `npm run long-conversation`, after `npm run build`. `-- --quick` opens it once.
 */
import { withChromium } from "./browser/chromium.js";
import { atMost, computingMargin, holds, margin, quick } from "./browser/judge.js";
import { keep, longConversation } from "./browser/keptConversation.js";
import { longAnswer } from "./browser/longText.js";
import { computedMs } from "./browser/mainThread.js";
import { servePage } from "./browser/pageServer.js";
import { startRecordedApi, streamed } from "./browser/recordedApi.js";

/** @import { Browser, Page } from "playwright-core" */

const MESSAGES = 500;
const OPENS_MS = 1000;
const OPENINGS = quick ? 1 : 3;
const KEY_MS = 50;
const TYPED = "kubectl get pods --all-namespaces -o wide | grep -v Running";
const STREAMED_TOKENS = 1500;
const PER_SECOND = 900;
const LONG_MS = 50;
const LONG_TASKS_MS = 1000;
const LONGEST_TASK_MS = 100;
const INPUT = "main form textarea:not([readonly])";
const WAIT_MS = 60_000;

const conversation = longConversation(MESSAGES);
const api = await startRecordedApi(() => streamed(longAnswer(STREAMED_TOKENS), PER_SECOND));
const server = await servePage(() => JSON.stringify({ apiUrl: api.url }));
const address = `${server.url}#/conversation/${conversation.id}`;
try {
  await withChromium(async (browser) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(WAIT_MS);
    await keepConversation(page);
    await tellOpening(browser, page);
    await tellTyping(browser, page, "while the older messages are laid out");
    await tellRest(page);
    await tellTyping(browser, page, "once all are laid out");
    await tellReach(page);
    await tellStreaming(browser, page);
    await tellTyping(browser, page, "right after an answer");
  });
  await withChromium(
    async (browser) => {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await keepConversation(page);
      await tellReadOut(page);
    },
    ["--force-renderer-accessibility"],
  );
} finally {
  await server.close();
  await api.close();
}

/** @type {(page: Page) => Promise<void>} */
async function keepConversation(page) {
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(server.url);
  await page.getByText("What you ask is kept here").waitFor();
  await keep(page, conversation);
  await page.addInitScript(watch);
}

/**
 * From the navigation until the end of the conversation is on the screen and the input can be written in.
 *
 * @type {(browser: Browser, page: Page) => Promise<void>}
 */
async function tellOpening(browser, page) {
  const took = [];
  const computing = [];
  for (let count = 0; count < OPENINGS; count += 1) {
    await page.goto("about:blank");
    const computed = await computedMs(browser, page, async () => {
      await page.goto(address, { waitUntil: "commit" });
      await page.waitForFunction(() => window.openedMs !== null, null, { polling: 20 });
    });
    took.push((await page.evaluate(() => window.openedMs)) ?? Infinity);
    computing.push(sum(computed));
  }
  console.log(`        opened in ${took.map((ms) => ms.toFixed(0)).join(", ")} ms, computing ${computing.map((ms) => ms.toFixed(0)).join(", ")} ms`);
  atMost("the conversation opens, computing", median(computing), OPENS_MS * computingMargin, "ms");
  atMost("the conversation opens, as it took", median(took), OPENS_MS * margin, "ms");
  const there = await page.getByRole("article").count();
  holds("every message is there at once", there === MESSAGES, `${String(there)} messages`);
}

/**
 * What is still to be laid out moves nothing that is shown.
 *
 * @type {(page: Page) => Promise<void>}
 */
async function tellRest(page) {
  const openedMs = (await page.evaluate(() => window.openedMs)) ?? 0;
  await allLaidOut(page);
  const allMs = await page.evaluate(() => performance.now());
  console.log(`        all were laid out ${((allMs - openedMs) / 1000).toFixed(1)} s after it had opened`);
  const blocks = await page.getByRole("article").locator("pre").count();
  const written = conversation.messages.reduce((count, { role, text }) => count + (role === "user" ? 0 : (text.match(/^```\w+$/gm)?.length ?? 0)), 0);
  holds("every block of code is laid out in the end", blocks === written, `${String(blocks)} of ${String(written)}`);
  const shift = await page.evaluate(() => window.shifts.reduce((total, each) => total + each, 0));
  atMost("cumulative layout shift", shift, 0, "");
}

/** @type {(page: Page) => Promise<void>} */
async function allLaidOut(page) {
  await page.waitForFunction((all) => document.querySelectorAll("main article h2").length === all, MESSAGES);
}

/** @type {(browser: Browser, page: Page, when: string) => Promise<void>} */
async function tellTyping(browser, page, when) {
  await page.locator(INPUT).fill("");
  await page.evaluate(() => window.keyTimes.splice(0));
  const computed = await computedMs(browser, page, async () => {
    for (const key of TYPED) {
      await page.keyboard.type(key);
      await page.waitForTimeout(30);
    }
  });
  const times = (await page.evaluate(() => window.keyTimes)).sort((one, other) => one - other);
  console.log(`        ${when}, half of ${String(times.length)} keys took ${median(times).toFixed(0)} ms or less`);
  atMost(`the longest task while typing, ${when}, computing`, Math.max(0, ...computed), KEY_MS * computingMargin, "ms");
  atMost(`the slowest key, ${when}`, times.at(-1) ?? Infinity, KEY_MS * margin, "ms");
}

/** @type {(page: Page) => Promise<void>} */
async function tellReach(page) {
  await page.getByRole("region", { name: "Conversation", exact: true }).focus();
  await page.keyboard.press("Home");
  await shown(page, "Question 1:");
  holds("the first message is shown at the top", true);
  await page.keyboard.press("End");
  await shown(page, `This is the end of answer ${String(MESSAGES / 2)}.`);
  await page.locator(INPUT).focus();
  for (let step = 0; step < 40; step += 1) await page.keyboard.press("Alt+ArrowUp");
  await shown(page, `Question ${String(MESSAGES / 2 - 19)}:`);
  const focused = await page.evaluate(() => document.activeElement?.textContent.includes("Question 231:") ?? false);
  holds("forty messages up by keys", focused);
  const found = await page.evaluate(() => {
    const isFound = window.find("This is the end of answer 97.", false, false, true);
    getSelection()?.anchorNode?.parentElement?.scrollIntoView();
    return isFound;
  });
  await shown(page, "This is the end of answer 97.");
  holds("a search in the page finds what is far from the screen", found);
}

/**
 * Wait until words are on the screen.
 *
 * @type {(page: Page, words: string) => Promise<void>}
 */
async function shown(page, words) {
  await page.waitForFunction((text) => {
    const scroller = document.querySelector('main [role="region"]')?.getBoundingClientRect();
    return [...document.querySelectorAll("main article")].some((article) => {
      if (scroller === undefined || !article.textContent.includes(text)) return false;
      const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        if (node.textContent?.includes(text) !== true) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const { top, bottom } = range.getBoundingClientRect();
        return bottom > top && top >= scroller.top - 1 && top < scroller.bottom;
      }
      return false;
    });
  }, words);
}

/** @type {(browser: Browser, page: Page) => Promise<void>} */
async function tellStreaming(browser, page) {
  const computed = await computedMs(browser, page, async () => {
    // Elements are looked for by what is quick in a long document: what looks computes as well.
    await page.locator(INPUT).fill("And what now?");
    await page.keyboard.press("Enter");
    await page.locator('main article[aria-busy="true"]').waitFor();
    await page.locator('button[aria-label="Jump to latest"]').click();
    await page.locator('main article[aria-busy="true"]').waitFor({ state: "detached" });
  });
  const words = await page.locator("main article:last-of-type").innerText();
  holds("the answer is there to its end", words.length > 2 * STREAMED_TOKENS, `${String(words.length)} characters`);
  const long = computed.filter((task) => task > LONG_MS);
  atMost("long tasks while an answer streams, computing", sum(long), LONG_TASKS_MS * computingMargin, "ms");
  atMost("the longest task while an answer streams, computing", Math.max(0, ...computed), LONGEST_TASK_MS * computingMargin, "ms");
}

/**
 * What a screen reader is told of the messages that are far from the screen.
 *
 * @type {(page: Page) => Promise<void>}
 */
async function tellReadOut(page) {
  await page.goto("about:blank");
  await page.goto(address);
  await allLaidOut(page);
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  const names = new Set(nodes.map(({ name }) => String(name?.value)));
  const missing = Array.from({ length: MESSAGES / 2 }, (_, turn) => `This is the end of answer ${String(turn + 1)}.`).filter((end) => !names.has(end));
  holds("a screen reader is told of every answer", missing.length === 0, `${String(missing.length)} missing`);
}

/** @type {(numbers: readonly number[]) => number} */
function sum(numbers) {
  return numbers.reduce((total, each) => total + each, 0);
}

/** @type {(numbers: readonly number[]) => number} */
function median(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? Infinity;
}

/** Runs in the page before its own scripts. A task that is begun in a frame runs when the frame has been made. */
function watch() {
  window.openedMs = null;
  window.shifts = [];
  window.keyTimes = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if ("value" in entry) window.shifts.push(Number(entry.value));
  }).observe({ type: "layout-shift", buffered: true });
  const { port1, port2 } = new MessageChannel();
  /** @type {((shownMs: number) => void)[]} */
  const waiting = [];
  port1.onmessage = () => {
    waiting.shift()?.(performance.now());
  };
  const afterFrame = (/** @type {(shownMs: number) => void} */ act) => {
    requestAnimationFrame(() => {
      waiting.push(act);
      port2.postMessage(null);
    });
  };
  addEventListener(
    "keydown",
    ({ timeStamp }) => {
      afterFrame((shownMs) => window.keyTimes.push(shownMs - timeStamp));
    },
    { capture: true },
  );
  const look = () => {
    afterFrame((shownMs) => {
      const place = document.querySelector('main [role="region"]')?.getBoundingClientRect();
      const last = document.querySelector("main article:last-of-type");
      const input = document.querySelector("main form textarea");
      const end = last?.getBoundingClientRect();
      const isLaidOut = last?.querySelector("h2") != null;
      if (place !== undefined && end !== undefined && input !== null && isLaidOut && end.top < place.bottom && end.bottom > place.top) window.openedMs = shownMs;
      else look();
    });
  };
  look();
}
