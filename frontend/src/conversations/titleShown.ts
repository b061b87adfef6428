import type { ConversationsWords } from "./conversations.en";
import type { Summary } from "./store";

export function titleShown({ title }: Summary, words: ConversationsWords): string {
  return title.trim() === "" ? words.untitled : title;
}
