import type { Spoken } from "../app/speaking";
import type { Catalogue } from "../language/catalogue";

type AnyCatalogue = Catalogue<string, object>;

/** Every catalogue that there is, by its name. */
export const CATALOGUES: ReadonlyMap<string, object> = new Map(
  Object.values(import.meta.glob<Record<string, AnyCatalogue>>("../**/*.en.ts", { eager: true })).flatMap((module) =>
    Object.values(module).map(({ name, english }) => [name, english] as const),
  ),
);

/** What says something in a catalogue, by where it stands: texts, and functions that make one. */
export function messagesOf(words: unknown, at: string): ReadonlyMap<string, unknown> {
  if (typeof words !== "object" || words === null) return new Map([[at, words]]);
  return new Map(Object.entries(words).flatMap(([key, value]) => [...messagesOf(value, `${at}.${key}`)]));
}

/** English with a mark around all that the page says: what is shown without one is in no catalogue. */
export const MARKED: Spoken = {
  language: "en",
  translation: Object.fromEntries(Array.from(CATALOGUES, ([name, english]) => [name, marked(english) as object])),
};

function marked(words: unknown): unknown {
  if (typeof words === "string") return `⟦${words}⟧`;
  if (typeof words === "function") return (...args: unknown[]) => marked((words as (...args: unknown[]) => unknown)(...args));
  if (Array.isArray(words)) return words.map(marked);
  if (typeof words !== "object" || words === null) return words;
  return Object.fromEntries(Object.entries(words).map(([key, value]) => [key, marked(value)]));
}

const READ_OUT = ["aria-label", "aria-valuetext", "aria-description", "title", "placeholder", "alt"];
/** The same in every language: names, and what is written on keys. */
const NAMES = /DevOps AI Assistant|\bembedded\b|\bCPU\b/g;

/** What the page shows or has read out that is in no catalogue and in the letters of one. */
export function unmarked(): readonly string[] {
  const said: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node instanceof Element) said.push(...READ_OUT.flatMap((name) => node.getAttribute(name) ?? []));
    else if (node.parentElement?.closest("style, kbd, option[lang]") === null) said.push(node.textContent ?? "");
  }
  return said.filter((text) => /[A-Za-z]/.test(withoutMarked(text).replace(NAMES, "")));
}

function withoutMarked(text: string): string {
  const rest = text.replace(/⟦[^⟦⟧]*⟧/g, "");
  return rest === text ? rest : withoutMarked(rest);
}

/** A recorded answer with all words of it in other letters, so that it is told from what the page says. */
export function inOtherLetters(recording: string): string {
  return recording.replace(/^data: (\{.*\})$/gm, (_, json: string) => `data: ${JSON.stringify(disguised(JSON.parse(json), ""))}`);
}

/** By these the page knows what something is; all else is shown as it comes. */
const KEPT = new Set(["object", "role", "finish_reason", "source", "link", "type", "status", "risk", "severity", "kind", "intent"]);

function disguised(value: unknown, key: string): unknown {
  if (typeof value === "string") return KEPT.has(key) ? value : value.replace(/[A-Za-z]/g, "ξ");
  if (Array.isArray(value)) return value.map((item) => disguised(item, key));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, disguised(item, name)]));
}
