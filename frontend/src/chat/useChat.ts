import { useEffect, useMemo, useRef } from "react";

import type { ApiClient } from "../api/client";
import type { ChatRequest } from "../api/wire";
import { branchOf, lastAnswer, leafBelow, siblingsOf, wayTo } from "../conversation/branches";
import type {
  Answer,
  Attachment,
  ChangeConversation,
  Conversation,
  Message,
  Question,
} from "../conversation/conversation";
import { newId } from "../conversation/newId";
import { chatReducer } from "./chatReducer";
import type { ChatAction } from "./chatReducer";
import { continued, modelOf, requestOf } from "./requestOf";
import { streamAnswer } from "./streamAnswer";

export interface Chat {
  /** The branch that is shown. */
  readonly messages: readonly Message[];
  /** Its last answer, streaming or ended; null before the first question. */
  readonly answer: Answer | null;
  /** An answer streams, on this branch or another. */
  readonly streaming: boolean;
  /** The same as long as the conversation is. */
  readonly actions: ChatActions;
}

/** An answer that streams is stopped by whatever asks for another. */
export interface ChatActions {
  readonly ask: (text: string, attachments: readonly Attachment[]) => void;
  readonly stop: () => void;
  /** Ask a question in other words: a branch beside the old one. */
  readonly askAnew: (questionId: string, text: string, attachments: readonly Attachment[]) => void;
  /** Ask for one more answer to the question of this one. */
  readonly answerAgain: (answerId: string) => void;
  /** Let an answer that ended early go on where it ended. */
  readonly goOn: (answerId: string) => void;
  /**
   * Show the version of a message that stands so many places after it.
   *
   * @returns the id of that version; null where there is none.
   */
  readonly showVersion: (messageId: string, step: number) => string | null;
}

/** What can be done with one conversation, which its owner keeps. Leaving it ends the answer that streams. */
export function useChat(client: ApiClient, conversation: Conversation, onChange: ChangeConversation): Chat {
  const running = useRef<AbortController | null>(null);
  const latest = useRef(conversation);
  const messages = useMemo(() => branchOf(conversation), [conversation]);

  useEffect(() => {
    latest.current = conversation;
  }, [conversation]);
  useEffect(() => () => running.current?.abort(), []);

  const actions = useMemo<ChatActions>(() => {
    const dispatch = (action: ChatAction) => {
      onChange((before) => chatReducer(before, action));
    };
    const run = (request: ChatRequest, answerId: string, begin: ChatAction) => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      dispatch(begin);
      void streamAnswer(client, request, answerId, controller.signal, dispatch);
    };
    /** Answer a question once `begin` has put the answer in its place. */
    const answerTo = (question: Question, begin: (answer: Answer) => ChatAction) => {
      const { settings, messages: all } = latest.current;
      const request = requestOf(settings, wayTo(all, question.parentId), question);
      const answer = newAnswer(question.id, modelOf(settings), request.messages.length - 1);
      run(request, answer.id, begin(answer));
    };
    const askBehind = (parentId: string | null, text: string, attachments: readonly Attachment[]) => {
      const question: Question = { role: "user", id: newId(), parentId, createdAt: Date.now(), text, attachments };
      answerTo(question, (answer) => ({ type: "asked", question, answer }));
    };
    const find = (id: string | null) => latest.current.messages.find((message) => message.id === id);

    return {
      ask: (text, attachments) => {
        askBehind(latest.current.leafId, text, attachments);
      },
      stop: () => running.current?.abort(),
      askAnew: (questionId, text, attachments) => {
        askBehind(find(questionId)?.parentId ?? null, text, attachments);
      },
      answerAgain: (answerId) => {
        const question = find(find(answerId)?.parentId ?? null);
        if (question?.role === "user") answerTo(question, (answer) => ({ type: "askedAgain", answer }));
      },
      goOn: (answerId) => {
        const answer = find(answerId);
        const question = find(answer?.parentId ?? null);
        if (answer?.role !== "assistant" || question?.role !== "user") return;
        const { settings, messages: all } = latest.current;
        const request = requestOf({ ...settings, model: answer.model }, wayTo(all, question.parentId), question);
        run(continued(request, answer.text), answerId, { type: "wentOn", answerId });
      },
      showVersion: (messageId, step) => {
        const message = find(messageId);
        if (message === undefined) return null;
        const siblings = siblingsOf(latest.current, message);
        const other = siblings[siblings.indexOf(message) + step];
        if (other === undefined) return null;
        onChange((before) => ({ ...before, leafId: leafBelow(before, other.id) }));
        return other.id;
      },
    };
  }, [client, onChange]);

  return {
    messages,
    answer: lastAnswer(messages),
    streaming: conversation.messages.some(isStreaming),
    actions,
  };
}

function newAnswer(questionId: string, model: string, questionAt: number): Answer {
  return {
    role: "assistant",
    id: newId(),
    parentId: questionId,
    createdAt: Date.now(),
    text: "",
    notes: null,
    questionAt,
    model,
    figures: null,
    outcome: { status: "streaming" },
  };
}

function isStreaming(message: Message): boolean {
  return message.role === "assistant" && message.outcome.status === "streaming";
}
