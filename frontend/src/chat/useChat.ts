import { useCallback, useEffect, useMemo, useRef } from "react";

import type { ApiClient } from "../api/client";
import { branchOf, lastAnswer, wayTo } from "../conversation/branches";
import type { Answer, ChangeConversation, Conversation, Message, Question } from "../conversation/conversation";
import { newId } from "../conversation/newId";
import { chatReducer } from "./chatReducer";
import type { ChatAction } from "./chatReducer";
import { modelOf, requestOf } from "./requestOf";
import { streamAnswer } from "./streamAnswer";

export interface Chat {
  /** The branch that is shown. */
  readonly messages: readonly Message[];
  /** Its last answer, streaming or ended; null before the first question. */
  readonly answer: Answer | null;
  readonly streaming: boolean;
  readonly ask: (text: string) => void;
  readonly stop: () => void;
  /** Ask again the question whose answer failed. */
  readonly retry: () => void;
}

/** What can be done with one conversation, which its owner keeps. Leaving it ends the answer that streams. */
export function useChat(client: ApiClient, conversation: Conversation, onChange: ChangeConversation): Chat {
  const running = useRef<AbortController | null>(null);
  const messages = useMemo(() => branchOf(conversation), [conversation]);
  const answer = lastAnswer(messages);
  const streaming = answer?.outcome.status === "streaming";

  useEffect(() => () => running.current?.abort(), []);

  const dispatch = (action: ChatAction) => {
    onChange((before) => chatReducer(before, action));
  };
  /** Answer a question, which stands behind `parentId`, once `begin` has put the answer in its place. */
  const answerTo = (question: Question, begin: (answer: Answer) => ChatAction) => {
    const { settings } = conversation;
    const request = requestOf(settings, wayTo(conversation.messages, question.parentId), question);
    const answer: Answer = {
      role: "assistant",
      id: newId(),
      parentId: question.id,
      createdAt: Date.now(),
      text: "",
      notes: null,
      questionAt: request.messages.length - 1,
      model: modelOf(settings),
      figures: null,
      outcome: { status: "streaming" },
    };
    dispatch(begin(answer));
    const controller = new AbortController();
    running.current = controller;
    void streamAnswer(client, request, answer.id, controller.signal, dispatch);
  };

  return {
    messages,
    answer,
    streaming,
    ask(text) {
      if (streaming) return;
      const question: Question = {
        role: "user",
        id: newId(),
        parentId: conversation.leafId,
        createdAt: Date.now(),
        text,
        attachments: [],
      };
      answerTo(question, (answer) => ({ type: "asked", question, answer }));
    },
    retry() {
      const question = messages.at(-2);
      if (answer?.outcome.status !== "failed" || question?.role !== "user") return;
      answerTo(question, (answer) => ({ type: "askedAgain", answer }));
    },
    stop: useCallback(() => running.current?.abort(), []),
  };
}
