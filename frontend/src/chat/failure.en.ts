import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";

/** `title`: what happened, in a few words. `advice`: in full, and what to do; behind what the server said where it did. */
export const failureWords = catalogue("failure", {
  unreachable: {
    title: "The assistant cannot be reached",
    advice: (apiUrl: string) =>
      `Nothing answered at ${apiUrl}. Check that the server runs, that config.json beside this page names ` +
      "its address, and that it allows requests from this page's address (CORS). Then retry.",
  },
  cut: {
    title: "The connection was cut",
    advice: "The answer ended before it was finished. What had arrived is kept above. Retry to ask again.",
  },
  tooLarge: {
    title: "The message is too large",
    gateway: "The gateway before the assistant refused it. Send only the part of the log or file that matters.",
    advice: "Send only the part of the log or file that matters, or start a new chat.",
  },
  tooMany: {
    title: "Too many requests",
    gateway: "The gateway before the assistant limits how often you can ask.",
    advice: "Retry in a moment.",
  },
  notAnswering: {
    title: "The assistant is not answering",
    advice: (status: number) =>
      `The gateway before it said ${String(status)}: the server is down, starting or busy. Retry in a moment.`,
  },
  unreadable: {
    title: "The answer could not be read",
    advice: (status: number) =>
      `Something answered with status ${String(status)}, but not as the assistant does. Check the address in ` +
      "config.json, then retry.",
  },
  modelLoading: {
    title: "The model is still loading",
    advice: "The server has started and is loading its model, which can take a minute. Then retry.",
  },
  modelFailed: {
    title: "The model could not be loaded",
    advice: "Its log tells more to whoever runs the server. Retry once it is mended.",
  },
  engineAway: { title: "The model cannot be reached", advice: "If it stays so, tell whoever runs the server." },
  shuttingDown: {
    title: "The server is shutting down",
    advice: "It takes no new questions. What came of the answer is kept: retry when the server is back.",
  },
  busy: {
    title: "The assistant is busy",
    advice: "Every place in its queue is taken. Nothing was lost: retry in a moment.",
  },
  tooLong: {
    title: "The conversation is too long",
    advice: "Edit your message so that it has only the part that matters, or start a new chat.",
  },
  noModel: {
    title: "The model is not there",
    advice: "This page and the server do not fit together: update the older one.",
  },
  refused: { title: "The request was refused" },
  serverFailed: { title: "The server failed", advice: "Retry to ask again." },
  referenceLate: { title: "The reference did not come", advice: "The server took too long. Retry in a moment." },
  referenceMissing: {
    title: "The reference is not there",
    advice: "The server does not have it, or not any more. The answer above keeps what was taken from it.",
  },
});

export type FailureWords = WordsOf<typeof failureWords>;
