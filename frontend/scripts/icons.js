/* Draws the icons of the installed page from favicon.svg: `npm run icons`, after a change of it. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { withChromium } from "./browser/chromium.js";

const BACKGROUND = "#0d1117";
/** `drawing`: its share of the width; a mask may cut all but the middle 80 %. */
const ICONS = [
  { name: "icon-192", width: 192, drawing: 1, background: "transparent" },
  { name: "icon-512", width: 512, drawing: 1, background: "transparent" },
  { name: "maskable-512", width: 512, drawing: 0.75, background: BACKGROUND },
];

const publicFolder = new URL("../public/", import.meta.url);
const source = readFileSync(new URL("favicon.svg", publicFolder)).toString("base64");

await withChromium(async (browser) => {
  for (const { name, width, drawing, background } of ICONS) {
    const page = await browser.newPage({ viewport: { width, height: width } });
    await page.setContent(
      `<body style="margin: 0; height: 100vh; display: grid; place-items: center; background: ${background}">` +
        `<img src="data:image/svg+xml;base64,${source}" width="${String(width * drawing)}">`,
    );
    const path = fileURLToPath(new URL(`icons/${name}.png`, publicFolder));
    await page.screenshot({ path, omitBackground: true });
    await page.close();
  }
});
