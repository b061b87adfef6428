import type { ApiFailure } from "../api/errors";
import { readNotes } from "../api/wire";
import type {
  Answer,
  AnswerFigures,
  Conversation,
  ConversationSettings,
  Message,
  Outcome,
  Question,
} from "../conversation/conversation";
import { flag, FormatError, id, integer, list, number, oneOf, orNull, record, text } from "./fields";

type Fields = Readonly<Record<string, unknown>>;

/**
 * A conversation of unknown making, field by field; fields that are not known here are left out.
 *
 * @param at where it is, for what an error says.
 * @throws FormatError
 */
export function readConversation(value: Fields, at: string): Conversation {
  const messages = readMessages(list(value.messages, `${at}.messages`), `${at}.messages`);
  const leafId = orNull(value.leafId, `${at}.leafId`, id);
  if (leafId === null ? messages.length > 0 : !messages.some((message) => message.id === leafId)) {
    throw new FormatError((words) => words.noMessage(`${at}.leafId`));
  }
  return {
    id: id(value.id, `${at}.id`),
    title: text(value.title, `${at}.title`),
    createdAt: integer(value.createdAt, `${at}.createdAt`),
    updatedAt: integer(value.updatedAt, `${at}.updatedAt`),
    pinned: flag(value.pinned, `${at}.pinned`),
    settings: readSettings(record(value.settings, `${at}.settings`), `${at}.settings`),
    messages,
    leafId,
  };
}

/** A tree: each message stands behind one of the other kind that came before it. */
function readMessages(values: readonly unknown[], listAt: string): readonly Message[] {
  const roles = new Map<string, Message["role"]>();
  return values.map((value, index) => {
    const at = `${listAt}[${String(index)}]`;
    const message = readMessage(record(value, at), at);
    if (roles.has(message.id)) throw new FormatError((words) => words.takenId(`${at}.id`));
    const behind = message.parentId === null ? "assistant" : roles.get(message.parentId);
    if (behind === undefined) throw new FormatError((words) => words.noParent(`${at}.parentId`));
    if (behind === message.role) throw new FormatError((words) => words.sameRole(`${at}.parentId`));
    roles.set(message.id, message.role);
    return message;
  });
}

function readMessage(value: Fields, at: string): Message {
  return oneOf(value.role, ["user", "assistant"], `${at}.role`) === "user" ? readQuestion(value, at) : readAnswer(value, at);
}

function readQuestion(value: Fields, at: string): Question {
  return {
    role: "user",
    id: id(value.id, `${at}.id`),
    parentId: orNull(value.parentId, `${at}.parentId`, id),
    createdAt: integer(value.createdAt, `${at}.createdAt`),
    text: text(value.text, `${at}.text`),
    attachments: list(value.attachments, `${at}.attachments`).map((attachment, index) => {
      const place = `${at}.attachments[${String(index)}]`;
      const fields = record(attachment, place);
      return { name: text(fields.name, `${place}.name`), text: text(fields.text, `${place}.text`) };
    }),
  };
}

function readAnswer(value: Fields, at: string): Answer {
  return {
    role: "assistant",
    id: id(value.id, `${at}.id`),
    parentId: id(value.parentId, `${at}.parentId`),
    createdAt: integer(value.createdAt, `${at}.createdAt`),
    text: text(value.text, `${at}.text`),
    notes: orNull(value.notes, `${at}.notes`, (notes, place) => {
      const readable = readNotes(notes);
      if (readable === null) throw new FormatError((words) => words.noNotes(place));
      return readable;
    }),
    questionAt: integer(value.questionAt, `${at}.questionAt`),
    model: text(value.model, `${at}.model`),
    figures: orNull(value.figures, `${at}.figures`, (figures, place) => readFigures(record(figures, place), place)),
    outcome: readOutcome(record(value.outcome, `${at}.outcome`), `${at}.outcome`),
  };
}

function readFigures(value: Fields, at: string): AnswerFigures {
  return {
    promptTokens: integer(value.promptTokens, `${at}.promptTokens`),
    answerTokens: integer(value.answerTokens, `${at}.answerTokens`),
    firstTextMs: number(value.firstTextMs, `${at}.firstTextMs`),
    tokensPerSecond: orNull(value.tokensPerSecond, `${at}.tokensPerSecond`, number),
  };
}

function readOutcome(value: Fields, at: string): Outcome {
  const status = oneOf(value.status, ["streaming", "complete", "limited", "stopped", "failed"], `${at}.status`);
  if (status !== "failed") return { status };
  return { status, failure: readFailure(record(value.failure, `${at}.failure`), `${at}.failure`) };
}

function readFailure(value: Fields, at: string): ApiFailure {
  const kind = oneOf(value.kind, ["unreachable", "cut", "refused", "unreadable"], `${at}.kind`);
  const requestId = () => orNull(value.requestId, `${at}.requestId`, text);
  switch (kind) {
    case "unreachable":
      return { kind, apiUrl: text(value.apiUrl, `${at}.apiUrl`) };
    case "cut":
      return { kind };
    case "unreadable":
      return { kind, status: integer(value.status, `${at}.status`), requestId: requestId() };
    case "refused":
      return {
        kind,
        status: orNull(value.status, `${at}.status`, integer),
        code: orNull(value.code, `${at}.code`, text),
        message: text(value.message, `${at}.message`),
        requestId: requestId(),
        retryAfterS: orNull(value.retryAfterS, `${at}.retryAfterS`, number),
      };
    default:
      return kind satisfies never;
  }
}

function readSettings(value: Fields, at: string): ConversationSettings {
  return {
    model: orNull(value.model, `${at}.model`, text),
    systemPrompt: orNull(value.systemPrompt, `${at}.systemPrompt`, text),
    temperature: orNull(value.temperature, `${at}.temperature`, number),
    topP: orNull(value.topP, `${at}.topP`, number),
    maxTokens: orNull(value.maxTokens, `${at}.maxTokens`, integer),
  };
}
