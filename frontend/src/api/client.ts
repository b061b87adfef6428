import { ApiError, failureOfResponse } from "./errors";
import { isHealth, isModelList, isReference, parseJson } from "./wire";
import type { ChatRequest, Chunk, Health, Model, Reference } from "./wire";

export interface ApiClient {
  /** Stream one answer. Aborting `signal` ends the request, and the server frees its place. */
  streamAnswer(request: ChatRequest, signal: AbortSignal): AsyncGenerator<Chunk, void, undefined>;
  /** The state of the server, also while it loads its model or has failed to. */
  health(signal: AbortSignal): Promise<Health>;
  /** What requests can name. */
  models(signal: AbortSignal): Promise<readonly Model[]>;
  /** What an answer starts from. `path`: as the API gives it, relative to its address. */
  reference(path: string, signal: AbortSignal): Promise<Reference>;
}

/** The usage so far comes with every chunk: what an answer that is stopped has cost is known too. */
const STREAM_OPTIONS = { include_usage: true, continuous_usage_stats: true };

/**
 * @param apiUrl without a slash at the end, e.g. `http://localhost:8000`.
 * @param apiKey for a server that asks for one.
 */
export function createClient(apiUrl: string, apiKey: string | null): ApiClient {
  const send = (path: string, init: RequestInit & { signal: AbortSignal }) => {
    const headers = new Headers(init.headers);
    if (apiKey !== null) headers.set("authorization", `Bearer ${apiKey}`);
    return request(apiUrl, path, { ...init, headers });
  };

  /** Read what a plain GET answers. */
  const read = async <Value>(path: string, isValue: (value: unknown) => value is Value, signal: AbortSignal) => {
    const response = await send(path, { headers: { accept: "application/json" }, signal });
    if (!response.ok) throw new ApiError(await failureOfResponse(response));
    const value = parseJson(await response.text());
    if (isValue(value)) return value;
    throw unreadable(response);
  };

  return {
    async *streamAnswer(body, signal) {
      // Not needed to open the page: it comes while the server thinks.
      const reader = import("./readEvents");
      reader.catch(() => undefined);
      const response = await send("/v1/chat/completions", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ ...body, stream: true, stream_options: STREAM_OPTIONS }),
        signal,
      });
      if (!response.ok) throw new ApiError(await failureOfResponse(response));
      if (response.body === null || !isEventStream(response)) {
        throw unreadable(response);
      }
      const { readEvents } = await reader;
      yield* cutAsApiError(readEvents(response.body), signal);
    },

    async health(signal) {
      const response = await send("/v1/health", { cache: "no-store", signal });
      const health = parseJson(await response.clone().text());
      if (isHealth(health)) return health;
      throw new ApiError(await failureOfResponse(response));
    },

    models: async (signal) => (await read("/v1/models", isModelList, signal)).data,
    reference: (path, signal) => read(path, isReference, signal),
  };
}

async function request(apiUrl: string, path: string, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(apiUrl + path, init);
  } catch (error) {
    if (init.signal.aborted) throw error;
    throw new ApiError({ kind: "unreachable", apiUrl });
  }
}

function unreadable(response: Response): ApiError {
  return new ApiError({
    kind: "unreadable",
    status: response.status,
    requestId: response.headers.get("x-request-id"),
  });
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
