import { describe, expect, test } from "vitest";

import { chatReducer, emptyConversation, lastAnswer, requestMessages } from "./chatReducer";
import type { ChatAction, Conversation } from "./chatReducer";

function after(...actions: readonly ChatAction[]): Conversation {
  return actions.reduce(chatReducer, emptyConversation);
}

function asked(number: number): ChatAction {
  return {
    type: "asked",
    questionId: `q${String(number)}`,
    text: `question ${String(number)}`,
    answerId: `a${String(number)}`,
  };
}

const failure = { kind: "cut" } as const;

describe("chatReducer", () => {
  test("a question opens a streaming answer", () => {
    expect(after(asked(1)).messages).toEqual([
      { role: "user", id: "q1", text: "question 1" },
      { role: "assistant", id: "a1", text: "", outcome: { status: "streaming" } },
    ]);
  });

  test("text is added to its answer and to no other", () => {
    const before = after(asked(1), { type: "ended", answerId: "a1", outcome: { status: "complete" } }, asked(2));
    const conversation = chatReducer(before, { type: "textArrived", answerId: "a2", text: "hello" });
    expect(conversation.messages.map(({ text }) => text)).toEqual(["question 1", "", "question 2", "hello"]);
  });

  test("settled messages keep their identity while another streams, so that they need not render", () => {
    const before = after(asked(1), { type: "ended", answerId: "a1", outcome: { status: "complete" } }, asked(2));
    const conversation = chatReducer(before, { type: "textArrived", answerId: "a2", text: "hello" });
    expect(conversation.messages.slice(0, 3).every((message, index) => message === before.messages[index])).toBe(true);
  });

  test("a failure keeps the text that had come", () => {
    const conversation = after(
      asked(1),
      { type: "textArrived", answerId: "a1", text: "part" },
      { type: "ended", answerId: "a1", outcome: { status: "failed", failure } },
    );
    expect(lastAnswer(conversation)).toEqual({
      role: "assistant",
      id: "a1",
      text: "part",
      outcome: { status: "failed", failure },
    });
  });

  test("a retry puts a fresh answer in place of the failed one, which takes no more news", () => {
    const conversation = after(
      asked(1),
      { type: "textArrived", answerId: "a1", text: "part" },
      { type: "ended", answerId: "a1", outcome: { status: "failed", failure } },
      { type: "retried", answerId: "a1", newAnswerId: "a2" },
      { type: "textArrived", answerId: "a1", text: "late" },
    );
    expect(conversation.messages).toHaveLength(2);
    expect(lastAnswer(conversation)).toEqual({
      role: "assistant",
      id: "a2",
      text: "",
      outcome: { status: "streaming" },
    });
  });
});

describe("chatReducer with late news", () => {
  test("text that comes after the end is not added", () => {
    const ended = after(asked(1), { type: "ended", answerId: "a1", outcome: { status: "stopped" } });
    expect(chatReducer(ended, { type: "textArrived", answerId: "a1", text: "late" })).toEqual(ended);
  });

  test("an answer ends once", () => {
    const ended = after(asked(1), { type: "ended", answerId: "a1", outcome: { status: "stopped" } });
    expect(chatReducer(ended, { type: "ended", answerId: "a1", outcome: { status: "complete" } })).toEqual(ended);
  });
});

describe("requestMessages", () => {
  test("keeps what was answered in part and leaves out what was not answered at all", () => {
    const { messages } = after(
      asked(1),
      { type: "ended", answerId: "a1", outcome: { status: "failed", failure } },
      asked(2),
      { type: "textArrived", answerId: "a2", text: "part" },
      { type: "ended", answerId: "a2", outcome: { status: "stopped" } },
    );
    expect(requestMessages(messages, "next")).toEqual([
      { role: "user", content: "question 2" },
      { role: "assistant", content: "part" },
      { role: "user", content: "next" },
    ]);
  });
});
