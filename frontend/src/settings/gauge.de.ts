import { formatsOf } from "../language/formats";
import type { GaugeWords } from "./gauge.en";

const { counted, number, percent } = formatsOf("de");
const tokens = (count: number) => counted(count, { one: "Token", other: "Tokens" });
const ofContext = (part: number) => `${part > 0 && part < 0.01 ? `unter ${percent(0.01)}` : percent(part)} des Kontexts`;

export const gauge: GaugeWords = {
  contextUsed: "Belegter Kontext",
  context: (used) => `Kontext: ${tokens(used)}`,
  usedOf: (used, length) => `${number(used)} von ${tokens(length)}`,
  hint: (words) => `Belegter Kontext: ${words}`,
  ofContext,
  nearlyFull: (part) => `${ofContext(part)}: fast voll`,
};
