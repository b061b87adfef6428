import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { chromium } from "playwright-core";

/** @import { Browser } from "playwright-core" */

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const ARGUMENTS = [
  "--no-sandbox", // checks may run as root
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The browser of this machine, or the one that CHROME_PATH names.
 *
 * @throws Error where there is none.
 */
export function chromiumPath() {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== "") return named;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (found === undefined) throw new Error("Chromium is missing: install it, or name it by CHROME_PATH.");
  return found;
}

export const chromiumArguments = ARGUMENTS;

/** @type {(drive: (browser: Browser) => Promise<void>, more?: readonly string[]) => Promise<void>} */
export async function withChromium(drive, more = []) {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...ARGUMENTS, ...more] });
  try {
    await drive(browser);
  } finally {
    await browser.close();
  }
}

/** @type {(path: string) => boolean} */
function isProgram(path) {
  if (!existsSync(path)) return false;
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
