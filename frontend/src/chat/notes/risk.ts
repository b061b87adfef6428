import type { CommandNote } from "../../api/wire";
import type { IconName } from "../../ui/Icon";
import type { NotesWords } from "./notes.en";

export type Risk = CommandNote["risk"];

/** From harmless to grave; what cannot be told may be anything, and yet is not known to destroy. */
const ORDER: readonly Risk[] = ["read-only", "changes state", "unknown", "destructive"];

interface RiskWords {
  readonly label: string;
  readonly icon: IconName;
  readonly color: "success.main" | "text.secondary" | "warning.main" | "error.main";
}

const LOOKS: Readonly<Record<Risk, Omit<RiskWords, "label">>> = {
  "read-only": { icon: "eye", color: "success.main" },
  "changes state": { icon: "pen", color: "warning.main" },
  unknown: { icon: "question", color: "warning.main" },
  destructive: { icon: "warning", color: "error.main" },
};

/** A newer server may know a class that this page does not. */
export function knownRisk(risk: Risk): Risk {
  return ORDER.includes(risk) ? risk : "unknown";
}

export function riskWords(risk: Risk, words: NotesWords): RiskWords {
  const known = knownRisk(risk);
  return { label: words.risks[known], ...LOOKS[known] };
}

/** The class of a block is that of its worst command; null where it has none. */
export function worstRisk(commands: readonly CommandNote[]): Risk | null {
  const ranks = commands.map(({ risk }) => ORDER.indexOf(knownRisk(risk)));
  return ORDER[Math.max(...ranks, -1)] ?? null;
}

/** Whether a command may have been brought here by what was pasted, and does more than read. */
export function isBroughtIn({ pasted, risk }: CommandNote): boolean {
  return pasted && risk !== "read-only";
}
