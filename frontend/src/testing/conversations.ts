import { newConversation } from "../conversation/conversation";
import type { Answer, Conversation, Question } from "../conversation/conversation";

/** A question for a test. */
export function questionOf(id: string, parentId: string | null, text: string, createdAt = 1): Question {
  return { role: "user", id, parentId, createdAt, text, attachments: [] };
}

/** A complete answer for a test. */
export function answerOf(id: string, parentId: string, text: string, createdAt = 1): Answer {
  return {
    role: "assistant",
    id,
    parentId,
    createdAt,
    text,
    notes: null,
    questionAt: 0,
    model: "devops-assistant",
    figures: null,
    outcome: { status: "complete" },
  };
}

/** A conversation of one question and its answer. */
export function conversationOf(id: string, fields: Partial<Conversation> = {}): Conversation {
  return {
    ...newConversation(id, 1),
    title: `Title of ${id}`,
    messages: [questionOf("q1", null, `Question of ${id}`), answerOf("a1", "q1", `Answer of ${id}`)],
    leafId: "a1",
    ...fields,
  };
}
