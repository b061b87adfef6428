import type { BlockNote } from "../../api/wire";
import type { IconName } from "../../ui/Icon";
import type { BlockFacts } from "./blockFacts";
import { counted } from "./counted";

export interface CheckWords {
  readonly label: string;
  readonly icon: IconName;
  readonly color: "success.main" | "text.secondary" | "warning.main" | "error.main";
}

/** What the badge of a block says. */
export function checkWords({ kind, check }: BlockFacts): CheckWords {
  if (kind === "corrected") return { label: "Corrected version", icon: "check", color: "success.main" };
  switch (check.status) {
    case "no_findings":
      return { label: "Checked: no findings", icon: "check", color: "success.main" };
    case "findings":
      return {
        label: counted(check.findings.length + check.left_out, "finding"),
        icon: "warning",
        color: check.findings.some(({ severity }) => severity === "error") ? "error.main" : "warning.main",
      };
    default:
      return NOT_CHECKED;
  }
}

export const NOT_CHECKED: CheckWords = { label: "Not checked", icon: "minus", color: "text.secondary" };

/** Which tools looked at a block, e.g. "shellcheck 0.11.0, hadolint 2.15.1". */
export function checkerNames({ checkers }: BlockNote): string {
  return checkers.map(({ name, version }) => `${name} ${version}`.trim()).join(", ");
}

/** With a full stop; the beginning may be a command or a field, whose spelling stays. */
export function ended(words: string): string {
  const text = words.trim();
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
