import { useEffect } from "react";

/** Call `action` when Escape is pressed anywhere on the page, while `active`. */
export function useEscape(active: boolean, action: () => void): void {
  useEffect(() => {
    if (!active) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.isComposing) action();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
    };
  }, [active, action]);
}
