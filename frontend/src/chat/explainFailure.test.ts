import { describe, expect, test } from "vitest";

import type { ApiFailure } from "../api/errors";
import { explainFailure } from "./explainFailure";
import { failureWords } from "./failure.en";

const { english } = failureWords;

function refused(status: number | null, code: string | null, message = ""): ApiFailure {
  return { kind: "refused", status, code, message, requestId: null, retryAfterS: null };
}

describe("explainFailure", () => {
  test.each<[ApiFailure, string, boolean]>([
    [{ kind: "unreachable", apiUrl: "http://localhost:8000" }, "The assistant cannot be reached", true],
    [{ kind: "cut" }, "The connection was cut", true],
    [refused(503, "model_loading"), "The model is still loading", true],
    [refused(503, "model_failed"), "The model could not be loaded", true],
    [refused(503, "engine_unavailable"), "The model cannot be reached", true],
    [refused(503, "shutting_down"), "The server is shutting down", true],
    [refused(429, "queue_full"), "The assistant is busy", true],
    [refused(429, "rate_limit_exceeded"), "Too many requests", true],
    [refused(400, "context_length_exceeded"), "The conversation is too long", false],
    [refused(404, "model_not_found"), "The model is not there", false],
    [refused(413, "request_too_large"), "The message is too large", false],
    [refused(400, "something_new"), "The request was refused", true],
    [refused(500, null), "The server failed", true],
    [refused(null, "engine_failed"), "The server failed", true],
    [{ kind: "unreadable", status: 413, requestId: null }, "The message is too large", false],
    [{ kind: "unreadable", status: 502, requestId: null }, "The assistant is not answering", true],
    [{ kind: "unreadable", status: 200, requestId: null }, "The answer could not be read", true],
  ])("%o is told as %s", (failure, title, retry) => {
    expect(explainFailure(failure, english)).toMatchObject({ title, retry });
  });

  test("the address that did not answer is named", () => {
    expect(explainFailure({ kind: "unreachable", apiUrl: "http://localhost:8000" }, english).advice).toContain(
      "http://localhost:8000",
    );
  });

  test("the server's own message is kept and ends as a sentence", () => {
    expect(explainFailure(refused(500, null, "The disk is full"), english).advice).toBe("The disk is full. Retry to ask again.");
  });
});
