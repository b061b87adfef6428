import { afterEach, expect, test, vi } from "vitest";

import { formatsOf } from "./formats";
import { keepLanguage, keptLanguage, languageOf } from "./languages";

afterEach(() => vi.restoreAllMocks());

test.each([
  [["de-CH", "en"], "de"],
  [["fr-FR", "DE", "en"], "de"],
  [["en-GB", "de"], "en"],
  [["fr", "ja"], "en"],
  [["den"], "en"],
  [[], "en"],
] as const)("a browser that prefers %j is spoken to in %s", (preferred, language) => {
  expect(languageOf(preferred)).toBe(language);
});

test("the choice is kept until it is taken back, and nothing else is taken for one", () => {
  keepLanguage("de");
  expect(keptLanguage()).toBe("de");
  keepLanguage(null);
  expect(keptLanguage()).toBeNull();
  localStorage.setItem("devops-assistant-language", "klingon");
  expect(keptLanguage()).toBeNull();
});

test("numbers, units, lists and plurals are written as the language does", () => {
  const english = formatsOf("en");
  const german = formatsOf("de");
  const both = (text: string) => text.replaceAll("\u00a0", " ");
  expect([english, german].map(({ number }) => number(8192))).toEqual(["8,192", "8.192"]);
  expect([0.08, 0.812, 8.14, 81.2, 812].map(english.figure)).toEqual(["0.08", "0.81", "8.1", "81", "812"]);
  expect([english, german].map(({ percent }) => both(percent(0.25)))).toEqual(["25%", "25 %"]);
  expect([english, german].map(({ seconds }) => both(seconds(0.81)))).toEqual(["0.81 s", "0,81 s"]);
  expect([english, german].map(({ megabytes }) => both(megabytes(2)))).toEqual(["2 MB", "2 MB"]);
  expect([english, german].map(({ list }) => list(["a", "b"]))).toEqual(["a and b", "a und b"]);
  const line = { one: "line", other: "lines" };
  expect([0, 1, 1200].map((count) => english.counted(count, line))).toEqual(["0 lines", "1 line", "1,200 lines"]);
});

test("numbers follow the region that the browser prefers", () => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["de-CH", "en-IN"]);
  expect(formatsOf("de").number(8192)).toMatch(/^8['’]192$/);
  expect(formatsOf("en").number(819_200)).toBe("8,19,200");
});
