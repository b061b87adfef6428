/*
 * What the page keeps an answer from doing, in a real browser: its content security policy, and how it shows images,
 * HTML and links. `npm run policy`, after `npm run build`.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { withChromium } from "./browser/chromium.js";
import { holds } from "./browser/judge.js";
import { listen } from "./browser/listen.js";
import { dist, servePage } from "./browser/pageServer.js";
import { recorded, startRecordedApi, streamed } from "./browser/recordedApi.js";

/** @import { Page } from "playwright-core" */

const WAIT_MS = 30_000;
const asked = /** @type {string[]} */ ([]);
const elsewhere = await listen((request, response) => {
  asked.push(request.url ?? "");
  response.writeHead(200, { "content-type": "image/svg+xml", "access-control-allow-origin": "*" });
  response.end('<svg xmlns="http://www.w3.org/2000/svg"/>');
});
const hostile = `An image ![of a pod](${elsewhere.url}/pixel.svg "a pod"), and a reference to one ![again][pod].

<img src="${elsewhere.url}/html.svg" onerror="document.title = 'taken'"> <script>document.title = "taken"</script>

<iframe src="${elsewhere.url}/frame"></iframe><style>body { background: url(${elsewhere.url}/style.svg) }</style>

[a good link](https://example.com/docs), [code](javascript:document.title='taken'), [data](data:text/html,taken), [here](/v1/x),
[code by reference][code], <javascript:alert(1)>, https://example.com/bare and <https://example.com/angle>.

\`\`\`html
<img src="${elsewhere.url}/code.svg"><script>document.title = "taken"</script>
\`\`\`

[pod]: ${elsewhere.url}/reference.svg
[code]: javascript:document.title='taken'
`;
const api = await startRecordedApi((question) => (question === "Be hostile" ? streamed([hostile], 1) : recorded("corrected")));
const server = await servePage(() => JSON.stringify({ apiUrl: api.url }));
try {
  tellBuiltPage();
  await withChromium(async (browser) => {
    const page = await browser.newPage();
    page.setDefaultTimeout(WAIT_MS);
    const complaints = /** @type {string[]} */ ([]);
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.addInitScript(watchPolicy);
    await page.goto(server.url);
    await ask(page, "Fix this", 1);
    await ask(page, "Be hostile", 2);
    await page.waitForLoadState("networkidle");
    holds("the page itself breaks no rule of its policy", complaints.length === 0, complaints.join("\n"));
    await tellAnswer(page);
    await tellPolicy(page);
  });
} finally {
  await server.close();
  await api.close();
  await elsewhere.close();
}

function tellBuiltPage() {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1] ?? "";
  holds("scripts come from the page's own origin alone", /(^|;)\s*script-src 'self'\s*(;|$)/.test(policy), policy);
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)|\son\w+=|javascript:/g)].map(([match]) => match);
  holds("index.html has no inline script", inline.length === 0, inline.join(" "));
}

/** @type {(page: Page, question: string, answers: number) => Promise<void>} */
async function ask(page, question, answers) {
  await page.getByRole("textbox", { name: "Message" }).fill(question);
  await page.keyboard.press("Enter");
  await page.locator("article[aria-label=Assistant][aria-busy=false]").nth(answers - 1).waitFor();
}

/** @type {(page: Page) => Promise<void>} */
async function tellAnswer(page) {
  const answer = page.getByRole("article", { name: "Assistant" }).last();
  const loaded = await answer.locator("img, script, iframe, style, object, embed, video, form").count();
  holds("an answer makes no image, script, frame or style", loaded === 0);
  holds("an answer fetches nothing from elsewhere", asked.length === 0, asked.join(" "));
  holds("an answer runs nothing", (await page.title()) !== "taken");
  const links = await answer.getByRole("link").evaluateAll((elements) =>
    elements.map((link) => ({ href: link.getAttribute("href") ?? "", rel: link.getAttribute("rel"), target: link.getAttribute("target") })),
  );
  const hrefs = links.map(({ href }) => href);
  holds("links lead to the web alone", hrefs.length >= 4 && hrefs.every((href) => /^https?:/.test(href)), hrefs.join(" "));
  const kept = links.filter(({ rel, target }) => target === "_blank" && rel === "noopener noreferrer");
  holds("links open beside the page and tell nothing of it", kept.length === links.length);
}

/**
 * What would come past all that is stopped by the policy.
 *
 * @type {(page: Page) => Promise<void>}
 */
async function tellPolicy(page) {
  await page.evaluate((address) => {
    const script = document.createElement("script");
    script.textContent = "document.title = 'taken'";
    document.body.append(script);
    const foreign = document.createElement("script");
    foreign.src = `${address}/script.js`;
    document.body.append(foreign);
    const button = document.createElement("button");
    button.setAttribute("onclick", "document.title = 'taken'");
    document.body.append(button);
    button.click();
    const image = document.createElement("img");
    image.src = `${address}/image.svg`;
    document.body.append(image);
    const frame = document.createElement("iframe");
    frame.src = `${address}/frame`;
    document.body.append(frame);
    const base = document.createElement("base");
    base.href = address;
    document.head.append(base);
    base.remove();
  }, elsewhere.url);
  await page.waitForTimeout(500);
  const broken = await page.evaluate(() => window.brokenRules);
  for (const rule of ["script-src-elem", "script-src-attr", "img-src", "frame-src", "base-uri"]) {
    holds(`the policy stops what breaks ${rule}`, broken.includes(rule), `seen: ${broken.join(" ")}`);
  }
  holds("nothing of it ran or was fetched", (await page.title()) !== "taken" && asked.length === 0, asked.join(" "));
}

/** Runs in the page before its own scripts. */
function watchPolicy() {
  window.brokenRules = [];
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
    window.brokenRules.push(effectiveDirective);
  });
}
