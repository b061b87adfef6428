import { createContext, use } from "react";

import type { Catalogue } from "./catalogue";
import type { Language } from "./languages";

/** What all catalogues say in another language, by their names; empty in English. */
export type Translation = Readonly<Record<string, object>>;

export interface PageLanguage {
  readonly language: Language;
  readonly translation: Translation;
  /** Null where the browser's preference holds. */
  readonly chosen: Language | null;
  /** False where the language could not be fetched, and the page goes on in the one it has. */
  readonly choose: (chosen: Language | null) => Promise<boolean>;
}

export const LanguageContext = createContext<PageLanguage>({
  language: "en",
  translation: {},
  chosen: null,
  choose: () => Promise.resolve(false),
});

/** What a part of the page says, in the language of the page. */
export function useWords<Words extends object>({ name, english }: Catalogue<string, Words>): Words {
  // Each language is checked against the types of all catalogues where they are put together.
  return (use(LanguageContext).translation[name] as Words | undefined) ?? english;
}
