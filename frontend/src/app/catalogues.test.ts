import { expect, test } from "vitest";

import { CATALOGUES, messagesOf } from "../testing/translations";
import { german } from "./german";

test("every catalogue is said in German", () => {
  expect(CATALOGUES.size).toBeGreaterThan(15);
  expect(Object.keys(german).sort()).toEqual([...CATALOGUES.keys()].sort());
});

test("what says something in English says something else in German, and never nothing", () => {
  for (const [name, english] of CATALOGUES) {
    const inGerman = messagesOf(german[name as keyof typeof german], name);
    for (const [at, message] of messagesOf(english, name)) {
      const other = inGerman.get(at);
      expect(typeof other, at).toBe(typeof message);
      // A single word can be the same in both.
      if (typeof message !== "string" || !message.trim().includes(" ")) continue;
      expect(other, at).not.toBe("");
      if (message !== "Top P") expect(other, at).not.toBe(message);
    }
  }
});

test("German has the quotation marks of German, and says Sie", () => {
  for (const [at, message] of Object.entries(german).flatMap(([name, words]) => [...messagesOf(words, name)])) {
    const said = typeof message === "function" ? String(message) : message;
    if (typeof said !== "string") continue;
    expect((said.match(/„/g) ?? []).length, at).toBe((said.match(/“/g) ?? []).length);
    expect(said, at).not.toMatch(/”|\b(?:du|dein|deine|dir|dich)\b/);
  }
});
