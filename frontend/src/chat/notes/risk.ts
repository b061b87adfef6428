import type { CommandNote } from "../../api/wire";
import type { IconName } from "../../ui/Icon";

export type Risk = CommandNote["risk"];

/** From harmless to grave; what cannot be told may be anything, and yet is not known to destroy. */
const ORDER: readonly Risk[] = ["read-only", "changes state", "unknown", "destructive"];

interface RiskWords {
  readonly label: string;
  readonly icon: IconName;
  readonly color: "success.main" | "text.secondary" | "warning.main" | "error.main";
}

const WORDS: Readonly<Record<Risk, RiskWords>> = {
  "read-only": { label: "Read-only", icon: "eye", color: "success.main" },
  "changes state": { label: "Changes state", icon: "pen", color: "warning.main" },
  unknown: { label: "Unknown effect", icon: "question", color: "warning.main" },
  destructive: { label: "Destructive", icon: "warning", color: "error.main" },
};

export function riskWords(risk: Risk): RiskWords {
  // A newer server may know a class that this page does not.
  return (WORDS as Readonly<Record<string, RiskWords>>)[risk] ?? WORDS.unknown;
}

/** The class of a block is that of its worst command; null where it has none. */
export function worstRisk(commands: readonly CommandNote[]): Risk | null {
  const ranks = commands.map(({ risk }) => (ORDER.includes(risk) ? ORDER.indexOf(risk) : ORDER.indexOf("unknown")));
  return ORDER[Math.max(...ranks, -1)] ?? null;
}

/** Whether a command may have been brought here by what was pasted, and does more than read. */
export function isBroughtIn({ pasted, risk }: CommandNote): boolean {
  return pasted && risk !== "read-only";
}
