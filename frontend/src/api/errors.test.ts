import { describe, expect, test } from "vitest";

import { failureOfResponse } from "./errors";

function response(body: string, status: number, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers });
}

describe("failureOfResponse", () => {
  test("reads the API's error, the request id and the seconds to wait", async () => {
    const body = JSON.stringify({ error: { message: "Full", type: "rate_limit", param: null, code: "queue_full" } });
    expect(await failureOfResponse(response(body, 429, { "x-request-id": "r9", "retry-after": "7" }))).toEqual({
      kind: "refused",
      status: 429,
      code: "queue_full",
      message: "Full",
      requestId: "r9",
      retryAfterS: 7,
    });
  });

  test.each(["<html>502</html>", "", "null", '{"detail": "no"}', '{"error": "text"}'])(
    "what does not speak the API's language is unreadable: %j",
    async (body) => {
      expect(await failureOfResponse(response(body, 502))).toEqual({
        kind: "unreadable",
        status: 502,
        requestId: null,
      });
    },
  );

  test.each(["Wed, 21 Oct 2026 07:28:00 GMT", "-3", "0", "soon"])(
    "no wait is made of Retry-After: %s",
    async (header) => {
      const body = JSON.stringify({ error: { message: "Full" } });
      expect(await failureOfResponse(response(body, 503, { "retry-after": header }))).toMatchObject({
        retryAfterS: null,
      });
    },
  );
});
