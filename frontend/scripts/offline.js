/*
 * What the page can do without its servers: it opens from what the browser kept, says what it cannot reach, and never
 * shows an answer of the API from before. And when a new version is deployed it offers to reload.
 * `npm run offline`, after `npm run build`.
 */
import { withChromium } from "./browser/chromium.js";
import { holds } from "./browser/judge.js";
import { servePage } from "./browser/pageServer.js";
import { recorded, startRecordedApi } from "./browser/recordedApi.js";

/** @import { BrowserContext, Page } from "playwright-core" */

const WAIT_MS = 60_000;
const api = await startRecordedApi(() => recorded("corrected"));
const server = await servePage(() => JSON.stringify({ apiUrl: api.url }));
try {
  await withChromium(async (browser) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT_MS);
    await page.goto(server.url);
    await tellInstallable(context, page);
    await tellKept(page);
    await tellNewVersion(page);
    await tellOffline(context, page);
  });
} finally {
  await server.close();
  await api.close();
}

/** @type {(context: BrowserContext, page: Page) => Promise<void>} */
async function tellInstallable(context, page) {
  await page.evaluate(() => navigator.serviceWorker.ready);
  const session = await context.newCDPSession(page);
  const { errors, data } = await session.send("Page.getAppManifest");
  holds("the manifest can be read", data !== undefined && errors.length === 0, errors.map(({ message }) => message).join(" "));
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // A browser in a private window, as this one is, never installs.
  const wrong = installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== "in-incognito");
  holds("the page can be installed", wrong.length === 0, wrong.join(" "));
}

/** @type {(page: Page) => Promise<void>} */
async function tellKept(page) {
  await page.getByRole("textbox", { name: "Message" }).fill("Fix this");
  await page.keyboard.press("Enter");
  await page.getByText("The answer is complete").waitFor({ state: "attached" });
  const names = await page.evaluate(async () => {
    const caches = await window.caches.keys();
    const requests = await Promise.all(caches.map(async (name) => (await window.caches.open(name)).keys()));
    return requests.flat().map(({ url }) => url);
  });
  const chunks = names.filter((name) => name.includes("/assets/")).length;
  holds("every part of the page is kept", chunks >= 5 && names.some((name) => name.endsWith("/index.html")), `${String(names.length)} files`);
  holds("nothing of the API is kept", names.every((name) => name.startsWith(server.url)));
}

/**
 * A deployed index.html that starts with another script is a new version.
 *
 * @type {(page: Page) => Promise<void>}
 */
async function tellNewVersion(page) {
  await page.route(server.url, async (route) => {
    const html = await (await fetch(server.url)).text();
    await route.fulfill({ contentType: "text/html", body: html.replace(/assets\/index-[^"]+\.js/, "assets/index-newer.js") });
  });
  await page.evaluate(() => {
    dispatchEvent(new Event("focus"));
  });
  await page.getByRole("button", { name: "Reload" }).waitFor();
  holds("a new version is offered, and not reloaded", await page.getByText("A new version of this page is there").isVisible());
  await page.getByRole("button", { name: "Later" }).click();
  holds("the offer can be declined", (await page.getByRole("button", { name: "Reload" }).count()) === 0);
  await page.unrouteAll();
}

/** @type {(context: BrowserContext, page: Page) => Promise<void>} */
async function tellOffline(context, page) {
  await context.setOffline(true);
  await page.goto(server.url);
  await page.getByRole("textbox", { name: "Message" }).waitFor();
  holds("it opens offline", true);
  const status = page.getByRole("group", { name: "Model status" });
  await status.getByText("Unreachable").click();
  await status.getByText(/This device is offline|Nothing answers at/).waitFor();
  holds("it says what it cannot reach", true);
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Message" }).fill("Fix this");
  await page.keyboard.press("Enter");
  await page.getByRole("group", { name: "The answer failed" }).waitFor();
  holds("a question fails, and is not answered from before", true);
  await context.setOffline(false);
  await status.getByText("Ready").waitFor();
  holds("it goes on when the network is back", true);
}
