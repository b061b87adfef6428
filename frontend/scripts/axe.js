/*
 * Whether axe-core finds a barrier in any state of the page, in both themes, on a desktop and on a phone.
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
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };
const LOOKS = [
  { look: "dark desktop", colorScheme: "dark", viewport: DESKTOP },
  { look: "light phone", colorScheme: "light", viewport: PHONE },
  ...(quick
    ? []
    : [
        { look: "light desktop", colorScheme: "light", viewport: DESKTOP },
        { look: "dark phone", colorScheme: "dark", viewport: PHONE },
      ]),
];
const WAIT_MS = 30_000;

const api = await startRecordedApi(answerAsAsked);
let config = /** @type {string | null} */ (null);
const server = await servePage(() => config);
try {
  await withChromium(async (browser) => {
    await tellWhetherItLooks(await browser.newPage());
    for (const { look, colorScheme, viewport } of LOOKS) {
      for (const { name, without, health, refuses, reach } of STATES) {
        config = without === "config" ? null : JSON.stringify({ apiUrl: without === "api" ? "http://127.0.0.1:9" : api.url });
        api.health = { ...READY, ...health };
        api.refuses = refuses ?? null;
        const context = await browser.newContext({
          viewport,
          colorScheme: colorScheme === "dark" ? "dark" : "light",
          reducedMotion: "reduce",
        });
        const page = await context.newPage();
        page.setDefaultTimeout(WAIT_MS);
        await page.goto(server.url);
        await reach(page);
        if (process.env.SHOTS !== undefined) await page.screenshot({ path: `${process.env.SHOTS}/${look} ${name}.png` });
        tell(`${look}, ${name}`, await violations(page), await overflow(page));
        await context.close();
      }
    }
  });
} finally {
  await server.close();
  await api.close();
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

/** @type {(state: string, found: AxeResults["violations"], overflowPx: number) => void} */
function tell(state, found, overflowPx) {
  const barriers = found.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `\n        ${id}: ${help}\n          ${html}`));
  const wide = overflowPx > 0 ? [`\n        ${String(overflowPx)} px wider than the screen`] : [];
  holds(state, barriers.length + wide.length === 0, [...barriers, ...wide].join(""));
}
