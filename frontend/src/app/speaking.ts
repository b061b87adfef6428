import type { Translation } from "../language/LanguageContext";
import { keptLanguage, languageOf } from "../language/languages";
import type { Language } from "../language/languages";

/** A language, with all there is to say in it. */
export interface Spoken {
  readonly language: Language;
  readonly translation: Translation;
}

/** English stands in the page itself. */
const TRANSLATIONS: Readonly<Record<Language, () => Promise<Translation>>> = {
  en: () => Promise.resolve({}),
  de: async () => ({ ...(await import("./german")).german }),
};

/** Fetch a language. */
export async function speaking(language: Language): Promise<Spoken> {
  return { language, translation: await TRANSLATIONS[language]() };
}

/** The language to begin with: the one that was chosen, or what the browser prefers. English where it does not come. */
export function startSpeaking(): Promise<Spoken> {
  return speaking(keptLanguage() ?? languageOf(navigator.languages)).catch(() => speaking("en"));
}
