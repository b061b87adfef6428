import { ApiError, failureOfResponse } from "./errors";
import { isHealth, isReference, parseJson } from "./wire";
import type { ChatRequest, Chunk, Health, Reference } from "./wire";

export interface ApiClient {
  /** Stream one answer. Aborting `signal` ends the request, and the server frees its place. */
  streamAnswer(request: ChatRequest, signal: AbortSignal): AsyncGenerator<Chunk, void, undefined>;
  /** The state of the server, also while it loads its model or has failed to. */
  health(signal: AbortSignal): Promise<Health>;
  /** What an answer starts from. `path`: as the API gives it, relative to its address. */
  reference(path: string, signal: AbortSignal): Promise<Reference>;
}

/** @param apiUrl without a slash at the end, e.g. `http://localhost:8000`. */
export function createClient(apiUrl: string): ApiClient {
  return {
    async *streamAnswer(request, signal) {
      // Not needed to open the page: it comes while the server thinks.
      const reader = import("./readEvents");
      reader.catch(() => undefined);
      const response = await send(apiUrl, "/v1/chat/completions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...request, stream: true, stream_options: { include_usage: true } }),
        signal,
      });
      if (!response.ok) throw new ApiError(await failureOfResponse(response));
      if (response.body === null || !isEventStream(response)) {
        throw new ApiError({
          kind: "unreadable",
          status: response.status,
          requestId: response.headers.get("x-request-id"),
        });
      }
      const { readEvents } = await reader;
      yield* cutAsApiError(readEvents(response.body), signal);
    },

    async health(signal) {
      const response = await send(apiUrl, "/v1/health", { cache: "no-store", signal });
      const health = parseJson(await response.clone().text());
      if (isHealth(health)) return health;
      throw new ApiError(await failureOfResponse(response));
    },

    async reference(path, signal) {
      const response = await send(apiUrl, path, { headers: { accept: "application/json" }, signal });
      if (!response.ok) throw new ApiError(await failureOfResponse(response));
      const reference = parseJson(await response.text());
      if (isReference(reference)) return reference;
      throw new ApiError({
        kind: "unreadable",
        status: response.status,
        requestId: response.headers.get("x-request-id"),
      });
    },
  };
}

async function send(apiUrl: string, path: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(apiUrl + path, init);
  } catch (error) {
    if (init.signal.aborted) throw error;
    throw new ApiError({ kind: "unreachable", apiUrl });
  }
}

function isEventStream(response: Response): boolean {
  return response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
}

/** A connection that breaks while the answer streams shows as an error of the bytes: tell it as a cut. */
async function* cutAsApiError(
  chunks: AsyncGenerator<Chunk, void, undefined>,
  signal: AbortSignal,
): AsyncGenerator<Chunk, void, undefined> {
  try {
    yield* chunks;
  } catch (error) {
    if (signal.aborted || error instanceof ApiError) throw error;
    throw new ApiError({ kind: "cut" });
  }
}
