import type { components } from "./schema";

type Schemas = components["schemas"];

export type ChatMessage = Schemas["ChatCompletionRequest"]["messages"][number];
export type ChatRequest = Pick<
  Schemas["ChatCompletionRequest"],
  "model" | "messages" | "temperature" | "top_p" | "max_tokens" | "continue_final_message" | "add_generation_prompt"
>;
export type Usage = Schemas["Usage"];
export type Chunk = Schemas["ChatCompletionChunk"];
export type Health = Schemas["Health"];
export type Model = Schemas["Model"];
export type ModelList = Schemas["ModelList"];
export type HealthEngine = Schemas["HealthEngine"];
export type ErrorBody = Schemas["ErrorBody"];

/** What code found out about a turn. */
export type AssistantNotes = Schemas["AssistantNotes"];
export type ReferenceNote = Schemas["ReferenceNote"];
export type RedactionNote = Schemas["RedactionNote"];
export type BlockNote = Schemas["BlockNote"];
export type FindingNote = Schemas["FindingNote"];
export type CommandNote = Schemas["CommandNote"];

/** A reference in full. */
export type Reference = Schemas["Reference"];

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

/** The notes of a chunk; null where it has none, or none that this page can read: an answer is shown without them. */
export function notesOf(chunk: Chunk): AssistantNotes | null {
  return readNotes(chunk.assistant);
}

export function readNotes(notes: unknown): AssistantNotes | null {
  const readable =
    isRecord(notes) &&
    isListOf(notes.excerpts, isText) &&
    isListOf(notes.references, isReferenceNote) &&
    isListOf(notes.redactions, hasTexts("type", "placeholder")) &&
    isListOf(notes.risks, hasTexts("command", "risk", "reason")) &&
    isListOf(notes.checks, isBlockNote);
  return readable ? (notes as AssistantNotes) : null;
}

function isReferenceNote(value: unknown): boolean {
  return hasTexts("source", "title")(value) && isRecord(value) && (value.link === null || isText(value.link));
}

function isBlockNote(value: unknown): boolean {
  return (
    hasTexts("language", "status")(value) &&
    isRecord(value) &&
    isListOf(value.checkers, hasTexts("name", "version")) &&
    isListOf(value.findings, hasTexts("severity", "rule", "checker", "message")) &&
    isListOf(value.changes, isText)
  );
}

function hasTexts(...fields: readonly string[]): (value: unknown) => boolean {
  return (value) => isRecord(value) && fields.every((field) => isText(value[field]));
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isListOf(value: unknown, isItem: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

export function isReference(value: unknown): value is Reference {
  return hasTexts("title", "source", "text")(value);
}

function isChoice(value: unknown): boolean {
  return isRecord(value) && isRecord(value.delta);
}

export function isModelList(value: unknown): value is ModelList {
  return isRecord(value) && isListOf(value.data, hasTexts("id", "owned_by"));
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
