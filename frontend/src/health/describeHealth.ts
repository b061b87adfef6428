import type { Health, HealthEngine } from "../api/wire";
import type { Say } from "../language/catalogue";
import type { HealthWords } from "./health.en";

/** As the server says it, or what this page says. */
export type Reason = string | Say<HealthWords>;

/** What is known of the server, for the header. */
export type ServerState =
  | { readonly status: "checking" }
  | { readonly status: "ready" | "overloaded"; readonly model: ServedModel | null; readonly queue: Queue | null }
  | {
      /** `waiting`: for the inference server that answers for ours. */
      readonly status: "loading" | "waiting" | "stopping" | "failed";
      readonly model: ServedModel | null;
      readonly reason: Reason | null;
    }
  | { readonly status: "unreachable" | "unauthorised"; readonly reason: Reason | null };

/** How many answers are being given, and how many questions wait for theirs. */
export interface Queue {
  readonly running: number;
  readonly waiting: number;
}

export interface ServedModel {
  readonly id: string;
  /** The tiny model that comes with the product, so that it works with no download; its answers are often wrong. */
  readonly embedded: boolean;
  /** Id, where its weights came from, and what it runs on. */
  readonly summary: string;
  /** Of the server. */
  readonly version: string;
}

export function describeHealth(health: Health): ServerState {
  const model = servedModel(health);
  switch (health.status) {
    case "ready":
      return { status: isOverloaded(health) ? "overloaded" : "ready", model, queue: health.queue ?? null };
    case "loading":
      return { status: health.engine?.runner === "remote" ? "waiting" : "loading", model, reason: health.reason ?? null };
    case "stopping":
    case "failed":
      return { status: health.status, model, reason: health.reason ?? null };
    default:
      return health.status satisfies never;
  }
}

function servedModel({ model, engine, version }: Health): ServedModel | null {
  if (model == null) return null;
  const parts = [model.id, model.source, engine == null ? "" : place(engine)];
  return {
    id: model.id,
    embedded: model.source === "embedded",
    summary: parts.filter((part) => part !== "").join(" · "),
    version,
  };
}

/** The device that it runs on, or the server where the device is not known. */
function place({ device, host }: HealthEngine): string {
  if (device == null) return host ?? "";
  return device.startsWith("cuda") ? device.replace("cuda", "GPU") : device.toUpperCase();
}

/** A request that came now would be refused. */
function isOverloaded({ queue }: Health): boolean {
  return queue != null && queue.running >= queue.max_running && queue.waiting >= queue.max_waiting;
}
