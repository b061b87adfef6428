import { describe, expect, test } from "vitest";

import { headAndTail } from "./headAndTail";
import { countLevels, levelOf } from "./logLevels";
import { isLongPaste, lineCount, pasteName } from "./longPaste";
import { readTextFile } from "./readTextFile";

describe("a pasted text", () => {
  test("is long by its lines or its characters", () => {
    expect(isLongPaste("x\n".repeat(30))).toBe(false);
    expect(isLongPaste("x\n".repeat(31))).toBe(true);
    expect(isLongPaste("x".repeat(4000))).toBe(false);
    expect(isLongPaste("x".repeat(4001))).toBe(true);
  });

  test("has as many lines as an editor counts", () => {
    expect(["", "a", "a\n", "a\nb", "\n"].map(lineCount)).toEqual([0, 1, 1, 2, 1]);
  });

  test("is named by what it is", () => {
    expect(pasteName("12:00 ERROR no route")).toBe("pasted.log");
    expect(pasteName("some words")).toBe("pasted.txt");
  });
});

test.each([
  ["2024-05-01T10:00:00Z ERROR could not connect", "error"],
  ["E0501 10:00:00.123456       1 reflector.go:138] failed", "error"],
  ["W0501 10:00:00.123456       1 warnings.go:70] deprecated", "warning"],
  ['time="2024-05-01" level=warning msg="slow"', "warning"],
  ['{"level":"error","msg":"x"}', "error"],
  ["2024/05/01 10:00:00 [crit] 7#7: open() failed", "error"],
  ["[INFO] BUILD SUCCESS", "info"],
  ["I0501 10:00:00.1 1 main.go:1] up", "info"],
  ["there was no error at all", null],
  ["metadata:", null],
] as const)("the level of %j is %s", (line, level) => {
  expect(levelOf(line)).toBe(level);
});

test("levels are counted by line", () => {
  expect(countLevels("ERROR a\nWARN b\nWARN c\nplain")).toEqual({ error: 1, warning: 2, info: 0 });
});

test("a long text is shown by its head and its tail, and long lines in part", () => {
  const lines = Array.from({ length: 100 }, (_, index) => String(index));
  const { head, leftOut, tail } = headAndTail(`${lines.join("\n")}\n`);
  expect([head.length, leftOut, tail.length]).toEqual([20, 60, 20]);
  expect([head[0], tail.at(-1)]).toEqual(["0", "99"]);
  expect(headAndTail("a\r\nb\r\n")).toEqual({ head: ["a", "b"], leftOut: 0, tail: [] });
  expect(headAndTail("x".repeat(1000)).head[0]).toHaveLength(602);
});

describe("a file", () => {
  const read = (parts: BlobPart[]) => readTextFile(new File(parts, "app.log"));

  test("is read as UTF-8, as UTF-16 with its mark, or as Windows wrote it", async () => {
    expect(await read(["grün\n"])).toEqual({ text: "grün\n" });
    expect(await read([new Uint8Array([0xff, 0xfe, 0x61, 0x00, 0x0a, 0x00])])).toEqual({ text: "a\n" });
    expect(await read([new Uint8Array([0x67, 0x72, 0xfc, 0x6e])])).toEqual({ text: "grün" });
  });

  test("may have colours of the terminal", async () => {
    expect(await read(["\u001b[31mred\u001b[0m"])).toEqual({ text: "\u001b[31mred\u001b[0m" });
  });

  test("that is binary, empty or too large is refused with the reason", async () => {
    expect(await read([new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0])])).toEqual({
      refused: { kind: "noText", name: "app.log" },
    });
    expect(await read(["  \n"])).toEqual({ refused: { kind: "empty", name: "app.log" } });
    expect(await read(["x".repeat(1_000_001)])).toEqual({
      refused: { kind: "tooLarge", name: "app.log", most: 1 },
    });
  });
});
