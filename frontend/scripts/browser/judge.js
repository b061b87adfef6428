import { parseArgs } from "node:util";

const { values } = parseArgs({
  options: { margin: { type: "string", default: "1" }, quick: { type: "boolean", default: false } },
});

/** `-- --quick`: leave out what is least likely to differ. */
export const { quick } = values;

/** How many times its budget what depends on the speed of the machine may take: `-- --margin 4` where others use it too. */
export const margin = Number(values.margin);

/** The same of what the page computes, which others do not lengthen, but slower cores do. */
export const computingMargin = Math.sqrt(margin);

/**
 * Print what was measured beside its budget, and fail the command where it is over.
 *
 * @type {(what: string, measured: number, budget: number, unit: string) => void}
 */
export function atMost(what, measured, budget, unit) {
  verdict(measured <= budget, what, `${shown(measured)} ${unit} (at most ${shown(budget)})`);
}

/** @type {(what: string, measured: number, floor: number) => void} */
export function atLeast(what, measured, floor) {
  verdict(measured >= floor, what, `${shown(measured)} (at least ${shown(floor)})`);
}

/** @type {(what: string, holds: boolean, details?: string) => void} */
export function holds(what, holds, details = "") {
  verdict(holds, what, details);
}

/** @type {(good: boolean, what: string, details: string) => void} */
function verdict(good, what, details) {
  console.log(`${good ? "ok     " : "FAILED "} ${what}${details === "" ? "" : ": "}${details}`);
  if (!good) process.exitCode = 1;
}

/** @type {(value: number) => string} */
function shown(value) {
  return String(Math.round(value * 1000) / 1000);
}
