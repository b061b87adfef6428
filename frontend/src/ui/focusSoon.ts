const FRAMES = 120;

/** Put the focus on an element that is about to come, for which code may still be fetched. */
export function focusSoon(id: string, frames = FRAMES): void {
  const element = document.getElementById(id);
  if (element !== null) element.focus();
  else if (frames > 0) {
    requestAnimationFrame(() => {
      focusSoon(id, frames - 1);
    });
  }
}
