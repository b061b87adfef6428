import { useCallback, useEffect, useMemo, useState } from "react";
import type { ReactNode } from "react";

import { LanguageContext } from "../language/LanguageContext";
import type { PageLanguage } from "../language/LanguageContext";
import { keepLanguage, keptLanguage, LANGUAGE_KEY, languageOf } from "../language/languages";
import type { Language } from "../language/languages";
import { speaking } from "./speaking";
import type { Spoken } from "./speaking";

interface LanguageProviderProps {
  /** What the page begins with. */
  readonly start: Spoken;
  readonly children: ReactNode;
}

/** The language of the page, and the way to another. */
export function LanguageProvider({ start, children }: LanguageProviderProps) {
  const [{ language, translation }, setSpoken] = useState(start);
  const [chosen, setChosen] = useState(keptLanguage);

  const speak = useCallback(async (next: Language | null) => {
    try {
      setSpoken(await speaking(next ?? languageOf(navigator.languages)));
    } catch {
      return false;
    }
    setChosen(next);
    return true;
  }, []);
  const choose = useCallback(
    async (next: Language | null) => {
      const spoken = await speak(next);
      if (spoken) keepLanguage(next);
      return spoken;
    },
    [speak],
  );
  useEffect(() => {
    const left = new AbortController();
    const follow = () => void speak(keptLanguage());
    const onStorage = ({ key }: StorageEvent) => {
      if (key === LANGUAGE_KEY) follow();
    };
    // What another tab chose, and what the browser prefers from now on.
    addEventListener("storage", onStorage, { signal: left.signal });
    addEventListener("languagechange", follow, { signal: left.signal });
    return () => {
      left.abort();
    };
  }, [speak]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  const value = useMemo<PageLanguage>(
    () => ({ language, translation, chosen, choose }),
    [language, translation, chosen, choose],
  );
  return <LanguageContext value={value}>{children}</LanguageContext>;
}
