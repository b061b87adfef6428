import type { ApiFailure } from "../api/errors";
import type { AssistantNotes } from "../api/wire";

/**
 * A conversation is a tree: each message names the one before it, so that a question that is asked anew, and an answer
 * that is asked for again, is a branch beside the old one. What is shown is the way from the first message to `leafId`.
 *
 * Plain data: it can be kept, exported and read again.
 */
export interface Conversation {
  readonly id: string;
  /** Empty as long as nobody named it and nothing was asked. */
  readonly title: string;
  /** Milliseconds since 1970, as all times here. */
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly pinned: boolean;
  readonly settings: ConversationSettings;
  /** In order of their coming: each after the one before it. */
  readonly messages: readonly Message[];
  /** The last message of the branch that is shown; null before the first question. */
  readonly leafId: string | null;
}

/** What goes with each request; null where the server decides. */
export interface ConversationSettings {
  readonly model: string | null;
  readonly systemPrompt: string | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly maxTokens: number | null;
}

export interface Question {
  readonly role: "user";
  readonly id: string;
  readonly parentId: string | null;
  readonly createdAt: number;
  /** What was typed. */
  readonly text: string;
  /** Long pastes and dropped files, sent behind the text. */
  readonly attachments: readonly Attachment[];
}

export interface Attachment {
  readonly name: string;
  readonly text: string;
}

export interface Answer {
  readonly role: "assistant";
  readonly id: string;
  /** Its question. */
  readonly parentId: string;
  readonly createdAt: number;
  readonly text: string;
  /** What code found out so far; null where it has said nothing, as beside the bare model. */
  readonly notes: AssistantNotes | null;
  /** Which message of the request was its question, from 0: notes tell of messages by their number. */
  readonly questionAt: number;
  readonly model: string;
  /** Known once it has ended. */
  readonly figures: AnswerFigures | null;
  readonly outcome: Outcome;
}

export interface AnswerFigures {
  readonly promptTokens: number;
  readonly answerTokens: number;
  readonly firstTextMs: number;
  readonly tokensPerSecond: number | null;
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

/**
 * Changes the conversation it was given for, also when that is no longer the one on the screen: an answer that streamed
 * while it was left ends behind it.
 */
export type ChangeConversation = (change: (before: Conversation) => Conversation) => void;

export const serverDecides: ConversationSettings = {
  model: null,
  systemPrompt: null,
  temperature: null,
  topP: null,
  maxTokens: null,
};

export function newConversation(id: string, now: number): Conversation {
  return {
    id,
    title: "",
    createdAt: now,
    updatedAt: now,
    pinned: false,
    settings: serverDecides,
    messages: [],
    leafId: null,
  };
}
