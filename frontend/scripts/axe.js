/*
 * Whether axe-core finds a barrier in any state of the page, in both themes, on a desktop and on a phone, and on the
 * phone whether all that is pressed is large enough for a finger, also with the longer words of German.
 * `npm run axe`, after `npm run build`. `-- --quick` takes each theme and each screen once.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { withChromium } from "./browser/chromium.js";
import { holds, quick } from "./browser/judge.js";
import { servePage } from "./browser/pageServer.js";
import { answerAsAsked, STATES } from "./browser/states.js";
import { READY, startRecordedApi } from "./browser/recordedApi.js";

/** @import { AxeResults } from "axe-core" */
/** @import { Page } from "playwright-core" */

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
/** Of what a finger presses, in pixels. */
const FINGER_PX = 44;
const LOOKS = [
  { look: "dark desktop", colorScheme: "dark", screen: DESKTOP },
  { look: "light phone, German", colorScheme: "light", screen: PHONE, language: "de" },
  ...(quick
    ? []
    : [
        { look: "light desktop", colorScheme: "light", screen: DESKTOP },
        { look: "light phone", colorScheme: "light", screen: PHONE },
        { look: "dark phone", colorScheme: "dark", screen: PHONE },
      ]),
];
const WAIT_MS = 30_000;

const api = await startRecordedApi(answerAsAsked);
let config = /** @type {string | null} */ (null);
const server = await servePage(() => config);
try {
  await withChromium(async (browser) => {
    await tellWhetherItLooks(await browser.newPage());
    for (const { look, colorScheme, screen, language } of LOOKS) {
      for (const { name, without, health, refuses, reach } of STATES) {
        config = without === "config" ? null : JSON.stringify({ apiUrl: without === "api" ? "http://127.0.0.1:9" : api.url });
        api.health = { ...READY, ...health };
        api.refuses = refuses ?? null;
        const context = await browser.newContext({
          ...screen,
          colorScheme: colorScheme === "dark" ? "dark" : "light",
          reducedMotion: "reduce",
        });
        const page = await context.newPage();
        page.setDefaultTimeout(WAIT_MS);
        await page.goto(server.url);
        await reach(page);
        if (language !== undefined) await speak(page, language);
        if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/${look} ${name}.png` });
        tell(`${look}, ${name}`, await violations(page), await overflow(page), screen === PHONE ? await small(page) : []);
        await context.close();
      }
    }
  });
} finally {
  await server.close();
  await api.close();
}

/**
 * Go on in a language, as the page does when it is chosen in another tab.
 *
 * @type {(page: Page, language: string) => Promise<void>}
 */
async function speak(page, language) {
  await page.evaluate((chosen) => {
    localStorage.setItem("devops-assistant-language", chosen);
    dispatchEvent(new StorageEvent("storage", { key: "devops-assistant-language" }));
  }, language);
  await page.locator(`html[lang=${language}]`).waitFor();
}

/**
 * A barrier that is built on purpose is found: none being found then means that there was none.
 *
 * @type {(page: Page) => Promise<void>}
 */
async function tellWhetherItLooks(page) {
  await page.setContent('<html lang="en"><title>A barrier</title><main><h1>A barrier</h1><button></button></main>');
  const found = await violations(page);
  holds("a button without a name is found", found.some(({ id }) => id === "button-name"));
  await page.close();
}

/** @type {(page: Page) => Promise<AxeResults["violations"]>} */
async function violations(page) {
  await page.evaluate(AXE);
  const results = await page.evaluate(() => window.axe.run());
  return results.violations;
}

/**
 * How many pixels the page is wider than the screen.
 *
 * @type {(page: Page) => Promise<number>}
 */
async function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/**
 * What is too small for a finger. Text that is written in takes the room around it; links in a line of words are as high
 * as the line (WCAG 2.2, 2.5.5 and 2.5.8).
 *
 * @type {(page: Page) => Promise<string[]>}
 */
async function small(page) {
  return page.evaluate((least) => {
    const controls = document.querySelectorAll("button, a[href], input:not([hidden]), textarea:not([readonly]), [role=menuitem]");
    return [...controls].flatMap((control) => {
      const words = [...(control.parentElement?.childNodes ?? [])].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== "");
      if (words || !control.checkVisibility({ visibilityProperty: true })) return [];
      const { width, height } = (control.closest("label, .MuiInputBase-root, [role=search]") ?? control).getBoundingClientRect();
      const name = control.getAttribute("aria-label") ?? control.textContent;
      return Math.min(width, height) > least - 0.5 ? [] : [`${control.tagName} "${name}" is ${width.toFixed(0)} x ${height.toFixed(0)} px`];
    });
  }, FINGER_PX);
}

/** @type {(state: string, found: AxeResults["violations"], overflowPx: number, tooSmall: readonly string[]) => void} */
function tell(state, found, overflowPx, tooSmall) {
  const barriers = found.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `\n        ${id}: ${help}\n          ${html}`));
  const wide = overflowPx > 0 ? [`\n        ${String(overflowPx)} px wider than the screen`] : [];
  const complaints = [...barriers, ...wide, ...tooSmall.map((control) => `\n        ${control}`)];
  holds(state, complaints.length === 0, complaints.join(""));
}
