// Vercel's AI SDK, unchanged, against the running service: through its providers for compatible servers and for OpenAI.

import assert from "node:assert/strict";
import { test } from "node:test";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { APICallError, Output, generateText, stepCountIs, streamText, tool } from "ai";
import { ALIAS, BARE, GUARDED, MODELS, Pod, QUESTION, SCALING, Scale, TOLD, guardedUrl, key, readmeLine, running, untilIdle, url } from "./served.js";

const providers = {
  compatible: (baseURL, apiKey) =>
    createOpenAICompatible({ name: "assistant", baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true }),
  chat: (baseURL, apiKey) => createOpenAI({ baseURL, apiKey }).chat,
  responses: (baseURL, apiKey) => createOpenAI({ baseURL, apiKey }),
};
const common = { temperature: 0, maxRetries: 0 };
const scale = { description: "Scales a deployment.", inputSchema: Scale };

test("the line in the README", async () => {
  const provider = readmeLine({ createOpenAICompatible });
  assert.ok((await generateText({ ...common, model: provider(ALIAS), prompt: QUESTION, maxOutputTokens: 4 })).text);
});

for (const [name, provider] of Object.entries(providers)) {
  const here = provider(url, "none");

  for (const id of MODELS) {
    test(`${name}, ${id}: a stream says what a whole answer says and counts the same`, async () => {
      const options = { ...common, model: here(id), prompt: QUESTION, maxOutputTokens: 20 };
      const whole = await generateText(options);
      const stream = streamText(options);
      let text = "";
      for await (const piece of stream.textStream) text += piece;
      assert.ok(text);
      assert.equal(text, whole.text);
      const usage = await stream.usage;
      assert.ok(usage.outputTokens > 0);
      assert.deepEqual([usage.inputTokens, usage.outputTokens], [whole.usage.inputTokens, whole.usage.outputTokens]);
      assert.equal(await stream.finishReason, whole.finishReason);
    });

    test(`${name}, ${id}: an object of a schema, whole and streamed`, async () => {
      const options = { ...common, model: here(id), prompt: TOLD, maxOutputTokens: 300, output: Output.object({ schema: Pod }) };
      const whole = await generateText(options);
      Pod.parse(whole.output);
      const stream = streamText(options);
      let last;
      for await (const partial of stream.partialOutputStream) last = partial;
      assert.deepEqual(last, whole.output);
    });
  }

  for (const toolChoice of ["required", { type: "tool", toolName: "scale" }]) {
    test(`${name}: calls (${toolChoice.type ?? toolChoice}) whole and streamed`, async () => {
      const options = { ...common, model: here(BARE), prompt: SCALING, maxOutputTokens: 300, tools: { scale: tool(scale) }, toolChoice };
      const whole = await generateText(options);
      assert.equal(whole.finishReason, "tool-calls");
      for (const call of whole.toolCalls) Scale.parse(call.input);
      const streamed = await streamText(options).toolCalls;
      assert.deepEqual(streamed.map((call) => call.input), whole.toolCalls.map((call) => call.input));
    });
  }

  test(`${name}: an agent calls and answers with the result`, async () => {
    for (const ask of [generateText, streamText]) {
      const called = [];
      const execute = (order) => {
        called.push(order);
        return "scaled";
      };
      const result = await ask({
        ...common,
        model: here(BARE),
        prompt: SCALING,
        maxOutputTokens: 300,
        tools: { scale: tool({ ...scale, execute }) },
        prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? "required" : "none" }),
        stopWhen: stepCountIs(2),
      });
      const steps = await result.steps;
      assert.equal(steps.length, 2);
      assert.ok(called.length);
      assert.ok(await result.text);
    }
  });

  for (const [status, fields, param] of [
    [400, { topP: 9 }, "top_p"],
    [404, { model: here("none-such") }, "model"],
    [401, { model: provider(guardedUrl, "wrong")(BARE) }, null],
  ]) {
    test(`${name}: ${status} becomes the client's own error`, async () => {
      const options = { ...common, model: here(BARE), prompt: QUESTION, maxOutputTokens: 4, ...fields };
      await assert.rejects(generateText(options), (error) => {
        assert.ok(APICallError.isInstance(error));
        assert.equal(error.statusCode, status);
        assert.equal(error.data.error.param, param);
        assert.equal(error.message, error.data.error.message);
        return true;
      });
    });
  }

  test(`${name}: a conversation goes on with what was said, on a server that keeps responses`, async () => {
    const model = provider(guardedUrl, key)(GUARDED);
    const question = { role: "user", content: QUESTION };
    const first = await generateText({ ...common, model, messages: [question], maxOutputTokens: 8 });
    const messages = [question, ...first.response.messages, { role: "user", content: "And?" }];
    const second = await generateText({ ...common, model, messages, maxOutputTokens: 8 });
    assert.ok(second.usage.inputTokens > first.usage.inputTokens + first.usage.outputTokens);
  });

  test(`${name}: a stream that is aborted ends the answer`, async () => {
    const leaving = new AbortController();
    const stream = streamText({
      ...common,
      model: here(BARE),
      prompt: QUESTION,
      maxOutputTokens: 6000,
      abortSignal: leaving.signal,
      providerOptions: { assistant: { ignore_eos: true } }, // understood by the provider for compatible servers
    });
    for await (const _ of stream.textStream) {
      assert.ok(await running());
      leaving.abort();
      break;
    }
    await untilIdle();
  });
}

test("responses: a conversation goes on without a server that keeps them, where it is told not to store", async () => {
  const options = { ...common, model: providers.responses(url, "none")(BARE), maxOutputTokens: 8 };
  const question = { role: "user", content: QUESTION };
  const first = await generateText({ ...options, messages: [question] });
  const messages = [question, ...first.response.messages, { role: "user", content: "And?" }];
  await assert.rejects(generateText({ ...options, messages }), /ASSISTANT_RESPONSE_STORE_BYTES/);
  const second = await generateText({ ...options, messages, providerOptions: { openai: { store: false } } });
  assert.ok(second.usage.inputTokens > first.usage.inputTokens);
});
