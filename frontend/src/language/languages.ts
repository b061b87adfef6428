/** What the page can speak; the first where a browser prefers none of them. */
export const LANGUAGES = ["en", "de"] as const;

export type Language = (typeof LANGUAGES)[number];

/** Each by its own name. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { en: "English", de: "Deutsch" };

/** Where the browser keeps the choice, for all tabs. */
export const LANGUAGE_KEY = "devops-assistant-language";

/** The first that the browser prefers and the page speaks. @param preferred tags, e.g. `de-CH`, the best first. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const [primary] = tag.toLowerCase().split("-", 1);
    const found = LANGUAGES.find((language) => language === primary);
    if (found !== undefined) return found;
  }
  return "en";
}

/** The language that was chosen on this device; null where the browser's preference holds. */
export function keptLanguage(): Language | null {
  try {
    const kept = localStorage.getItem(LANGUAGE_KEY);
    return LANGUAGES.find((language) => language === kept) ?? null;
  } catch {
    return null; // A browser that keeps nothing for this page.
  }
}

/** Null forgets it. */
export function keepLanguage(chosen: Language | null): void {
  try {
    if (chosen === null) localStorage.removeItem(LANGUAGE_KEY);
    else localStorage.setItem(LANGUAGE_KEY, chosen);
  } catch {
    // As said above: it holds as long as the page is open.
  }
}
