import type { ApiClient } from "../api/client";
import { ApiError } from "../api/errors";
import { notesOf } from "../api/wire";
import type { AssistantNotes, ChatRequest, Chunk } from "../api/wire";
import type { EndOutcome } from "../conversation/conversation";
import { measureAnswer } from "./answerFigures";
import { batchPerFrame } from "./batchPerFrame";
import type { ChatAction } from "./chatReducer";
import { mergeNotes } from "./notes/mergeNotes";

/** Run one answer from its request to its outcome. */
export async function streamAnswer(
  client: ApiClient,
  request: ChatRequest,
  answerId: string,
  signal: AbortSignal,
  dispatch: (action: ChatAction) => void,
): Promise<void> {
  const batch = batchPerFrame(joinArrivals, (arrival) => {
    dispatch({ type: "arrived", answerId, ...arrival });
  });
  const figures = measureAnswer(() => performance.now());
  const end = (outcome: EndOutcome) => {
    batch.flush();
    dispatch({ type: "ended", answerId, outcome, figures: figures.result(), now: Date.now() });
  };
  let limited = false;
  try {
    for await (const chunk of client.streamAnswer(request, signal)) {
      const arrival = arrivalOf(chunk);
      figures.see(arrival.text, chunk.usage ?? null);
      if (arrival.text !== "" || arrival.notes !== null) batch.add(arrival);
      limited ||= chunk.choices.some((choice) => choice.finish_reason === "length");
    }
    end({ status: limited ? "limited" : "complete" });
  } catch (error) {
    end(outcomeOf(error, signal));
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
