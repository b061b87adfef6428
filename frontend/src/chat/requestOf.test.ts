import { expect, test } from "vitest";

import { serverDecides } from "../conversation/conversation";
import type { Answer, Message, Outcome, Question } from "../conversation/conversation";
import { requestOf } from "./requestOf";

const next = { text: "next", attachments: [] };

test("the server decides what is not set, and the whole pipeline answers", () => {
  expect(requestOf(serverDecides, [], next)).toEqual({
    model: "devops-assistant",
    messages: [{ role: "user", content: "next" }],
  });
});

test("what is set is sent, zero too", () => {
  const settings = { model: "bare", systemPrompt: "Be brief.", temperature: 0, topP: 0.5, maxTokens: 100 };
  expect(requestOf(settings, [], next)).toEqual({
    model: "bare",
    temperature: 0,
    top_p: 0.5,
    max_tokens: 100,
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "next" },
    ],
  });
});

test("keeps what was answered in part and leaves out what was not answered at all", () => {
  const before: readonly Message[] = [
    question("q1", null),
    answer("a1", "q1", "", { status: "failed", failure: { kind: "cut" } }),
    question("q2", "a1"),
    answer("a2", "q2", "part", { status: "stopped" }),
  ];
  expect(requestOf(serverDecides, before, next).messages).toEqual([
    { role: "user", content: "question q2" },
    { role: "assistant", content: "part" },
    { role: "user", content: "next" },
  ]);
});

test("attachments go behind the text, in fences that nothing in them closes", () => {
  const log = "one\n```\ntwo\n````\n";
  const question = { text: "Why?", attachments: [{ name: "app.log", text: log }, { name: "my a.yaml", text: "a: 1" }] };
  expect(requestOf(serverDecides, [], question).messages).toEqual([
    {
      role: "user",
      content: "Why?\n\n`````app.log\none\n```\ntwo\n````\n`````\n\n```my-a.yaml\na: 1\n```",
    },
  ]);
});

function question(id: string, parentId: string | null): Question {
  return { role: "user", id, parentId, createdAt: 0, text: `question ${id}`, attachments: [] };
}

function answer(id: string, parentId: string, text: string, outcome: Outcome): Answer {
  return {
    role: "assistant",
    id,
    parentId,
    createdAt: 0,
    text,
    notes: null,
    questionAt: 0,
    model: "devops-assistant",
    figures: null,
    outcome,
  };
}
