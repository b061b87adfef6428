/** What a part of the page says, in English; other languages say the same under the same keys. */
export interface Catalogue<Name extends string, Words> {
  readonly name: Name;
  readonly english: Words;
}

/** @param name by which the other languages have it; no two catalogues have the same. */
export function catalogue<const Name extends string, Words extends object>(name: Name, english: Words): Catalogue<Name, Words> {
  return { name, english };
}

export type WordsOf<Of> = Of extends Catalogue<string, infer Words> ? Words : never;

/** Something to say, in whichever language it is said. */
export type Say<Words> = (words: Words) => string;
