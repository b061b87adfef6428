import { describe, expect, test } from "vitest";

import { ConfigError, parseConfig } from "./config";

const ADDRESS = new URL("https://cdn.example.com/assistant/config.json");

describe("parseConfig", () => {
  test.each([
    ["http://localhost:8000", "http://localhost:8000"],
    ["https://api.example.com/assistant/", "https://api.example.com/assistant"],
    ["/api", "https://cdn.example.com/api"],
    ["./api/", "https://cdn.example.com/assistant/api"],
  ])("%s becomes %s", (apiUrl, absolute) => {
    expect(parseConfig(JSON.stringify({ apiUrl }), ADDRESS)).toEqual({ apiUrl: absolute });
  });

  test.each([
    "",
    "null",
    "[]",
    "{}",
    '{"apiUrl": ""}',
    '{"apiUrl": 8000}',
    '{"apiUrl": "ftp://x"}',
    '{"apiUrl": "http://"}',
  ])("%j is refused, naming the file", (text) => {
    expect(() => parseConfig(text, ADDRESS)).toThrow(ConfigError);
    expect(() => parseConfig(text, ADDRESS)).toThrow(/config\.json/);
  });
});
