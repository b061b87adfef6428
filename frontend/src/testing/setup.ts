import "@testing-library/jest-dom/vitest";
import "fake-indexeddb/auto";

import { IDBFactory } from "fake-indexeddb";
import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";

configure({ asyncUtilTimeout: 15_000 });

/** What the stand-in for the system's preference says. */
let systemIsDark = false;

let screenIsNarrow = false;

export function setNarrowScreen(): void {
  screenIsNarrow = true;
}

export function setSystemTheme(theme: "light" | "dark"): void {
  systemIsDark = theme === "dark";
}

beforeEach(() => {
  systemIsDark = false;
  screenIsNarrow = false;
  // jsdom has no database: each test begins with an empty one.
  globalThis.indexedDB = new IDBFactory();
  // jsdom has no layout and no screen: these two say so without failing.
  window.matchMedia = (query) =>
    Object.assign(new EventTarget(), {
      media: query,
      matches: query.includes("dark") ? systemIsDark : query.includes("min-width") && !screenIsNarrow,
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
  sessionStorage.clear();
  location.hash = "";
  document.querySelector("base")?.remove();
});
