/** Where questions are written. */
export function messageInput(): HTMLElement | null {
  return document.querySelector<HTMLElement>("main form textarea");
}

/**
 * Put the focus on the message before or after the one that has it.
 *
 * From outside of all messages: on the one that is shown first, or forward, and from what is below them on the last.
 */
export function toMessage(step: 1 | -1): void {
  const messages = [...document.querySelectorAll<HTMLElement>("main article")];
  const focused = document.activeElement;
  const from = messages.findIndex((message) => message.contains(focused));
  const inside = messages[from];
  // Inside a message, its own beginning is the first step back.
  const next =
    inside === undefined ? entry(messages, focused, step) : step < 0 && inside !== focused ? inside : messages[from + step];
  if (next !== undefined) focusMessage(next);
  else if (step > 0 && inside !== undefined) messageInput()?.focus();
}

function entry(messages: readonly HTMLElement[], focused: Element | null, step: 1 | -1): HTMLElement | undefined {
  if (focused !== null && focused.closest("form") !== null) return step < 0 ? messages.at(-1) : undefined;
  return messages.find((message) => message.getBoundingClientRect().bottom > 0 && isBelowTheTop(message)) ?? messages.at(-1);
}

function isBelowTheTop(message: HTMLElement): boolean {
  const scroller = message.closest('[role="region"]');
  return scroller === null || message.getBoundingClientRect().bottom > scroller.getBoundingClientRect().top;
}

/** A message takes the focus when it is gone to, and is no stop of the Tab key. */
function focusMessage(message: HTMLElement): void {
  message.tabIndex = -1;
  message.focus({ preventScroll: true });
  message.scrollIntoView({ block: "start" });
}
