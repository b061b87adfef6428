import type { components } from "./schema";

type Schemas = components["schemas"];

export type ChatMessage = Schemas["ChatCompletionRequest"]["messages"][number];
export type ChatRequest = Pick<Schemas["ChatCompletionRequest"], "model" | "messages">;
export type Chunk = Schemas["ChatCompletionChunk"];
export type Health = Schemas["Health"];
export type HealthEngine = Schemas["HealthEngine"];
export type ErrorBody = Schemas["ErrorBody"];

/** Reads JSON text; text that is not JSON is undefined, which no check below accepts. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isChunk(value: unknown): value is Chunk {
  return isRecord(value) && Array.isArray(value.choices) && value.choices.every(isChoice);
}

function isChoice(value: unknown): boolean {
  return isRecord(value) && isRecord(value.delta);
}

export function isHealth(value: unknown): value is Health {
  return isRecord(value) && ["ready", "loading", "stopping", "failed"].includes(String(value.status)) && "model" in value;
}

/** The body of an OpenAI error, of a response or of a stream event, with what the server left out filled in. */
export function errorBodyOf(value: unknown): ErrorBody | null {
  if (!isRecord(value) || !isRecord(value.error)) return null;
  const { message, type, param, code, request_id: requestId } = value.error;
  return {
    message: typeof message === "string" ? message : "",
    type: typeof type === "string" ? type : "",
    param: typeof param === "string" ? param : null,
    code: typeof code === "string" ? code : null,
    request_id: typeof requestId === "string" ? requestId : null,
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
