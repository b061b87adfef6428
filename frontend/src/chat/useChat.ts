import { useCallback, useEffect, useReducer, useRef } from "react";

import type { ApiClient } from "../api/client";
import { ApiError } from "../api/errors";
import { notesOf } from "../api/wire";
import type { AssistantNotes, ChatMessage, Chunk } from "../api/wire";
import { batchPerFrame } from "./batchPerFrame";
import { chatReducer, emptyConversation, lastAnswer, requestMessages } from "./chatReducer";
import type { Answer, ChatAction, EndOutcome, Message } from "./chatReducer";
import { mergeNotes } from "./notes/mergeNotes";

/** The whole pipeline; the bare model has a name of its own. */
const MODEL = "devops-assistant";

export interface Chat {
  readonly messages: readonly Message[];
  /** The last answer, streaming or ended; null before the first question. */
  readonly answer: Answer | null;
  readonly streaming: boolean;
  readonly ask: (text: string) => void;
  readonly stop: () => void;
  /** Ask again the question whose answer failed. */
  readonly retry: () => void;
}

/** One conversation, kept in memory. Leaving it ends the answer that streams. */
export function useChat(client: ApiClient): Chat {
  const [conversation, dispatch] = useReducer(chatReducer, emptyConversation);
  const running = useRef<AbortController | null>(null);
  const nextId = useRef(1);
  const { messages } = conversation;
  const answer = lastAnswer(conversation);
  const streaming = answer?.outcome.status === "streaming";

  useEffect(() => () => running.current?.abort(), []);

  const newId = () => `m${String(nextId.current++)}`;
  const start = (answerId: string, request: ChatMessage[]) => {
    const controller = new AbortController();
    running.current = controller;
    void streamAnswer(client, request, answerId, controller.signal, dispatch);
  };

  return {
    messages,
    answer,
    streaming,
    ask(text) {
      if (streaming) return;
      const answerId = newId();
      dispatch({ type: "asked", questionId: newId(), text, answerId });
      start(answerId, requestMessages(messages, text));
    },
    retry() {
      const question = messages.at(-2);
      if (answer?.outcome.status !== "failed" || question === undefined) return;
      const newAnswerId = newId();
      dispatch({ type: "retried", answerId: answer.id, newAnswerId });
      start(newAnswerId, requestMessages(messages.slice(0, -2), question.text));
    },
    stop: useCallback(() => running.current?.abort(), []),
  };
}

/** Run one answer from its request to its outcome. */
async function streamAnswer(
  client: ApiClient,
  messages: ChatMessage[],
  answerId: string,
  signal: AbortSignal,
  dispatch: (action: ChatAction) => void,
): Promise<void> {
  const batch = batchPerFrame(joinArrivals, (arrival) => {
    dispatch({ type: "arrived", answerId, ...arrival });
  });
  let limited = false;
  try {
    for await (const chunk of client.streamAnswer({ model: MODEL, messages }, signal)) {
      const arrival = arrivalOf(chunk);
      if (arrival.text !== "" || arrival.notes !== null) batch.add(arrival);
      limited ||= chunk.choices.some((choice) => choice.finish_reason === "length");
    }
    batch.flush();
    dispatch({ type: "ended", answerId, outcome: { status: limited ? "limited" : "complete" } });
  } catch (error) {
    batch.flush();
    dispatch({ type: "ended", answerId, outcome: outcomeOf(error, signal) });
    // A fault of this page: the answer has ended all the same, and the console tells of it.
    if (!signal.aborted && !(error instanceof ApiError)) throw error;
  }
}

/** What chunks bring: words, and what is known of those before them. */
interface Arrival {
  readonly text: string;
  readonly notes: AssistantNotes | null;
}

function arrivalOf(chunk: Chunk): Arrival {
  return { text: chunk.choices.map((choice) => choice.delta.content ?? "").join(""), notes: notesOf(chunk) };
}

function joinArrivals(before: Arrival, more: Arrival): Arrival {
  return { text: before.text + more.text, notes: mergeNotes(before.notes, more.notes) };
}

function outcomeOf(error: unknown, signal: AbortSignal): EndOutcome {
  if (signal.aborted) return { status: "stopped" };
  return { status: "failed", failure: error instanceof ApiError ? error.failure : { kind: "cut" } };
}
