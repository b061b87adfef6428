import { act, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { CopyButton } from "./CopyButton";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function wait(ms: number) {
  act(() => {
    vi.advanceTimersByTime(ms);
  });
}

test("a question that gets no answer is withdrawn, and asked anew the next time", () => {
  render(<CopyButton text="rm -rf /srv" label="Copy code" question={{ full: "Really? Copy?", short: "Copy?" }} />);
  const button = screen.getByRole("button", { name: "Copy code" });
  fireEvent.click(button);
  wait(1000);
  expect(button).toHaveAccessibleName("Really? Copy?");
  wait(10_000);
  expect(button).toHaveAccessibleName("Copy code");
  expect(screen.getByRole("status")).toBeEmptyDOMElement();
  fireEvent.click(button);
  expect(button).toHaveAccessibleName("Really? Copy?");
});
