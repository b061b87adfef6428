import { describe, expect, test } from "vitest";

import type { AssistantNotes, BlockNote, CommandNote } from "../../api/wire";
import { blocksOf, placesOf } from "../markdownTokens";
import { factsByPlace, factsOf, firstWord } from "./blockFacts";
import { isBroughtIn, worstRisk } from "./risk";

function check(block: number, more: Partial<BlockNote> = {}): BlockNote {
  return {
    block,
    language: "bash",
    kind: "shell",
    status: "no_findings",
    reason: null,
    checkers: [],
    findings: [],
    left_out: 0,
    repaired: false,
    changes: [],
    ...more,
  };
}

function command(block: number, risk: CommandNote["risk"], pasted = false): CommandNote {
  return { block, line: 1, command: "x", risk, reason: "", pasted };
}

function notes(checks: BlockNote[], risks: CommandNote[] = []): AssistantNotes {
  return { intent: null, references: [], redactions: [], excerpts: [], checks, risks };
}

describe("factsByPlace", () => {
  test("a corrected version has no number and moves all that follow", () => {
    const checks = [check(0, { repaired: true }), check(1), check(2, { repaired: true }), check(3)];
    const facts = factsByPlace(notes(checks));
    expect([...facts].map(([place, { kind, check: { block } }]) => [place, kind, block])).toEqual([
      [0, "checked", 0],
      [1, "corrected", 0],
      [2, "checked", 1],
      [3, "checked", 2],
      [4, "corrected", 2],
      [5, "checked", 3],
    ]);
  });

  test("each block has its own commands, a corrected version those of the block before it", () => {
    const checks = [check(0, { repaired: true }), check(1)];
    const risks = [command(1, "read-only"), command(0, "destructive")];
    const facts = factsByPlace(notes(checks, risks));
    expect([0, 1, 2].map((place) => facts.get(place)?.risks.map(({ risk }) => risk))).toEqual([
      ["destructive"],
      ["destructive"],
      ["read-only"],
    ]);
  });

  test("nothing is told of a block that the server read otherwise, or that has no fences", () => {
    const facts = factsByPlace(notes([check(0, { language: 'YAML title="web.yaml"' })]));
    expect(factsOf(facts, 0, "yaml")).not.toBeNull();
    expect(factsOf(facts, 0, "bash")).toBeNull();
    expect(factsOf(facts, 1, "yaml")).toBeNull();
    expect(factsOf(facts, null, "yaml")).toBeNull();
  });
});

describe("placesOf", () => {
  test("counts fenced blocks wherever they stand, and not indented ones", () => {
    const blocks = blocksOf(
      "- a\n\n  ```sh\n  1\n  ```\n\n  1. b\n\n     ```sh\n     2\n     ```\n\n    \ntext\n\n    indented\n\n> ```sh\n> 3\n> ```\n\n~~~\n4\n~~~\n\nend",
    ).filter(({ type }) => type !== "space");
    const places = placesOf(blocks, 0);
    expect(blocks.map(({ type }, index) => [type, places[index]])).toEqual([
      ["list", 0],
      ["paragraph", 2],
      ["code", 2],
      ["blockquote", 2],
      ["code", 3],
      ["paragraph", 4],
    ]);
  });
});

test.each([
  ["bash", "bash"],
  [' YAML title="a b"', "yaml"],
  ["", ""],
  [undefined, ""],
])("the language of %j is %j", (info, language) => {
  expect(firstWord(info)).toBe(language);
});

describe("worstRisk", () => {
  test.each<[CommandNote["risk"][], CommandNote["risk"] | null]>([
    [[], null],
    [["read-only", "changes state"], "changes state"],
    [["unknown", "changes state", "read-only"], "unknown"],
    [["destructive", "unknown"], "destructive"],
  ])("of %j is %j", (risks, worst) => {
    expect(worstRisk(risks.map((risk) => command(0, risk)))).toBe(worst);
  });

  test("a class of a newer server counts as unknown", () => {
    expect(worstRisk([command(0, "read-only"), { ...command(0, "read-only"), risk: "new" as "unknown" }])).toBe("unknown");
  });
});

test.each([
  ["destructive", true, true],
  ["unknown", true, true],
  ["read-only", true, false],
  ["destructive", false, false],
] as const)("%s, pasted %s: to be warned of is %s", (risk, pasted, warned) => {
  expect(isBroughtIn(command(0, risk, pasted))).toBe(warned);
});
