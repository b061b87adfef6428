import type { ApiFailure } from "../api/errors";
import type { AssistantNotes, ChatMessage } from "../api/wire";
import { mergeNotes } from "./notes/mergeNotes";

export interface Question {
  readonly role: "user";
  readonly id: string;
  readonly text: string;
}

export interface Answer {
  readonly role: "assistant";
  readonly id: string;
  readonly text: string;
  /** What code found out so far; null where it has said nothing, as beside the bare model. */
  readonly notes: AssistantNotes | null;
  /** Which message of the request was its question, from 0: notes tell of messages by their number. */
  readonly questionAt: number;
  readonly outcome: Outcome;
}

export type Message = Question | Answer;

export type Outcome =
  | { readonly status: "streaming" }
  | { readonly status: "complete" }
  /** The answer reached the token limit before its end. */
  | { readonly status: "limited" }
  | { readonly status: "stopped" }
  | { readonly status: "failed"; readonly failure: ApiFailure };

export type EndOutcome = Exclude<Outcome, { status: "streaming" }>;

export interface Conversation {
  /** A question, then its answer, and so on. Only the last answer can be streaming. */
  readonly messages: readonly Message[];
}

export type ChatAction =
  | { readonly type: "asked"; readonly questionId: string; readonly text: string; readonly answerId: string }
  | {
      readonly type: "arrived";
      readonly answerId: string;
      readonly text: string;
      readonly notes: AssistantNotes | null;
    }
  | { readonly type: "ended"; readonly answerId: string; readonly outcome: EndOutcome }
  /** Ask the question of this answer again: a fresh answer takes its place. */
  | { readonly type: "retried"; readonly answerId: string; readonly newAnswerId: string };

export const emptyConversation: Conversation = { messages: [] };

export function chatReducer(conversation: Conversation, action: ChatAction): Conversation {
  switch (action.type) {
    case "asked":
      return {
        messages: [
          ...conversation.messages,
          { role: "user", id: action.questionId, text: action.text },
          newAnswer(action.answerId, requestMessages(conversation.messages, action.text).length - 1),
        ],
      };
    case "arrived":
      return withAnswer(conversation, action.answerId, "streaming", (answer) => ({
        ...answer,
        text: answer.text + action.text,
        notes: mergeNotes(answer.notes, action.notes),
      }));
    case "ended":
      return withAnswer(conversation, action.answerId, "streaming", (answer) => ({
        ...answer,
        outcome: action.outcome,
      }));
    case "retried":
      return withAnswer(conversation, action.answerId, "failed", ({ questionAt }) =>
        newAnswer(action.newAnswerId, questionAt),
      );
    default:
      return action satisfies never;
  }
}

export function lastAnswer({ messages }: Conversation): Answer | null {
  const last = messages.at(-1);
  return last?.role === "assistant" ? last : null;
}

/**
 * What to send so that the model sees the conversation and then `question`.
 *
 * A question that got no word of an answer is left out: one that was too long would make every later request too long.
 */
export function requestMessages(messages: readonly Message[], question: string): ChatMessage[] {
  const sent: ChatMessage[] = [];
  for (const [index, message] of messages.entries()) {
    const reply = message.role === "user" ? messages[index + 1] : message;
    if (reply?.role !== "assistant" || reply.text === "") continue;
    sent.push({ role: message.role, content: message.text });
  }
  sent.push({ role: "user", content: question });
  return sent;
}

function newAnswer(id: string, questionAt: number): Answer {
  return { role: "assistant", id, text: "", notes: null, questionAt, outcome: { status: "streaming" } };
}

/** Change an answer that is in the given state; one that has gone, or has moved on, takes no late news. */
function withAnswer(
  conversation: Conversation,
  id: string,
  status: Outcome["status"],
  change: (answer: Answer) => Answer,
): Conversation {
  return {
    messages: conversation.messages.map((message) =>
      message.role === "assistant" && message.id === id && message.outcome.status === status
        ? change(message)
        : message,
    ),
  };
}
