/*
 * Keeps the page for when it is offline. What the API answers is never touched, and neither is anything else that is not
 * a file of the page.
 */

const CACHE = "devops-assistant-page";
/** The files of this version that have a hash in their names; written here by the build. */
const ASSETS = /** @type {readonly string[]} */ (["__ASSETS__"]);
const CHANGING = ["index.html", "config.json", "manifest.webmanifest", "favicon.svg"];

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const scope = new URL(worker.registration.scope);

worker.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => worker.skipWaiting()));
});

worker.addEventListener("activate", (event) => {
  event.waitUntil(dropOld().then(() => worker.clients.claim()));
});

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const name = request.method === "GET" ? nameOf(request) : null;
  if (name === null) return;
  event.respondWith(name.startsWith("assets/") ? kept(request) : fresh(request, name));
});

/**
 * The name of a file of the page, below its folder; null for all else.
 *
 * @type {(request: Request) => string | null}
 */
function nameOf(request) {
  const { origin, pathname } = new URL(request.url);
  if (origin !== scope.origin || !pathname.startsWith(scope.pathname)) return null;
  const name = pathname.slice(scope.pathname.length);
  if (name === "") return request.mode === "navigate" ? "index.html" : null;
  return CHANGING.includes(name) || ASSETS.includes(name) ? name : null;
}

/**
 * What has a hash in its name never changes.
 *
 * @type {(request: Request) => Promise<Response>}
 */
async function kept(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request.url)) ?? fetch(request);
}

/**
 * From the server while it answers; else as it was the last time.
 *
 * @type {(request: Request, name: string) => Promise<Response>}
 */
async function fresh(request, name) {
  const cache = await caches.open(CACHE);
  const address = new URL(name, scope).href;
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(address, response.clone());
    if (response.status < 500) return response;
    return (await cache.match(address)) ?? response;
  } catch (error) {
    const last = await cache.match(address);
    if (last === undefined) throw error;
    return last;
  }
}

async function keepAll() {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const name of ASSETS) {
    if ((await cache.match(new URL(name, scope).href)) === undefined) missing.push(new URL(name, scope).href);
  }
  await cache.addAll(missing);
  for (const name of CHANGING) {
    const address = new URL(name, scope).href;
    const response = await fetch(address, { cache: "no-cache" });
    if (response.ok) await cache.put(address, response);
  }
}

/** Other versions' assets are fetched again by a tab that still runs one. */
async function dropOld() {
  const cache = await caches.open(CACHE);
  const ours = new Set([...CHANGING, ...ASSETS].map((name) => new URL(name, scope).href));
  for (const { url } of await cache.keys()) {
    if (!ours.has(url)) await cache.delete(url);
  }
}
