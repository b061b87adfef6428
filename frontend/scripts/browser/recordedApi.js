import { readFileSync } from "node:fs";
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

import { listen } from "./listen.js";

/** @import { ServerResponse } from "node:http" */
/** @typedef {(response: ServerResponse) => void | Promise<void>} Answering */
/** @typedef {{ status: string, reason: string | null, queue: object | null, model: object | null }} Health */

const HEADERS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "access-control-expose-headers": "x-request-id, retry-after",
};

/** @type {Readonly<Health & Record<string, unknown>>} */
export const READY = {
  status: "ready",
  reason: null,
  version: "0.1.0",
  model: {
    id: "smollm2-135m-instruct",
    source: "embedded",
    architecture: "LlamaForCausalLM",
    parameters: 134515008,
    context_length: 8192,
  },
  engine: { runner: "torch", device: "cpu", dtype: "float32", threads: 2, host: null },
  queue: { running: 0, waiting: 0, max_running: 16, max_waiting: 64 },
  models: [],
  versions: {},
  uptime_s: 12,
  warnings: [],
};

const REFERENCE = {
  title: "Why a pod keeps restarting",
  source: "handbook",
  text: "# Why a pod keeps restarting\n\nSee the events first:\n\n```bash\nkubectl describe pod web-0\n```\n\n| Exit code | Meaning |\n|---|---|\n| 137 | killed, often for memory |\n",
};

/**
 * Stands for the service, on an origin of its own: answers are given by `answer`, by what was asked.
 *
 * @param {(question: string) => Answering} answer
 */
export async function startRecordedApi(answer) {
  const api = { health: /** @type {object} */ (READY), refuses: /** @type {number | null} */ (null) };
  const { url, close } = await listen((request, response) => {
    const path = new URL(request.url ?? "/", "http://api").pathname;
    if (request.method === "OPTIONS") {
      response.writeHead(204, HEADERS).end();
    } else if (api.refuses !== null) {
      refuse(response, api.refuses, { message: "This server asks for an API key.", type: "authentication_error" });
    } else if (path === "/v1/health") {
      replyJson(response, api.health);
    } else if (path === "/v1/models") {
      const model = { object: "model", created: 1, owned_by: "assistant", context_length: 8192 };
      replyJson(response, { object: "list", data: [{ id: "devops-assistant", ...model }, { id: "smollm2-135m-instruct", ...model }] });
    } else if (path.startsWith("/v1/devops/references/")) {
      replyJson(response, REFERENCE);
    } else if (path === "/v1/chat/completions") {
      void json(request).then((body) => answer(questionOf(body))(response));
    } else {
      response.writeHead(404, HEADERS).end();
    }
  });
  return Object.assign(api, { url, close });
}

/**
 * One of the answers that the service once gave (src/testing/recorded).
 *
 * @type {(name: string) => Answering}
 */
export function recorded(name) {
  const bytes = readFileSync(new URL(`../../src/testing/recorded/${name}.sse`, import.meta.url));
  return (response) => {
    begin(response);
    response.end(bytes);
  };
}

/**
 * Pieces of text, so many a second as an engine makes them, each a chunk of its own; in order and to the end.
 *
 * @type {(pieces: readonly (string | object)[], perSecond: number) => Answering}
 */
export function streamed(pieces, perSecond) {
  return async (response) => {
    begin(response);
    const start = performance.now();
    let sent = 0;
    while (sent < pieces.length && !response.destroyed) {
      const due = Math.min(pieces.length, Math.ceil(((performance.now() - start) / 1000) * perSecond));
      for (; sent < due; sent += 1) response.write(chunk(pieces[sent] ?? ""));
      await sleep(5);
    }
    response.end(chunk("", "stop") + "data: [DONE]\n\n");
  };
}

/**
 * Some words, and then nothing more while the reader stays.
 *
 * @type {(text: string) => Answering}
 */
export function unfinished(text) {
  return (response) => {
    begin(response);
    response.write(chunk(text));
  };
}

/** @type {(status: number, error: object, headers?: Readonly<Record<string, string>>) => Answering} */
export function refused(status, error, headers = {}) {
  return (response) => {
    refuse(response, status, error, headers);
  };
}

/** @type {(response: ServerResponse, status: number, error: object, headers?: Readonly<Record<string, string>>) => void} */
function refuse(response, status, error, headers = {}) {
  response.writeHead(status, { ...HEADERS, "content-type": "application/json", "x-request-id": "req-7f3a91c2", ...headers });
  response.end(JSON.stringify({ error: { message: "", type: "", param: null, ...error } }));
}

/** @type {(body: unknown) => string} */
function questionOf(body) {
  const { messages } = /** @type {{ messages: readonly { content: string }[] }} */ (body);
  return messages.at(-1)?.content ?? "";
}

/** @type {(response: ServerResponse, value: object) => void} */
function replyJson(response, value) {
  response.writeHead(200, { ...HEADERS, "content-type": "application/json" }).end(JSON.stringify(value));
}

/** @type {(response: ServerResponse) => void} */
function begin(response) {
  response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream", "cache-control": "no-cache" });
}

/**
 * @param {string | object} piece text, or what is known of the text before it.
 * @param {string | null} finishReason
 */
function chunk(piece, finishReason = null) {
  const text = typeof piece === "string" ? { content: piece } : {};
  const notes = typeof piece === "string" ? {} : { assistant: piece };
  const choices = [{ index: 0, delta: text, logprobs: null, finish_reason: finishReason }];
  const about = { id: "chatcmpl-1", created: 1, model: "devops-assistant", object: "chat.completion.chunk" };
  return `data: ${JSON.stringify({ ...about, choices, ...notes })}\n\n`;
}
