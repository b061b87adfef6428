/* Prints the gzipped size of every built script and style, and fails when the first load is over budget. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 150;

const dist = join(dirname(fileURLToPath(import.meta.url)), "..", "dist");
const page = readFileSync(join(dist, "index.html"), "utf8");
const assets = readdirSync(join(dist, "assets")).filter((name) => /\.(js|css)$/.test(name));

let firstLoadKb = 0;
for (const name of assets.sort()) {
  const kb = gzipSync(readFileSync(join(dist, "assets", name)), { level: 9 }).length / 1000;
  const first = page.includes(name);
  if (first) firstLoadKb += kb;
  console.log(`${kb.toFixed(1).padStart(7)} kB  ${first ? "first load" : "on demand "}  ${name}`);
}
console.log(`${firstLoadKb.toFixed(1).padStart(7)} kB  first load in all (budget ${String(BUDGET_KB)} kB)`);
if (firstLoadKb > BUDGET_KB) {
  console.error(`The first load is over its budget of ${String(BUDGET_KB)} kB.`);
  process.exitCode = 1;
}
