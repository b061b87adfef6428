/* Prints the gzipped size of every built script and style, and fails when they are over budget. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const FIRST_LOAD_BUDGET_KB = 130;
const WHOLE_BUDGET_KB = 230;

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const page = readFileSync(join(dist, "index.html"), "utf8");
const assets = readdirSync(join(dist, "assets")).filter((name) => /\.(js|css)$/.test(name));

let firstLoadKb = 0;
let wholeKb = 0;
for (const name of assets.sort()) {
  const kb = gzipSync(readFileSync(join(dist, "assets", name)), { level: 9 }).length / 1000;
  const first = page.includes(name);
  wholeKb += kb;
  if (first) firstLoadKb += kb;
  console.log(`${kb.toFixed(1).padStart(7)} kB  ${first ? "first load" : "on demand "}  ${name}`);
}
judge("first load in all", firstLoadKb, FIRST_LOAD_BUDGET_KB);
judge("whole page", wholeKb, WHOLE_BUDGET_KB);

/** @type {(what: string, kb: number, budgetKb: number) => void} */
function judge(what, kb, budgetKb) {
  console.log(`${kb.toFixed(1).padStart(7)} kB  ${what} (budget ${String(budgetKb)} kB)`);
  if (kb <= budgetKb) return;
  console.error(`Over its budget of ${String(budgetKb)} kB: ${what}.`);
  process.exitCode = 1;
}
