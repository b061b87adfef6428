import type { Model } from "../api/wire";
import type { SettingsWords } from "./settings.en";

/** The whole pipeline, which answers where no model is chosen. */
export const DEFAULT_MODEL = "devops-assistant";

/** What a model is, for whoever has to choose. */
export function whatItIs({ id, context_length: length }: Pick<Model, "id" | "context_length">, words: SettingsWords): string {
  const kind = id === DEFAULT_MODEL ? words.assistant : words.bareModel;
  // Other servers than ours do not tell it.
  return length == null ? kind : `${kind} ${words.contextOf(length)}`;
}
