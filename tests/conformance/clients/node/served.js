// What the tests of all clients of Node ask, and of which servers.

import { z } from "zod";

export const url = `${process.env.SERVER_URL}/v1`; // the embedded model
export const guardedUrl = `${process.env.GUARDED_URL}/v1`; // asks for a key, and keeps responses
export const key = process.env.GUARDED_KEY;

// What the README says of the client, with the address of the server.
export const readmeLine = (scope) => new Function(...Object.keys(scope), `return ${process.env.README_LINE}`)(...Object.values(scope));

export const ALIAS = "devops-assistant";
export const BARE = "smollm2-135m-instruct";
export const GUARDED = "llama-3.2-tiny-instruct"; // the bare model of the server that asks for keys
export const MODELS = [ALIAS, BARE];
export const QUESTION = "What does kubectl logs do?";
export const TOLD = "The pod web-1 runs and was restarted twice.";
export const SCALING = "Scale the deployment web to 3.";

export const Pod = z.object({
  name: z.string().max(20),
  phase: z.enum(["Running", "Pending", "Failed"]),
  restarts: z.int().min(0).max(99),
});
export const Scale = z.object({ deployment: z.string().max(20), replicas: z.int().min(0).max(9) });

// How many answers the server works on.
export async function running() {
  const health = await fetch(`${url}/health`);
  return (await health.json()).queue.running;
}

// Waits for less than a long answer takes until the server works on nothing.
export async function untilIdle() {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await running()) === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("the server goes on with an answer that nobody reads");
}
