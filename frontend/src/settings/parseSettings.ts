import type { ConversationSettings } from "../conversation/conversation";
import type { Say } from "../language/catalogue";
import type { SettingsWords } from "./settings.en";

/** The settings as they stand in the form; empty where the server decides. */
export interface SettingsForm {
  readonly model: string | null;
  readonly systemPrompt: string;
  readonly temperature: string;
  readonly topP: string;
  readonly maxTokens: string;
}

export type NumberField = "temperature" | "topP" | "maxTokens";

/** What may be written instead. */
export type Problem = Say<SettingsWords>;

export type ParsedSettings =
  | { readonly status: "valid"; readonly settings: ConversationSettings }
  | { readonly status: "invalid"; readonly errors: Readonly<Partial<Record<NumberField, Problem>>> };

export function formOf({ model, systemPrompt, temperature, topP, maxTokens }: ConversationSettings): SettingsForm {
  const shown = (value: number | null) => (value === null ? "" : String(value));
  return {
    model,
    systemPrompt: systemPrompt ?? "",
    temperature: shown(temperature),
    topP: shown(topP),
    maxTokens: shown(maxTokens),
  };
}

/** The limits are the API's. */
export function parseSettings(form: SettingsForm): ParsedSettings {
  const temperature = parseNumber(form.temperature, 2);
  const topP = parseNumber(form.topP, 1);
  const maxTokens = parseCount(form.maxTokens);
  if (typeof temperature === "function" || typeof topP === "function" || typeof maxTokens === "function") {
    const errors = Object.entries({ temperature, topP, maxTokens }).filter(([, value]) => typeof value === "function");
    return { status: "invalid", errors: Object.fromEntries(errors) };
  }
  const systemPrompt = form.systemPrompt.trim() === "" ? null : form.systemPrompt;
  return { status: "valid", settings: { model: form.model, systemPrompt, temperature, topP, maxTokens } };
}

/** Null for nothing. A comma is taken for the point that it stands for. */
function parseNumber(text: string, most: number): number | null | Problem {
  const written = text.trim().replace(",", ".");
  if (written === "") return null;
  const value = Number(written);
  return Number.isFinite(value) && value >= 0 && value <= most ? value : (words) => words.noNumber(most);
}

function parseCount(text: string): number | null | Problem {
  const written = text.trim();
  if (written === "") return null;
  const value = Number(written);
  return /^\d+$/.test(written) && value >= 1 && Number.isSafeInteger(value) ? value : (words) => words.noCount;
}
