import { describe, expect, test } from "vitest";

import type { AssistantNotes } from "../api/wire";
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

function arrived(answerId: string, text: string, notes: Partial<AssistantNotes> | null = null): ChatAction {
  return { type: "arrived", answerId, text, notes: notes === null ? null : { ...NOTHING, ...notes } };
}

const NOTHING: AssistantNotes = {
  intent: null,
  references: [],
  redactions: [],
  excerpts: [],
  checks: [],
  risks: [],
};

const failure = { kind: "cut" } as const;

describe("chatReducer", () => {
  test("a question opens a streaming answer", () => {
    expect(after(asked(1)).messages).toEqual([
      { role: "user", id: "q1", text: "question 1" },
      { role: "assistant", id: "a1", text: "", notes: null, questionAt: 0, outcome: { status: "streaming" } },
    ]);
  });

  test("text is added to its answer and to no other", () => {
    const before = after(asked(1), { type: "ended", answerId: "a1", outcome: { status: "complete" } }, asked(2));
    const conversation = chatReducer(before, arrived("a2", "hello"));
    expect(conversation.messages.map(({ text }) => text)).toEqual(["question 1", "", "question 2", "hello"]);
  });

  test("settled messages keep their identity while another streams, so that they need not render", () => {
    const before = after(asked(1), { type: "ended", answerId: "a1", outcome: { status: "complete" } }, asked(2));
    const conversation = chatReducer(before, arrived("a2", "hello"));
    expect(conversation.messages.slice(0, 3).every((message, index) => message === before.messages[index])).toBe(true);
  });

  test("a failure keeps the text that had come", () => {
    const conversation = after(
      asked(1),
      arrived("a1", "part"),
      { type: "ended", answerId: "a1", outcome: { status: "failed", failure } },
    );
    expect(lastAnswer(conversation)).toEqual({
      role: "assistant",
      id: "a1",
      text: "part",
      notes: null,
      questionAt: 0,
      outcome: { status: "failed", failure },
    });
  });

  test("a retry puts a fresh answer in place of the failed one, which takes no more news", () => {
    const conversation = after(
      asked(1),
      arrived("a1", "part"),
      { type: "ended", answerId: "a1", outcome: { status: "failed", failure } },
      { type: "retried", answerId: "a1", newAnswerId: "a2" },
      arrived("a1", "late"),
    );
    expect(conversation.messages).toHaveLength(2);
    expect(lastAnswer(conversation)).toEqual({
      role: "assistant",
      id: "a2",
      text: "",
      notes: null,
      questionAt: 0,
      outcome: { status: "streaming" },
    });
  });
});

describe("chatReducer with notes", () => {
  const reference = { source: "handbook", id: "a", title: "A", link: null } as const;
  const redaction = { type: "password", placeholder: "REDACTED_PASSWORD_1", message: 0 };
  const risk = { block: 0, line: 1, command: "ls", risk: "read-only", reason: "", pasted: false } as const;

  test("the lists of later ones go on with those before, and what the message asks for stays", () => {
    const conversation = after(
      asked(1),
      arrived("a1", "", { intent: "how_to", references: [reference], redactions: [redaction] }),
      arrived("a1", "some words"),
      arrived("a1", "", { risks: [risk], excerpts: ["Cut."] }),
      arrived("a1", " and more", { risks: [{ ...risk, line: 2 }] }),
    );
    expect(lastAnswer(conversation)).toMatchObject({
      text: "some words and more",
      notes: {
        intent: "how_to",
        references: [reference],
        redactions: [redaction],
        excerpts: ["Cut."],
        checks: [],
        risks: [risk, { ...risk, line: 2 }],
      },
    });
  });

  test("words alone leave them as they are, so that nothing that shows them renders", () => {
    const before = after(asked(1), arrived("a1", "", { references: [reference] }));
    expect(lastAnswer(chatReducer(before, arrived("a1", "words")))?.notes).toBe(lastAnswer(before)?.notes);
  });

  test("a stopped answer keeps them", () => {
    const conversation = after(
      asked(1),
      arrived("a1", "part", { references: [reference] }),
      { type: "ended", answerId: "a1", outcome: { status: "stopped" } },
      arrived("a1", "", { risks: [risk] }),
    );
    expect(lastAnswer(conversation)?.notes).toEqual({ ...NOTHING, references: [reference] });
  });

  test("a retry begins without those of the failed answer", () => {
    const conversation = after(
      asked(1),
      arrived("a1", "part", { references: [reference] }),
      { type: "ended", answerId: "a1", outcome: { status: "failed", failure } },
      { type: "retried", answerId: "a1", newAnswerId: "a2" },
    );
    expect(lastAnswer(conversation)?.notes).toBeNull();
  });

  test("an answer knows which message of its request was its question, without those that are not sent", () => {
    const done = { status: "complete" } as const;
    const conversation = after(
      asked(1),
      arrived("a1", "one"),
      { type: "ended", answerId: "a1", outcome: done },
      asked(2),
      { type: "ended", answerId: "a2", outcome: { status: "failed", failure } },
      asked(3),
      { type: "ended", answerId: "a3", outcome: { status: "failed", failure } },
      { type: "retried", answerId: "a3", newAnswerId: "a4" },
    );
    const answers = conversation.messages.flatMap((message) => (message.role === "assistant" ? [message.questionAt] : []));
    expect(answers).toEqual([0, 2, 2]);
  });
});

describe("chatReducer with late news", () => {
  test("text that comes after the end is not added", () => {
    const ended = after(asked(1), { type: "ended", answerId: "a1", outcome: { status: "stopped" } });
    expect(chatReducer(ended, arrived("a1", "late"))).toEqual(ended);
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
      arrived("a2", "part"),
      { type: "ended", answerId: "a2", outcome: { status: "stopped" } },
    );
    expect(requestMessages(messages, "next")).toEqual([
      { role: "user", content: "question 2" },
      { role: "assistant", content: "part" },
      { role: "user", content: "next" },
    ]);
  });
});
