import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";
import type { ServerState } from "./describeHealth";

interface Status {
  readonly label: string;
  /** Stands where the model would, in so few words that a phone has place for them. */
  readonly hint: string | null;
}

const status: Readonly<Record<ServerState["status"], Status>> = {
  checking: { label: "Connecting", hint: null },
  ready: { label: "Ready", hint: null },
  loading: { label: "Loading the model", hint: "the page goes on by itself" },
  waiting: { label: "Waiting for the inference server", hint: null },
  overloaded: { label: "Overloaded", hint: "questions are refused for now" },
  stopping: { label: "Shutting down", hint: "it takes no new questions" },
  failed: { label: "Model failed to load", hint: null },
  unreachable: { label: "Unreachable", hint: "the page keeps trying" },
  unauthorised: { label: "Unauthorised", hint: "the server asks for a key" },
};

export const healthWords = catalogue("health", {
  modelStatus: "Model status",
  moreAboutServer: "More about the server",
  status,
  late: "It did not answer in time.",
  nothingAnswers: (apiUrl: string) => `Nothing answers at ${apiUrl}.`,
  offline: "This device is offline.",
  cut: "Its answer was cut off.",
  notTheAssistant: (status: number) => `What answers there is not the assistant, or not yet: it said ${String(status)}.`,
});

export type HealthWords = WordsOf<typeof healthWords>;
