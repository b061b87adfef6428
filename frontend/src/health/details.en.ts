import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";
import type { ServerState } from "./describeHealth";

/** `reason`: where the server gave none. `next`: what happens next, or what to do. */
const status: Readonly<Record<ServerState["status"], { readonly reason: string; readonly next: string }>> = {
  checking: { reason: "The page is asking the server how it is.", next: "This takes a moment." },
  ready: { reason: "The server answers.", next: "Ask what you like." },
  overloaded: {
    reason: "Every place in the server's queue is taken.",
    next: "A question that is sent now is refused, and not lost: retry it when this says Ready. The page asks again every 2 seconds.",
  },
  loading: {
    reason: "The server has started and is loading its model.",
    next: "This can take some minutes the first time. The page asks again every 2 seconds and says when it is ready.",
  },
  waiting: {
    reason: "The inference server behind the assistant does not answer.",
    next: "The assistant goes on when it does. If it stays so, tell whoever runs it.",
  },
  stopping: {
    reason: "The server is shutting down.",
    next: "Answers that are being given are finished if they can be. The page goes on when a server is back.",
  },
  failed: {
    reason: "The model could not be loaded.",
    next: "Whoever runs the server has to mend this; its log tells more. The page asks again every 2 seconds.",
  },
  unreachable: {
    reason: "The server does not answer.",
    next: "What is on this page stays readable. The page asks again every 2 seconds and goes on by itself.",
  },
  unauthorised: {
    reason: "The server asks for an API key, and got none that it knows.",
    next: "Ask whoever runs the server for a key, and enter it under Settings, API key.",
  },
};

export const detailsWords = catalogue("details", {
  aboutServer: "About the server",
  status,
  askAgain: "Ask again now",
  model: "Model",
  version: "Version",
  versions: (page: string, server: string) => `page ${page}, server ${server}`,
  answers: "Answers",
  queue: (running: number, waiting: number) => `${String(running)} being given, ${String(waiting)} waiting`,
});

export type DetailsWords = WordsOf<typeof detailsWords>;
