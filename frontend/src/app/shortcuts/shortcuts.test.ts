import { expect, test } from "vitest";

import { actionAt } from "./shortcuts";
import type { Press } from "./shortcuts";

const anywhere = { writing: false, single: true };

test.each<[string, Partial<Press> & { readonly key: string }, string]>([
  ["Ctrl+K", { key: "k", ctrlKey: true }, "search"],
  ["Command+K", { key: "k", metaKey: true }, "search"],
  ["Ctrl+Shift+O", { key: "O", ctrlKey: true, shiftKey: true }, "newChat"],
  ["Alt+Up", { key: "ArrowUp", altKey: true }, "previousMessage"],
  ["k", { key: "k" }, "previousMessage"],
  ["j with caps lock", { key: "J" }, "nextMessage"],
  ["a slash that needs Shift", { key: "/", shiftKey: true }, "input"],
  ["a question mark", { key: "?", shiftKey: true }, "shortcuts"],
])("%s is known", (_, keys, action) => {
  expect(actionAt(press(keys), anywhere)).toBe(action);
});

test("more keys than those of a shortcut are another", () => {
  expect(actionAt(press({ key: "k", ctrlKey: true, altKey: true }), anywhere)).toBeNull();
  expect(actionAt(press({ key: "J", shiftKey: true }), anywhere)).toBeNull();
});

test("what the place itself does is left to it", () => {
  expect(actionAt(press({ key: "Enter" }), anywhere)).toBeNull();
  expect(actionAt(press({ key: "Escape" }), anywhere)).toBeNull();
});

test("where someone writes, a key alone is a letter", () => {
  const writing = { writing: true, single: true };
  expect(actionAt(press({ key: "?" }), writing)).toBeNull();
  expect(actionAt(press({ key: "k", ctrlKey: true }), writing)).toBe("search");
});

test("keys alone can be switched off", () => {
  const off = { writing: false, single: false };
  expect(actionAt(press({ key: "/" }), off)).toBeNull();
  expect(actionAt(press({ key: "ArrowDown", altKey: true }), off)).toBe("nextMessage");
});

function press(keys: Partial<Press>): Press {
  return { key: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...keys };
}
