import { describe, expect, test } from "vitest";

import type { Conversation } from "../conversation/conversation";
import { markdownWords } from "../conversation/markdown.en";
import { answerOf, conversationOf, questionOf } from "../testing/conversations";
import { exportFile } from "./exportFile";
import { FormatError, readExport } from "./importFile";

const WORDS = { markdown: markdownWords.english, fileName: "conversations" };
const NOW = Date.UTC(2026, 10, 23, 12);

const FULL: Conversation = conversationOf("full", {
  pinned: true,
  settings: { model: "small", systemPrompt: "Be brief.", temperature: 0.5, topP: null, maxTokens: 200 },
  messages: [
    { ...questionOf("q1", null, "Why?"), attachments: [{ name: "app.log", text: "``` inside" }] },
    {
      ...answerOf("a1", "q1", "Because."),
      notes: { intent: null, references: [], redactions: [], excerpts: ["lines 1-3"], checks: [], risks: [] },
      figures: { promptTokens: 12, answerTokens: 3, firstTextMs: 80.5, tokensPerSecond: null },
    },
    {
      ...answerOf("a2", "q1", ""),
      outcome: {
        status: "failed",
        failure: { kind: "refused", status: 429, code: "queue_full", message: "Full", requestId: "r1", retryAfterS: 3 },
      },
    },
  ],
});

function exported(conversations: readonly unknown[], fields: Record<string, unknown> = {}): string {
  return JSON.stringify({ format: "devops-assistant-conversations", version: 1, conversations, ...fields });
}

/** The conversation with one place in it put to something else. */
function spoiled(path: string, value: unknown): string {
  const copy = JSON.parse(JSON.stringify(FULL)) as Record<string, unknown>;
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const place = keys.reduce<Record<string, unknown>>((at, key) => at[key] as Record<string, unknown>, copy);
  place[last] = value;
  return exported([copy]);
}

describe("a file that was exported as JSON", () => {
  test("imports again as it was", () => {
    const file = exportFile([FULL, conversationOf("b")], "json", NOW, WORDS);
    expect(file).toMatchObject({ name: "conversations-2026-11-23.json" });
    expect(readExport(file.text)).toEqual([FULL, conversationOf("b")]);
  });

  test("of one conversation is called after it", () => {
    expect(exportFile([conversationOf("a", { title: "Why: does/it..fail? Größe" })], "json", NOW, WORDS).name).toBe(
      "why-does-it-fail-größe.json",
    );
  });

  test("an answer that was streaming is a stopped one", () => {
    expect(readExport(spoiled("messages.1.outcome", { status: "streaming" }))[0]?.messages[1]).toMatchObject({
      outcome: { status: "stopped" },
    });
  });
});

describe("a file that cannot be imported says what is wrong and where", () => {
  test.each([
    ["half a file", '{"format": ', /not JSON/],
    ["a list", "[]", /^The file is not an object/],
    ["another program's file", '{"conversations": []}', /not exported from here/],
    ["a newer version", exported([], { version: 2 }), /version 2, and this page reads 1/],
    ["no list", exported([], { conversations: {} }), /^conversations is not a list/],
    ["no title", spoiled("title", null), /^conversations\[0\]\.title is not a text/],
    ["an empty id", spoiled("id", ""), /^conversations\[0\]\.id is empty/],
    ["a time that is none", spoiled("updatedAt", -1), /updatedAt is not a whole number/],
    ["a pin that is none", spoiled("pinned", "yes"), /pinned is not true or false/],
    ["an unknown role", spoiled("messages.0.role", "system"), /messages\[0\]\.role is none of user, assistant/],
    ["no text", spoiled("messages.1.text", 5), /messages\[1\]\.text is not a text/],
    ["an id twice", spoiled("messages.2.id", "a1"), /messages\[2\]\.id is that of another message/],
    ["a parent that comes later", spoiled("messages.0.parentId", "a1"), /messages\[0\]\.parentId names no message before it/],
    ["an answer behind an answer", spoiled("messages.2.parentId", "a1"), /messages\[2\]\.parentId names a message of the same role/],
    ["a leaf that is not there", spoiled("leafId", "z"), /leafId names no message/],
    ["no leaf", spoiled("leafId", null), /leafId names no message/],
    ["an unknown outcome", spoiled("messages.1.outcome.status", "lost"), /outcome\.status is none of/],
    ["half a failure", spoiled("messages.2.outcome.failure", { kind: "refused" }), /failure\.status is not a number/],
    ["notes of another form", spoiled("messages.1.notes", { checks: 1 }), /messages\[1\]\.notes is not what/],
    ["half an attachment", spoiled("messages.0.attachments", [{}]), /attachments\[0\]\.name is not a text/],
    ["settings of another form", spoiled("settings.temperature", "hot"), /settings\.temperature is not a number/],
  ])("%s", (_, content, message) => {
    expect(() => readExport(content)).toThrow(FormatError);
    expect(() => readExport(content)).toThrow(message);
  });
});

test("Markdown holds the shown branch with its attachments", () => {
  const { name, text } = exportFile([{ ...FULL, title: "It fails" }], "markdown", NOW, WORDS);
  expect(name).toBe("it-fails.md");
  expect(text).toBe(
    "# It fails\n\n## You\n\nWhy?\n\nAttached: app.log\n\n````app.log\n``` inside\n````\n\n## Assistant (devops-assistant)\n\nBecause.\n",
  );
});
