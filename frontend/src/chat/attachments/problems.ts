import type { AttachmentsWords } from "./attachments.en";
import type { ChatWords } from "../chat.en";

/** Why something was not attached; sizes in megabytes. */
export type Problem =
  | { readonly kind: "tooMuch"; readonly most: number }
  | { readonly kind: "tooLarge"; readonly name: string; readonly most: number }
  | { readonly kind: "notRead" | "noText" | "empty" | "notAttached"; readonly name: string };

/** What happened, and what to do. */
export function problemWords(problem: Problem, words: AttachmentsWords & Pick<ChatWords, "notAttached">): string {
  switch (problem.kind) {
    case "tooMuch":
      return words.tooMuch(problem.most);
    case "tooLarge":
      return words.tooLarge(problem.name, problem.most);
    default:
      return words[problem.kind](problem.name);
  }
}
