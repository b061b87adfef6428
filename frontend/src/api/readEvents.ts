import { createParser } from "eventsource-parser";

import { ApiError, failureOfEvent } from "./errors";
import { errorBodyOf, isChunk, parseJson } from "./wire";
import type { Chunk } from "./wire";

/**
 * Read the chunks of a streamed answer from its bytes, however these are cut.
 *
 * The bytes are let go when the reader stops early.
 *
 * @throws ApiError when the server reports an error or sends what is no chunk, or when the stream ends before a
 *   finish reason came.
 */
export async function* readEvents(bytes: ReadableStream<Uint8Array>): AsyncGenerator<Chunk, void, undefined> {
  let finished = false;
  for await (const data of readData(bytes)) {
    if (data === "[DONE]") break;
    const value = parseJson(data);
    const error = errorBodyOf(value);
    if (error !== null) throw new ApiError(failureOfEvent(error));
    if (!isChunk(value)) throw new ApiError({ kind: "unreadable", status: 200, requestId: null });
    finished ||= value.choices.some((choice) => choice.finish_reason != null);
    yield value;
  }
  if (!finished) throw new ApiError({ kind: "cut" });
}

/** The `data` of each server-sent event (WHATWG HTML, section 9.2); comments and other fields are skipped. */
async function* readData(bytes: ReadableStream<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const arrived: string[] = [];
  const parser = createParser({ onEvent: (event) => arrived.push(event.data) });
  const decoder = new TextDecoder();
  const reader = bytes.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      yield* arrived.splice(0);
    }
  } finally {
    // Rejects only when the stream has failed already, and then nothing is left to release.
    await reader.cancel().catch(() => undefined);
  }
}
