import { act, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { startFakeApi } from "../../testing/fakeApi";
import type { FakeApi } from "../../testing/fakeApi";
import { UpdateOffer } from "./UpdateOffer";

let api: FakeApi;

beforeEach(async () => {
  api = await startFakeApi();
  document.head.innerHTML = `<base href="${api.url}/some/prefix/"><script type="module" src="./assets/index-1.js"></script>`;
});
afterEach(async () => {
  vi.restoreAllMocks();
  document.head.innerHTML = "";
  await api.close();
});

/** As when the person comes back to this window, some minutes after the last time. */
function comeBack(minutes: number): void {
  vi.spyOn(Date, "now").mockReturnValue(minutes * 60_000);
  act(() => {
    dispatchEvent(new Event("focus"));
  });
}

function deploy(script: string): void {
  api.page = `<!doctype html><script type="module" crossorigin src="./assets/${script}"></script>`;
}

test("a new version is offered on return, and can be declined until the next one", async () => {
  render(<UpdateOffer />);
  deploy("index-2.js");
  comeBack(10);
  expect(await screen.findByRole("button", { name: "Reload" })).toBeVisible();
  await userEvent.click(screen.getByRole("button", { name: "Later" }));
  expect(screen.queryByRole("button", { name: "Reload" })).not.toBeInTheDocument();
  deploy("index-3.js");
  comeBack(20);
  expect(await screen.findByRole("button", { name: "Reload" })).toBeVisible();
});

test("nothing is offered while the version is the same, and no longer when it was rolled back", async () => {
  render(<UpdateOffer />);
  deploy("index-2.js");
  comeBack(10);
  await screen.findByRole("button", { name: "Reload" });
  deploy("index-1.js");
  comeBack(20);
  await waitFor(() => {
    expect(screen.queryByRole("button", { name: "Reload" })).not.toBeInTheDocument();
  });
});

test("a bucket that cannot be asked offers nothing", async () => {
  render(<UpdateOffer />);
  const asked = vi.spyOn(globalThis, "fetch");
  comeBack(10);
  await waitFor(() => {
    expect(asked).toHaveBeenCalledOnce();
  });
  expect(screen.queryByRole("button")).not.toBeInTheDocument();
});
