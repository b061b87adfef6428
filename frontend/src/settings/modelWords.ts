import type { Model } from "../api/wire";

/** The whole pipeline, which answers where no model is chosen. */
export const DEFAULT_MODEL = "devops-assistant";

/** What a model is, for whoever has to choose. */
export function whatItIs({ id, context_length: length }: Pick<Model, "id" | "context_length">): string {
  const kind =
    id === DEFAULT_MODEL
      ? "The assistant: the model with references, checked code and secrets taken out."
      : "The bare model: no references, nothing is checked or taken out.";
  return length === null ? kind : `${kind} Context of ${length.toLocaleString("en")} tokens.`;
}
