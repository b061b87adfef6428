import type { Language } from "./languages";

/** A noun in the forms that the language's numbers ask for. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string }>;

/** How a language writes numbers and what is made of them. */
export interface Formats {
  readonly number: (value: number) => string;
  /** Two figures that tell something: 0.08, 0.8, 8.1, 81, 812. */
  readonly figure: (value: number) => string;
  /** Of the whole, which is 1. */
  readonly percent: (part: number) => string;
  /** With the sign of the SI, which is that of every language. */
  readonly seconds: (value: number) => string;
  readonly megabytes: (value: number) => string;
  /** E.g. "a, b and c". */
  readonly list: (parts: readonly string[]) => string;
  /** E.g. "1 finding", "2 findings". */
  readonly counted: (count: number, forms: Forms) => string;
}

const TWO_FIGURES = { maximumSignificantDigits: 2, maximumFractionDigits: 0, roundingPriority: "morePrecision" } as const;

/** In the way of the region that the browser prefers, if it prefers one of the language. */
export function formatsOf(language: Language): Formats {
  const tag = navigator.languages.find((preferred) => preferred.toLowerCase().split("-", 1)[0] === language) ?? language;
  const number = new Intl.NumberFormat(tag);
  const figure = new Intl.NumberFormat(tag, TWO_FIGURES);
  const percent = new Intl.NumberFormat(tag, { style: "percent" });
  const megabytes = new Intl.NumberFormat(tag, { style: "unit", unit: "megabyte" });
  const list = new Intl.ListFormat(tag);
  const plural = new Intl.PluralRules(tag);
  return {
    number: (value) => number.format(value),
    figure: (value) => figure.format(value),
    percent: (part) => percent.format(part),
    seconds: (value) => `${figure.format(value)}\u00a0s`,
    megabytes: (value) => megabytes.format(value),
    list: (parts) => list.format(parts),
    counted: (count, forms) => `${number.format(count)} ${forms[plural.select(count)] ?? forms.other}`,
  };
}
