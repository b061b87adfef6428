import "@testing-library/jest-dom/vitest";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";

configure({ asyncUtilTimeout: 15_000 });

/** What the stand-in for the system's preference says. */
let systemIsDark = false;

export function setSystemTheme(theme: "light" | "dark"): void {
  systemIsDark = theme === "dark";
}

beforeEach(() => {
  systemIsDark = false;
  // jsdom has no layout and no screen: these two say so without failing.
  window.matchMedia = (query) =>
    Object.assign(new EventTarget(), {
      media: query,
      matches: query.includes("dark") && systemIsDark,
      onchange: null,
      addListener: () => undefined,
      removeListener: () => undefined,
    });
  window.ResizeObserver = class {
    observe() {
      /* nothing ever has a size */
    }
    unobserve() {
      /* nothing ever has a size */
    }
    disconnect() {
      /* nothing ever has a size */
    }
  };
});

afterEach(() => {
  cleanup();
  localStorage.clear();
  document.querySelector("base")?.remove();
});
