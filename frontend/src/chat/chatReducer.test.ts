import { describe, expect, test } from "vitest";

import type { AssistantNotes } from "../api/wire";
import { branchOf, lastAnswer as lastOf } from "../conversation/branches";
import { newConversation } from "../conversation/conversation";
import type { Answer, Conversation, EndOutcome, Question } from "../conversation/conversation";
import { chatReducer } from "./chatReducer";
import type { ChatAction } from "./chatReducer";

const empty = newConversation("c1", 1);

function after(...actions: readonly ChatAction[]): Conversation {
  return actions.reduce(chatReducer, empty);
}

/** The question of that number, behind the answer before it. */
function asked(number: number, parentId = number === 1 ? null : `a${String(number - 1)}`): ChatAction {
  const name = String(number);
  return { type: "asked", question: question(`q${name}`, parentId, `question ${name}`), answer: answer(`a${name}`, `q${name}`) };
}

function question(id: string, parentId: string | null, text: string): Question {
  return { role: "user", id, parentId, createdAt: 5, text, attachments: [] };
}

function answer(id: string, parentId: string): Answer {
  return {
    role: "assistant",
    id,
    parentId,
    createdAt: 5,
    text: "",
    notes: null,
    questionAt: 0,
    model: "devops-assistant",
    figures: null,
    outcome: { status: "streaming" },
  };
}

function arrived(answerId: string, text: string, notes: Partial<AssistantNotes> | null = null): ChatAction {
  return { type: "arrived", answerId, text, notes: notes === null ? null : { ...NOTHING, ...notes } };
}

function ended(answerId: string, outcome: EndOutcome): ChatAction {
  return { type: "ended", answerId, outcome, figures: null, now: 9 };
}

function lastAnswer(conversation: Conversation): Answer | null {
  return lastOf(branchOf(conversation));
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
  test("a question opens a streaming answer, is what is shown, and names the conversation", () => {
    expect(after(asked(1))).toEqual({
      ...empty,
      title: "question 1",
      updatedAt: 5,
      messages: [question("q1", null, "question 1"), answer("a1", "q1")],
      leafId: "a1",
    });
  });

  test("a name that was given stays", () => {
    expect(chatReducer({ ...empty, title: "mine" }, asked(1)).title).toBe("mine");
  });

  test("text is added to its answer and to no other", () => {
    const before = after(asked(1), ended("a1", { status: "complete" }), asked(2));
    const conversation = chatReducer(before, arrived("a2", "hello"));
    expect(conversation.messages.map(({ text }) => text)).toEqual(["question 1", "", "question 2", "hello"]);
  });

  test("settled messages keep their identity while another streams, so that they need not render", () => {
    const before = after(asked(1), ended("a1", { status: "complete" }), asked(2));
    const conversation = chatReducer(before, arrived("a2", "hello"));
    expect(conversation.messages.slice(0, 3).every((message, index) => message === before.messages[index])).toBe(true);
  });

  test("a failure keeps the text that had come", () => {
    const conversation = after(
      asked(1),
      arrived("a1", "part"),
      ended("a1", { status: "failed", failure }),
    );
    expect(conversation.updatedAt).toBe(9);
    expect(lastAnswer(conversation)).toEqual({
      ...answer("a1", "q1"),
      text: "part",
      outcome: { status: "failed", failure },
    });
  });

  test("an answer that is asked for again is a branch beside the old one, which takes no more news", () => {
    const before = after(asked(1), arrived("a1", "part"), ended("a1", { status: "failed", failure }));
    const conversation = [{ type: "askedAgain", answer: answer("a2", "q1") } as const, arrived("a1", "late")].reduce(
      chatReducer,
      before,
    );
    expect(conversation.messages.map(({ id, text }) => [id, text])).toEqual([
      ["q1", "question 1"],
      ["a1", "part"],
      ["a2", ""],
    ]);
    expect(lastAnswer(conversation)).toEqual(answer("a2", "q1"));
  });

  test("a failure without a word makes room for the next answer, unless something stands behind it", () => {
    const failed = [asked(1), ended("a1", { status: "failed", failure })];
    const again = { type: "askedAgain", answer: answer("a3", "q1") } as const;
    expect(after(...failed, again).messages.map(({ id }) => id)).toEqual(["q1", "a3"]);
    expect(after(...failed, asked(2), again).messages.map(({ id }) => id)).toEqual(["q1", "a1", "q2", "a2", "a3"]);
  });

  test("a question that is asked anew is a branch beside the old one", () => {
    const conversation = after(asked(1), asked(2), asked(3, "a1"));
    expect(branchOf(conversation).map(({ id }) => id)).toEqual(["q1", "a1", "q3", "a3"]);
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

  test("of an answer that goes on what is told again is told once, and a block that was cut is known anew", () => {
    const check = { block: 0, language: "bash", kind: "shell", status: "findings" as const, reason: null, checkers: [] };
    const cut = { ...check, findings: [], left_out: 0, repaired: false, changes: [] };
    const whole = { ...cut, status: "no_findings" as const };
    const conversation = after(
      asked(1),
      arrived("a1", "part", { references: [reference], redactions: [redaction], checks: [cut], risks: [risk] }),
      ended("a1", { status: "limited" }),
      { type: "wentOn", answerId: "a1" },
      arrived("a1", "ition", { references: [reference], redactions: [redaction] }),
      arrived("a1", "", { checks: [whole], risks: [{ ...risk, command: "ls -l" }] }),
    );
    expect(lastAnswer(conversation)).toMatchObject({ text: "partition", outcome: { status: "streaming" } });
    expect(lastAnswer(conversation)?.notes).toEqual({
      ...NOTHING,
      references: [reference],
      redactions: [redaction],
      checks: [whole],
      risks: [{ ...risk, command: "ls -l" }],
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
      ended("a1", { status: "stopped" }),
      arrived("a1", "", { risks: [risk] }),
    );
    expect(lastAnswer(conversation)?.notes).toEqual({ ...NOTHING, references: [reference] });
  });

  test("a retry begins without those of the failed answer", () => {
    const conversation = after(
      asked(1),
      arrived("a1", "part", { references: [reference] }),
      ended("a1", { status: "failed", failure }),
      { type: "askedAgain", answer: answer("a2", "q1") },
    );
    expect(lastAnswer(conversation)?.notes).toBeNull();
  });
});

describe("chatReducer with late news", () => {
  test("text that comes after the end is not added", () => {
    const over = after(asked(1), ended("a1", { status: "stopped" }));
    expect(chatReducer(over, arrived("a1", "late"))).toBe(over);
  });

  test("an answer ends once", () => {
    const over = after(asked(1), ended("a1", { status: "stopped" }));
    expect(chatReducer(over, ended("a1", { status: "complete" }))).toBe(over);
  });
});
