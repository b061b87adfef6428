import { describe, expect, test } from "vitest";

import { serverDecides } from "../conversation/conversation";
import { formOf, parseSettings } from "./parseSettings";
import { settingsWords } from "./settings.en";

const EMPTY = formOf(serverDecides);

describe("parseSettings", () => {
  test("what is empty is for the server to decide", () => {
    expect(parseSettings({ ...EMPTY, systemPrompt: " \n" })).toEqual({ status: "valid", settings: serverDecides });
  });

  test("what is written comes back as it was", () => {
    const settings = { model: "small", systemPrompt: "Be brief.", temperature: 0, topP: 0.95, maxTokens: 200 };
    expect(parseSettings(formOf(settings))).toEqual({ status: "valid", settings });
    expect(parseSettings({ ...EMPTY, temperature: "0,5" })).toMatchObject({ settings: { temperature: 0.5 } });
  });

  test.each([
    ["temperature", "2.1"],
    ["temperature", "-1"],
    ["temperature", "hot"],
    ["topP", "1.01"],
    ["topP", "Infinity"],
    ["maxTokens", "0"],
    ["maxTokens", "1.5"],
    ["maxTokens", "1e3"],
    ["maxTokens", "99999999999999999"],
  ] as const)("%s of %s is refused with what it may be", (name, text) => {
    const parsed = parseSettings({ ...EMPTY, [name]: text });
    const problem = parsed.status === "invalid" ? parsed.errors[name] : undefined;
    expect(problem?.(settingsWords.english)).toMatch(/^a (whole )?number from/);
  });
});
