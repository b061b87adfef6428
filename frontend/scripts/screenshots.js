/*
 * The pictures of the README, of the page that `make serve` serves: real questions, and what the service says to them.
 * `npm run screenshots`, or `npm run screenshots -- http://localhost:3001` for a page elsewhere.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { withChromium } from "./browser/chromium.js";

/** @import { Browser, BrowserContextOptions, Page } from "playwright-core" */

const address = process.argv[2] ?? "http://localhost:3000";
const folder = fileURLToPath(new URL("../../docs/screenshots/", import.meta.url));
const WAIT_MS = 60_000;
/** @type {BrowserContextOptions} */
const DESKTOP = { viewport: { width: 1280, height: 960 }, colorScheme: "dark" };
/** @type {BrowserContextOptions} */
const PHONE = { viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, colorScheme: "light" };
const POD = "payment-api-6f9c7b5d8-x2lqp";
const LOG = [
  ...Array.from({ length: 48 }, (_, at) => `2026-03-02T09:13:${String(at + 10)}Z INFO ${POD} POST /charge 200 ${String(12 + ((at * 7) % 40))} ms`),
  `2026-03-02T09:14:36Z WARN ${POD} write-ahead buffer at 97 %`,
  `2026-03-02T09:14:37Z ERROR ${POD} write /var/lib/payment/journal.db: no space left on device`,
  `2026-03-02T09:14:37Z ERROR ${POD} POST /charge 500 3 ms`,
  `2026-03-02T09:14:38Z FATAL ${POD} journal is read-only, exiting`,
].join("\n");

await withChromium(async (browser) => {
  await take(browser, "chat.png", { ...DESKTOP, viewport: { width: 1280, height: 1120 } }, async (page) => {
    await ask(page, "How do I delete a Kubernetes namespace?");
    await page.getByRole("button", { name: "Destructive" }).first().click();
    await page.getByRole("region", { name: "Conversation", exact: true }).evaluate((scroller) => {
      scroller.scrollTop = 0;
    });
  });
  await take(browser, "error.png", { ...DESKTOP, colorScheme: "light" }, async (page) => {
    await paste(page, LOG);
    await ask(page, "Why does it fail?");
  });
  await take(browser, "phone.png", PHONE, (page) => ask(page, "How do I see why a pod keeps restarting?"));
});

/** @type {(browser: Browser, name: string, options: BrowserContextOptions, reach: (page: Page) => Promise<void>) => Promise<void>} */
async function take(browser, name, options, reach) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  await page.goto(address);
  await page.getByRole("group", { name: "Model status" }).getByText("Ready").waitFor();
  await reach(page);
  await page.waitForLoadState("networkidle");
  await page.screenshot({ path: join(folder, name) });
  console.log(`${folder}${name}`);
  await context.close();
}

/** @type {(page: Page, question: string) => Promise<void>} */
async function ask(page, question) {
  await page.getByRole("textbox", { name: "Message" }).fill(question);
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Answer again" }).waitFor();
}

/**
 * As Ctrl+V does.
 *
 * @type {(page: Page, text: string) => Promise<void>}
 */
async function paste(page, text) {
  await page.getByRole("textbox", { name: "Message" }).evaluate((input, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", pasted);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  await page.getByRole("button", { name: /^pasted\.log/ }).waitFor();
}
