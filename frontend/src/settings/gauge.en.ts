import { catalogue } from "../language/catalogue";
import type { WordsOf } from "../language/catalogue";
import { formatsOf } from "../language/formats";

const { counted, number, percent } = formatsOf("en");
const tokens = (count: number) => counted(count, { one: "token", other: "tokens" });
const ofContext = (part: number) => `${part > 0 && part < 0.01 ? `under ${percent(0.01)}` : percent(part)} of the context`;

export const gaugeWords = catalogue("gauge", {
  contextUsed: "Context used",
  context: (used: number) => `Context: ${tokens(used)}`,
  usedOf: (used: number, length: number) => `${number(used)} of ${tokens(length)}`,
  hint: (words: string) => `Context used: ${words}`,
  ofContext,
  nearlyFull: (part: number) => `${ofContext(part)}: nearly full`,
});

export type GaugeWords = WordsOf<typeof gaugeWords>;
