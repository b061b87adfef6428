import type { AssistantNotes } from "../api/wire";
import type {
  Answer,
  AnswerFigures,
  Conversation,
  EndOutcome,
  Message,
  Question,
} from "../conversation/conversation";
import { titleOf } from "../conversation/title";
import { joinedFigures } from "./answerFigures";
import { mergeNotes } from "./notes/mergeNotes";

export type ChatAction =
  /** A question and the answer that is to come, behind any message of the conversation. */
  | { readonly type: "asked"; readonly question: Question; readonly answer: Answer }
  /** One more answer to a question that is there. */
  | { readonly type: "askedAgain"; readonly answer: Answer }
  /** More of an answer that had ended. */
  | { readonly type: "wentOn"; readonly answerId: string }
  | {
      readonly type: "arrived";
      readonly answerId: string;
      readonly text: string;
      readonly notes: AssistantNotes | null;
    }
  | {
      readonly type: "ended";
      readonly answerId: string;
      readonly outcome: EndOutcome;
      readonly figures: AnswerFigures | null;
      readonly now: number;
    };

export function chatReducer(conversation: Conversation, action: ChatAction): Conversation {
  switch (action.type) {
    case "asked": {
      const { question, answer } = action;
      return {
        ...conversation,
        title: conversation.title === "" ? titleOf(question.text, question.attachments) : conversation.title,
        updatedAt: question.createdAt,
        messages: [...conversation.messages, question, answer],
        leafId: answer.id,
      };
    }
    case "askedAgain": {
      const { answer } = action;
      return {
        ...conversation,
        updatedAt: answer.createdAt,
        messages: [...withoutEmptyFailures(conversation.messages, answer.parentId), answer],
        leafId: answer.id,
      };
    }
    case "wentOn":
      return {
        ...conversation,
        messages: conversation.messages.map((message) =>
          message.id === action.answerId && message.role === "assistant"
            ? { ...message, outcome: { status: "streaming" } }
            : message,
        ),
      };
    case "arrived":
      return withAnswer(conversation, action.answerId, (answer) => ({
        ...answer,
        text: answer.text + action.text,
        notes: mergeNotes(answer.notes, action.notes),
      }));
    case "ended":
      return withAnswer(
        conversation,
        action.answerId,
        (answer) => ({ ...answer, outcome: action.outcome, figures: joinedFigures(answer.figures, action.figures) }),
        action.now,
      );
    default:
      return action satisfies never;
  }
}

/** A failure that brought no word is no branch to go back to; one that the conversation went on from stays. */
function withoutEmptyFailures(messages: readonly Message[], questionId: string): readonly Message[] {
  const parents = new Set(messages.map(({ parentId }) => parentId));
  return messages.filter(
    (message) =>
      message.role === "user" ||
      message.parentId !== questionId ||
      message.outcome.status !== "failed" ||
      message.text !== "" ||
      parents.has(message.id),
  );
}

/** Change the answer that streams; one that has gone, or has ended, takes no late news. */
function withAnswer(
  conversation: Conversation,
  id: string,
  change: (answer: Answer) => Answer,
  updatedAt = conversation.updatedAt,
): Conversation {
  const at = conversation.messages.findLastIndex((message) => message.id === id);
  const answer = conversation.messages[at];
  if (answer?.role !== "assistant" || answer.outcome.status !== "streaming") return conversation;
  return { ...conversation, updatedAt, messages: conversation.messages.with(at, change(answer)) };
}
