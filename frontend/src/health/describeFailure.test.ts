import { afterEach, describe, expect, test, vi } from "vitest";

import { ApiError } from "../api/errors";
import type { ApiFailure } from "../api/errors";
import { describeFailure } from "./describeFailure";
import { healthWords } from "./health.en";
import { reasonWords } from "./reasonWords";

const UNREACHABLE: ApiFailure = { kind: "unreachable", apiUrl: "https://api.example.com" };
const REFUSED = { kind: "refused", code: null, message: "This server asks for an API key.", requestId: null, retryAfterS: null } as const;

afterEach(() => vi.restoreAllMocks());

describe("describeFailure", () => {
  test("a server that does not answer is named", () => {
    expect(reasonOf(new ApiError(UNREACHABLE))).toBe("Nothing answers at https://api.example.com.");
  });

  test("a device that is offline is told from a server that is down", () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    expect(reasonOf(new ApiError(UNREACHABLE))).toBe("This device is offline.");
  });

  test.each([401, 403])("status %i asks for a key", (status) => {
    expect(describeFailure(new ApiError({ ...REFUSED, status })).status).toBe("unauthorised");
  });

  test("another refusal says why", () => {
    expect(describeFailure(new ApiError({ ...REFUSED, status: 500, message: "Out of disk." }))).toEqual({
      status: "unreachable",
      reason: "Out of disk.",
    });
  });

  test("what a proxy says is told by its number", () => {
    expect(reasonOf(new ApiError({ kind: "unreadable", status: 502, requestId: null }))).toMatch(/it said 502/);
  });

  test("an answer that takes too long is no answer", () => {
    expect(reasonOf(new DOMException("timeout", "TimeoutError"))).toBe("It did not answer in time.");
  });
});

function reasonOf(error: unknown): string | null {
  const state = describeFailure(error);
  return reasonWords(state, healthWords.english);
}
