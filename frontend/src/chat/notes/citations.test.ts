import { describe, expect, test } from "vitest";

import { citedPieces } from "./citations";
import { withoutExcerpts } from "./excerpts";
import { referenceTarget } from "./referenceTarget";
import { redactionsOf } from "./redactionsOf";
import { notes as german } from "./notes.de";
import { notesWords } from "./notes.en";
import { secretKind } from "./secretKind";

describe("citedPieces", () => {
  const cite = (mark: string, ...numbers: number[]) => ({ mark, numbers });

  test.each([
    [" [1], from the handbook", [" ", cite("[1]", 1), ", from the handbook"]],
    ["one [1] and two [2, 3].", ["one ", cite("[1]", 1), " and two ", cite("[2, 3]", 2, 3), "."]],
    ["the way [1]:", ["the way ", cite("[1]", 1), ":"]],
    ["[1][2]", [cite("[1]", 1), cite("[2]", 2)]],
    ["as it says[^2]", ["as it says", cite("[^2]", 2)]],
    ["", []],
  ])("finds the marks of %j", (text, pieces) => {
    expect(citedPieces(text, 3)).toEqual(pieces);
  });

  test.each(["see [4]", "see [0]", "one of [1, 9]", "spec.containers[1].image", "args[0][1]", "$(ls)[1]", "[1](x)", "[a]"])(
    "leaves %j as it is",
    (text) => {
      expect(citedPieces(text, 3)).toEqual([text]);
    },
  );

  test("takes a long text of brackets in little time", () => {
    expect(citedPieces("[1".repeat(100_000), 3)).toEqual(["[1".repeat(100_000)]);
  });
});

describe("referenceTarget", () => {
  const target = (link: string | null) => referenceTarget({ source: "handbook", id: "a", title: "A", link });

  test("a passage of the API is opened in the page", () => {
    const path = "/v1/devops/references/handbook/kubernetes/crash-loop";
    expect(target(path)).toEqual({ kind: "passage", path });
  });

  test("a web address leads out of it", () => {
    expect(target("https://example.com/a")).toEqual({ kind: "outside", href: "https://example.com/a" });
  });

  test.each([
    null,
    "",
    "handbook/kubernetes/crash-loop.md",
    "/v1/devops/references/../../health",
    "/v1/devops/references/%2e%2e/%2e%2e/health",
    "/v1/devops/references/a?b",
    "/v1/chat/completions",
    "//example.com/v1/devops/references/a",
    "javascript:alert(1)",
    "file:///etc/passwd",
  ])("%j leads nowhere", (link) => {
    expect(target(link)).toBeNull();
  });
});

describe("withoutExcerpts", () => {
  test("takes what was left out of a paste from the beginning of the words", () => {
    expect(withoutExcerpts("_Cut._\n\nThe answer.", ["Cut."])).toEqual({ text: "The answer.", shown: ["Cut."] });
  });

  test("tells it too where the words do not", () => {
    expect(withoutExcerpts("The answer.", ["Cut."])).toEqual({ text: "The answer.", shown: ["Cut."] });
  });
});

describe("redactionsOf", () => {
  const redaction = (placeholder: string, message: number | null) => ({ type: "password", placeholder, message });
  const redactions = [redaction("A_1", 0), redaction("A_2", 2), redaction("A_2", 2), redaction("A_3", null)];
  const notes = { intent: null, references: [], redactions, excerpts: [], checks: [], risks: [] };

  test.each([
    [0, ["A_1"]],
    [2, ["A_2"]],
    [null, ["A_3"]],
    [1, []],
  ])("of message %j are %j", (message, placeholders) => {
    expect(redactionsOf(notes, message).map(({ placeholder }) => placeholder)).toEqual(placeholders);
  });
});

test.each([
  ["password", "password", "Passwort"],
  ["github_token", "GitHub token", "GitHub-Token"],
  ["private_key", "private key", "privater Schlüssel"],
])("%s reads %s", (type, inEnglish, inGerman) => {
  expect(notesWords.english.secretKind(secretKind(type))).toBe(inEnglish);
  expect(german.secretKind(secretKind(type))).toBe(inGerman);
});
