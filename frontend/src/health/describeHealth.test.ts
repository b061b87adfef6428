import { describe, expect, test } from "vitest";

import { LOADING, READY, REMOTE } from "../testing/fakeApi";
import { describeHealth } from "./describeHealth";

describe("describeHealth", () => {
  test("a ready server has a model", () => {
    expect(describeHealth(READY)).toEqual({
      status: "ready",
      model: { id: "smollm2-135m-instruct", embedded: true, summary: "smollm2-135m-instruct · embedded · CPU", version: "0.1.0" },
      queue: { running: 0, waiting: 0, max_running: 16, max_waiting: 64 },
    });
  });

  test("a GPU is called one", () => {
    const engine = { runner: "torch" as const, device: "cuda:0", dtype: "bfloat16", threads: 2, host: null };
    expect(describeHealth({ ...READY, engine })).toMatchObject({
      model: { summary: "smollm2-135m-instruct · embedded · GPU:0" },
    });
  });

  test("a loading server has no model yet", () => {
    expect(describeHealth(LOADING)).toEqual({ status: "loading", model: null, reason: "The weights are being read." });
  });

  test("a model on an inference server is shown with the server", () => {
    expect(describeHealth(REMOTE)).toMatchObject({
      status: "ready",
      model: { embedded: false, summary: "meta-llama/Llama-3.2-1B-Instruct · remote · gpu-1:8000" },
    });
  });

  test("a server whose inference server is away waits for it", () => {
    const reason = "The inference server at gpu-1:8000 cannot be reached.";
    expect(describeHealth({ ...REMOTE, status: "loading", reason })).toMatchObject({ status: "waiting", reason });
    expect(describeHealth({ ...REMOTE, status: "loading", reason, model: null })).toEqual({
      status: "waiting",
      model: null,
      reason,
    });
  });

  test("a server that is shutting down says so", () => {
    expect(describeHealth({ ...READY, status: "stopping", reason: "The server is shutting down." })).toMatchObject({
      status: "stopping",
      reason: "The server is shutting down.",
    });
  });

  test.each([
    [15, 64, "ready"],
    [16, 63, "ready"],
    [16, 64, "overloaded"],
  ])("%i running and %i waiting of 16 and 64 is %s", (running, waiting, status) => {
    const queue = { running, waiting, max_running: 16, max_waiting: 64 };
    expect(describeHealth({ ...READY, queue })).toMatchObject({ status });
  });
});
