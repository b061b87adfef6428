/** @import { Browser, Page } from "playwright-core" */

/** @typedef {{ name: string, ph: string, pid: number, tid: number, tdur?: number, args: { name?: string } }} TraceEvent */

/**
 * How long the tasks of the page's own thread computed while something was done, in milliseconds each: unlike the time
 * that they took, this does not grow when others use the machine.
 *
 * @type {(browser: Browser, page: Page, act: () => Promise<void>) => Promise<number[]>}
 */
export async function computedMs(browser, page, act) {
  await browser.startTracing(page, { categories: ["toplevel"] });
  await act();
  /** @type {unknown} */
  const trace = JSON.parse((await browser.stopTracing()).toString());
  const { traceEvents } = /** @type {{ traceEvents: TraceEvent[] }} */ (trace);
  const threadOf = (/** @type {TraceEvent} */ { pid, tid }) => `${String(pid)} ${String(tid)}`;
  const named = traceEvents.filter(({ name }) => name === "thread_name");
  const main = new Set(named.filter(({ args }) => args.name === "CrRendererMain").map(threadOf));
  const tasks = traceEvents.filter((event) => event.ph === "X" && event.name.endsWith("::RunTask") && main.has(threadOf(event)));
  return tasks.map(({ tdur }) => (tdur ?? 0) / 1000);
}
