/** A ref for what takes the place of what had the focus: it has the focus from its beginning. */
export function focusAtOnce(element: HTMLElement | null): void {
  element?.focus();
}
