import { describe, expect, test } from "vitest";

import { chunkOf, event } from "../testing/fakeApi";
import { ApiError } from "./errors";
import type { ApiFailure } from "./errors";
import { readEvents } from "./readEvents";

const ANSWER = event(chunkOf({ content: "Größe ✓ 🚀" })) + event(chunkOf({}, "stop"));

function streamOf(...parts: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(part);
      controller.close();
    },
  });
}

async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of readEvents(stream)) text += chunk.choices[0]?.delta.content ?? "";
  return text;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function failureOf(text: string): Promise<ApiFailure> {
  const error: unknown = await textOf(streamOf(encode(text))).catch((reason: unknown) => reason);
  if (!(error instanceof ApiError)) throw new Error("the stream did not fail as the API does");
  return error.failure;
}

describe("readEvents", () => {
  test.each([
    ["LF", ANSWER + "data: [DONE]\n\n"],
    ["CRLF", (ANSWER + "data: [DONE]\n\n").replaceAll("\n", "\r\n")],
  ])("the bytes may be cut at every position, with %s", async (_, wire) => {
    const bytes = encode(wire);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      expect(await textOf(streamOf(bytes.subarray(0, cut), bytes.subarray(cut)))).toBe("Größe ✓ 🚀");
    }
  });

  test("the bytes may come one at a time", async () => {
    const bytes = encode(ANSWER + "data: [DONE]\n\n");
    expect(await textOf(streamOf(...Array.from(bytes, (byte) => Uint8Array.of(byte))))).toBe("Größe ✓ 🚀");
  });

  test("comments and other fields are skipped", async () => {
    const wire = `: keep-alive\n\nevent: message\nid: 1\nretry: 5\n${ANSWER}: bye\n\ndata: [DONE]\n\n`;
    expect(await textOf(streamOf(encode(wire)))).toBe("Größe ✓ 🚀");
  });

  test("an answer that finished needs no [DONE]", async () => {
    expect(await textOf(streamOf(encode(ANSWER)))).toBe("Größe ✓ 🚀");
  });

  test("the chunk that carries the usage comes after the finish reason", async () => {
    const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3, prompt_tokens_details: { cached_tokens: 0 } };
    const wire = ANSWER + event({ ...chunkOf({}), choices: [], usage }) + "data: [DONE]\n\n";
    const chunks = [];
    for await (const chunk of readEvents(streamOf(encode(wire)))) chunks.push(chunk);
    expect(chunks.at(-1)?.usage).toEqual(usage);
  });

  test("an end without a finish reason is a cut, with or without [DONE]", async () => {
    const begun = event(chunkOf({ content: "Half" }));
    expect(await failureOf(begun)).toEqual({ kind: "cut" });
    expect(await failureOf(`${begun}data: [DONE]\n\n`)).toEqual({ kind: "cut" });
    expect(await failureOf("")).toEqual({ kind: "cut" });
  });

  test("an error event ends the answer with what it says", async () => {
    const error = {
      message: "The engine failed",
      type: "server_error",
      param: null,
      code: "engine_failed",
      request_id: "r1",
    };
    expect(
      await failureOf(`${event(chunkOf({ content: "Half" }))}data: ${JSON.stringify({ error })}\n\n`),
    ).toMatchObject({
      kind: "refused",
      status: null,
      code: "engine_failed",
      message: "The engine failed",
      requestId: "r1",
    });
  });

  test.each(['{"half": ', "null", "{}", '{"choices": [{}]}'])(
    "an event that is no chunk is not passed over: %s",
    async (data) => {
      expect(await failureOf(`data: ${data}\n\n${ANSWER}`)).toMatchObject({ kind: "unreadable" });
    },
  );

  test("a reader that leaves early lets the bytes go", async () => {
    let released = false;
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(encode(event(chunkOf({ content: "more" }))));
      },
      cancel() {
        released = true;
      },
    });
    for await (const chunk of readEvents(stream)) {
      expect(chunk.choices).toHaveLength(1);
      break;
    }
    expect(released).toBe(true);
  });
});
