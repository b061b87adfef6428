/*
 * What Lighthouse thinks of the page as it opens, on a desktop and on a phone, the median of three runs, served as a CDN
 * does it. `npm run lighthouse`, after `npm run build`. `-- --margin 2` asks half of what makes the performance less
 * than 100: where others use the machine too, only that differs. `-- --quick` runs it once.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import lighthouse, { desktopConfig } from "lighthouse";
import { chromium } from "playwright-core";

import { chromiumArguments, chromiumPath } from "./browser/chromium.js";
import { atLeast, atMost, margin, quick } from "./browser/judge.js";
import { servePage } from "./browser/pageServer.js";
import { recorded, startRecordedApi } from "./browser/recordedApi.js";

/** @import { Config, Result } from "lighthouse" */

const RUNS = quick ? 1 : 3;
const PORT = 9300 + (process.pid % 500);
const CATEGORIES = ["performance", "accessibility", "best-practices"];
/** @type {readonly { screen: string, config: Config | undefined, performance: number }[]} */
const SCREENS = [
  { screen: "desktop", config: desktopConfig, performance: 95 },
  { screen: "mobile", config: undefined, performance: 85 },
];

const api = await startRecordedApi(() => recorded("how-to"));
const server = await servePage(() => JSON.stringify({ apiUrl: api.url }));
const profile = mkdtempSync(join(tmpdir(), "lighthouse-"));
const browser = await chromium.launchPersistentContext(profile, {
  executablePath: chromiumPath(),
  args: [...chromiumArguments, `--remote-debugging-port=${String(PORT)}`],
});
try {
  for (const { screen, config, performance } of SCREENS) {
    const results = [];
    for (let run = 0; run < RUNS; run += 1) results.push(await audited(config));
    const middle = median(results, (result) => score(result, "performance"));
    console.log(`        ${screen}: ${["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"].map((audit) => `${audit} ${String(middle.audits[audit]?.displayValue)}`).join(", ")}`);
    atLeast(`${screen}, performance`, score(middle, "performance"), 100 - (100 - performance) * margin);
    for (const category of ["accessibility", "best-practices"]) {
      atLeast(`${screen}, ${category}${complaints(middle, category)}`, score(middle, category), 100);
    }
    atMost(`${screen}, cumulative layout shift`, middle.audits["cumulative-layout-shift"]?.numericValue ?? Infinity, 0, "");
  }
} finally {
  await browser.close();
  await server.close();
  await api.close();
  rmSync(profile, { recursive: true, force: true });
}

/** @type {(config: Config | undefined) => Promise<Result>} */
async function audited(config) {
  const options = { port: PORT, logLevel: /** @type {const} */ ("error"), onlyCategories: CATEGORIES };
  const result = (await lighthouse(server.url, options, config))?.lhr;
  if (result === undefined) throw new Error("Lighthouse gave no result.");
  if (result.runtimeError !== undefined) throw new Error(result.runtimeError.message);
  return result;
}

/** @type {(result: Result, category: string) => number} in percent. */
function score(result, category) {
  return Math.round((result.categories[category]?.score ?? 0) * 100);
}

/** @type {<Item>(items: readonly Item[], by: (item: Item) => number) => Item} */
function median(items, by) {
  const sorted = [...items].sort((one, other) => by(one) - by(other));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("Nothing was run.");
  return middle;
}

/** @type {(result: Result, category: string) => string} which audits of a category are not met. */
function complaints(result, category) {
  const references = result.categories[category]?.auditRefs ?? [];
  const unmet = references.map(({ id, weight }) => ({ weight, audit: result.audits[id] }));
  const titles = unmet.filter(({ weight, audit }) => weight > 0 && audit?.score !== null && (audit?.score ?? 1) < 1);
  return titles.map(({ audit }) => `\n        ${String(audit?.title)}: ${JSON.stringify(audit?.details).slice(0, 500)}`).join("");
}
