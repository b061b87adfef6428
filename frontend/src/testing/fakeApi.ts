import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { once } from "node:events";

import type { AssistantNotes, Chunk, Health, Reference } from "../api/wire";

/** Stands for the API and the bucket the page is served from: a real server on a free port, driven by the test. */
export interface FakeApi {
  readonly url: string;
  /** What config.json holds, as text; null when there is none. */
  config: string | null;
  /** What is deployed as index.html; null when there is none. */
  page: string | null;
  health: Health;
  /** What it says at /v1/models; null where it fails to. */
  models: readonly { readonly id: string; readonly context_length: number | null }[] | null;
  /** The key that it asks for; null where it asks for none. */
  key: string | null;
  /** Every connection breaks, as when the server is down. */
  down: boolean;
  /** The references that it has, by their path. */
  readonly references: Map<string, Reference>;
  /** The bodies of the chat requests, as they were sent. */
  readonly requests: ChatBody[];
  /** The next chat request, to be answered by the test. */
  nextAnswer(): Promise<FakeAnswer>;
  close(): Promise<void>;
}

interface ChatBody {
  readonly model: string;
  readonly stream: boolean;
  readonly continue_final_message?: boolean;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

export const READY: Health = {
  status: "ready",
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
  models: [
    { id: "smollm2-135m-instruct", state: "ready", reason: null, context_length: 8192, memory_bytes: 1_300_000_000 },
  ],
  versions: {},
  uptime_s: 12.3,
  warnings: [],
  reason: null,
};

export const LOADING: Health = {
  ...READY,
  status: "loading",
  model: null,
  engine: null,
  reason: "The weights are being read.",
};

export const REMOTE: Health = {
  ...READY,
  model: {
    id: "meta-llama/Llama-3.2-1B-Instruct",
    source: "remote",
    architecture: null,
    parameters: null,
    context_length: 8192,
  },
  engine: { runner: "remote", device: null, dtype: null, threads: null, host: "gpu-1:8000" },
};

/** One answer being given, byte by byte if need be. */
export class FakeAnswer {
  readonly #response: ServerResponse;
  /** Resolves when the client has left. */
  readonly left: Promise<unknown>;

  constructor(response: ServerResponse) {
    this.#response = response;
    this.left = once(response, "close");
  }

  refuse(status: number, error: Record<string, unknown>, headers: Record<string, string> = {}): void {
    this.#response.writeHead(status, { "content-type": "application/json", ...headers });
    this.#response.end(JSON.stringify({ error: { message: "", type: "", param: null, ...error } }));
  }

  reply(status: number, type: string, body: string): void {
    this.#response.writeHead(status, { "content-type": type }).end(body);
  }

  say(text: string): void {
    this.write(event(chunkOf({ content: text })));
  }

  /** Tell what is known of what was said. */
  tell(notes: Partial<AssistantNotes>): void {
    const none = { intent: null, references: [], redactions: [], excerpts: [], checks: [], risks: [] };
    this.write(event({ ...chunkOf({}), assistant: { ...none, ...notes } }));
  }

  finish(reason: "stop" | "length" = "stop"): void {
    this.write(event(chunkOf({}, reason)) + "data: [DONE]\n\n");
    this.#response.end();
  }

  failInStream(error: Record<string, unknown>): void {
    this.write(`data: ${JSON.stringify({ error })}\n\n`);
    this.#response.end();
  }

  /** Give an answer as a server once gave it, from the first byte to the last. */
  replay(recording: string): void {
    this.write(recording);
    this.#response.end();
  }

  cut(): void {
    this.#response.destroy();
  }

  write(bytes: string | Uint8Array): void {
    if (!this.#response.headersSent) this.#response.writeHead(200, { "content-type": "text/event-stream" });
    this.#response.write(bytes);
  }
}

export function chunkOf(
  delta: Chunk["choices"][number]["delta"],
  finishReason: "stop" | "length" | null = null,
): Chunk {
  return {
    id: "chatcmpl-1",
    object: "chat.completion.chunk",
    created: 1,
    model: "devops-assistant",
    system_fingerprint: "fp",
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
    usage: null,
  };
}

export function event(chunk: Chunk): string {
  return `data: ${JSON.stringify(chunk)}\n\n`;
}

export async function startFakeApi(): Promise<FakeApi> {
  const waiting: ((answer: FakeAnswer) => void)[] = [];
  const unclaimed: FakeAnswer[] = [];
  const server = createServer((request, response) => {
    if (api.down) {
      request.socket.destroy();
      return;
    }
    void handle(request, response);
  });

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === "/some/prefix/config.json" && api.config !== null) {
      response.writeHead(200, { "content-type": "application/json" }).end(api.config);
    } else if (request.url === "/some/prefix/" && api.page !== null) {
      response.writeHead(200, { "content-type": "text/html" }).end(api.page);
    } else if (api.key !== null && request.headers.authorization !== `Bearer ${api.key}`) {
      const error = { message: "This server asks for an API key", type: "invalid_request_error", code: "invalid_api_key" };
      response.writeHead(401, { "content-type": "application/json" }).end(JSON.stringify({ error }));
    } else if (request.url === "/v1/models") {
      const data = api.models?.map((model) => ({ object: "model", created: 1, owned_by: "local", ...model }));
      response.writeHead(data === undefined ? 500 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify({ object: "list", data }));
    } else if (request.url === "/v1/health") {
      const status = api.health.status === "ready" ? 200 : 503;
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(api.health));
    } else if (request.url?.startsWith("/v1/devops/references/") === true) {
      const reference = api.references.get(request.url);
      const missing = { error: { message: "There is no such reference", type: "invalid_request_error", code: "not_found" } };
      response.writeHead(reference === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(reference ?? missing));
    } else if (request.url === "/v1/chat/completions" && request.method === "POST") {
      const parts: Uint8Array[] = [];
      for await (const part of request) parts.push(part as Uint8Array);
      api.requests.push(JSON.parse(Buffer.concat(parts).toString()) as ChatBody);
      const answer = new FakeAnswer(response);
      const claim = waiting.shift();
      if (claim === undefined) unclaimed.push(answer);
      else claim(answer);
    } else {
      response.writeHead(404, { "content-type": "text/html" }).end("<h1>not found</h1>");
    }
  };

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  const url = `http://127.0.0.1:${String(address.port)}`;

  const api: FakeApi = {
    url,
    config: JSON.stringify({ apiUrl: url }),
    page: null,
    health: READY,
    models: [
      { id: "devops-assistant", context_length: 8192 },
      { id: "smollm2-135m-instruct", context_length: 8192 },
    ],
    key: null,
    down: false,
    references: new Map(),
    requests: [],
    nextAnswer: () => {
      const answer = unclaimed.shift();
      return answer === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(answer);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
  return api;
}
