import type { BlockNote } from "../../api/wire";
import type { IconName } from "../../ui/Icon";
import type { BlockFacts } from "./blockFacts";
import type { NotesWords } from "./notes.en";

export interface CheckWords {
  readonly label: string;
  readonly icon: IconName;
  readonly color: "success.main" | "text.secondary" | "warning.main" | "error.main";
}

/** What the badge of a block says. */
export function checkWords({ kind, check }: BlockFacts, words: NotesWords): CheckWords {
  if (kind === "corrected") return { label: words.corrected, icon: "check", color: "success.main" };
  switch (check.status) {
    case "no_findings":
      return { label: words.noFindings, icon: "check", color: "success.main" };
    case "findings":
      return {
        label: words.findings(check.findings.length + check.left_out),
        icon: "warning",
        color: check.findings.some(({ severity }) => severity === "error") ? "error.main" : "warning.main",
      };
    default:
      return notChecked(words);
  }
}

export function notChecked(words: NotesWords): CheckWords {
  return { label: words.notChecked, icon: "minus", color: "text.secondary" };
}

/** Which tools looked at a block, e.g. "shellcheck 0.11.0, hadolint 2.15.1". */
export function checkerNames({ checkers }: BlockNote): string {
  return checkers.map(({ name, version }) => `${name} ${version}`.trim()).join(", ");
}

/** With a full stop; the beginning may be a command or a field, whose spelling stays. */
export function ended(words: string): string {
  const text = words.trim();
  return text === "" || /[.!?]$/.test(text) ? text : `${text}.`;
}
