import type { Health } from "../api/wire";

/** What is known of the server, for the header. */
export type ServerState =
  | { readonly status: "checking" }
  | { readonly status: "ready" | "overloaded"; readonly model: ServedModel | null }
  | { readonly status: "loading" | "stopping" | "failed"; readonly model: ServedModel | null; readonly reason: string | null }
  | { readonly status: "unreachable" };

export interface ServedModel {
  readonly id: string;
  /** The tiny model that comes with the product, so that it works with no download; its answers are often wrong. */
  readonly embedded: boolean;
  /** Id, where its weights came from, and what it runs on. */
  readonly summary: string;
}

export function describeHealth(health: Health): ServerState {
  const model = servedModel(health);
  switch (health.status) {
    case "ready":
      return { status: isOverloaded(health) ? "overloaded" : "ready", model };
    case "loading":
    case "stopping":
    case "failed":
      return { status: health.status, model, reason: health.reason ?? null };
    default:
      return health.status satisfies never;
  }
}

function servedModel({ model, engine }: Health): ServedModel | null {
  if (model == null) return null;
  const parts = [model.id, model.source, engine == null ? "" : deviceName(engine.device)];
  return {
    id: model.id,
    embedded: model.source === "embedded",
    summary: parts.filter((part) => part !== "").join(" · "),
  };
}

function deviceName(device: string): string {
  return device.startsWith("cuda") ? device.replace("cuda", "GPU") : device.toUpperCase();
}

/** A request that came now would be refused. */
function isOverloaded({ queue }: Health): boolean {
  return queue != null && queue.running >= queue.max_running && queue.waiting >= queue.max_waiting;
}
