import { readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";

import { listen } from "./listen.js";

export const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};
const COMPRESSED = new Set([".html", ".js", ".css", ".json", ".webmanifest", ".svg"]);

/**
 * Serve the built page as a CDN before a bucket does: compressed, what has a hash in its name for a year, all else to be
 * asked for again. Under a prefix, as a bucket may have one.
 *
 * @param {() => string | null} config what config.json holds, at each request for it; null for none.
 */
export async function servePage(config) {
  const compressed = new Map();
  const { url, close } = await listen((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://page").pathname));
    const name = path === "/devops/" ? "index.html" : path.replace(/^\/devops\//, "");
    const own = name === "config.json" ? config() : undefined;
    const file = join(dist, name);
    if (!path.startsWith("/devops/") || own === null || (own === undefined && !isFile(file))) {
      response.writeHead(404, { "content-type": "text/plain" }).end("Not found\n");
      return;
    }
    const body = own === undefined ? readFileSync(file) : Buffer.from(own);
    const coding = COMPRESSED.has(extname(name)) ? codingFor(request.headers["accept-encoding"]) : null;
    const key = `${coding ?? ""} ${name}`;
    if (own !== undefined || !compressed.has(key)) compressed.set(key, encoded(body, coding));
    response
      .writeHead(200, {
        "content-type": TYPES[extname(name)] ?? "application/octet-stream",
        "cache-control": cacheControl(name),
        vary: "accept-encoding",
        "x-content-type-options": "nosniff",
        ...(coding === null ? {} : { "content-encoding": coding }),
      })
      .end(compressed.get(key));
  });
  return { url: `${url}/devops/`, close };
}

/** @type {(name: string) => string} */
function cacheControl(name) {
  if (name === "config.json") return "no-store";
  return name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

/** @type {(accepted: string | string[] | undefined) => "br" | "gzip" | null} */
function codingFor(accepted = "") {
  const codings = String(accepted);
  return codings.includes("br") ? "br" : codings.includes("gzip") ? "gzip" : null;
}

/** @type {(body: Buffer, coding: "br" | "gzip" | null) => Buffer} */
function encoded(body, coding) {
  return coding === "br" ? brotliCompressSync(body) : coding === "gzip" ? gzipSync(body) : body;
}

/** @type {(path: string) => boolean} */
function isFile(path) {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}
