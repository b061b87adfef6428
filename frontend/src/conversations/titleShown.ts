import type { Summary } from "./store";

export function titleShown({ title }: Summary): string {
  return title.trim() === "" ? "Untitled" : title;
}
