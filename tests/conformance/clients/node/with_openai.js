// OpenAI's client for JavaScript, unchanged, against the running service.

import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";
import { zodFunction, zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import { ALIAS, BARE, GUARDED, MODELS, Pod, QUESTION, SCALING, Scale, TOLD, guardedUrl, key, readmeLine, running, untilIdle, url } from "./served.js";

const client = new OpenAI({ baseURL: url, apiKey: "none", maxRetries: 0 });
const guarded = new OpenAI({ baseURL: guardedUrl, apiKey: key, maxRetries: 0 });
const hello = [{ role: "user", content: QUESTION }];
const scale = zodFunction({ name: "scale", description: "Scales a deployment.", parameters: Scale });

test("the line in the README", async () => {
  const options = { model: ALIAS, messages: hello, max_tokens: 4 };
  assert.ok((await readmeLine({ OpenAI }).chat.completions.create(options)).choices[0].message.content);
});

for (const model of MODELS) {
  test(`${model}: a stream says what a whole answer says and counts the same`, async () => {
    const options = { model, messages: hello, max_tokens: 20, temperature: 0 };
    const whole = await client.chat.completions.create(options);
    const stream = await client.chat.completions.create({ ...options, stream: true, stream_options: { include_usage: true } });
    let text = "";
    let usage;
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage ?? usage;
    }
    assert.ok(text);
    assert.equal(text, whole.choices[0].message.content);
    assert.equal(usage.prompt_tokens, whole.usage.prompt_tokens);
    assert.equal(usage.completion_tokens, whole.usage.completion_tokens);
  });

  test(`${model}: an answer that the client parses`, async () => {
    const messages = [{ role: "user", content: TOLD }];
    const options = { model, max_tokens: 300, temperature: 0 };
    const chat = await client.chat.completions.parse({ ...options, messages, response_format: zodResponseFormat(Pod, "pod") });
    Pod.parse(chat.choices[0].message.parsed);
    const response = await client.responses.parse({
      model,
      max_output_tokens: 300,
      temperature: 0,
      input: messages,
      text: { format: zodTextFormat(Pod, "pod") },
    });
    Pod.parse(response.output_parsed);
  });

  test(`${model}: a response whole and streamed`, async () => {
    const options = { model, input: QUESTION, max_output_tokens: 20, temperature: 0 };
    const whole = await client.responses.create(options);
    const stream = client.responses.stream(options);
    let text = "";
    stream.on("response.output_text.delta", (event) => (text += event.delta));
    const final = await stream.finalResponse();
    assert.ok(text);
    assert.equal(text, whole.output_text);
    assert.equal(final.output_text, whole.output_text);
    assert.equal(final.usage.output_tokens, whole.usage.output_tokens);
  });
}

for (const [name, choice] of Object.entries({ required: "required", named: { type: "function", function: { name: "scale" } } })) {
  test(`calls (${name}) whole and streamed, and their results`, async () => {
    const messages = [{ role: "user", content: SCALING }];
    const options = { model: BARE, messages, tools: [scale], max_tokens: 300, temperature: 0 };
    const first = await client.chat.completions.parse({ ...options, tool_choice: choice });
    const streamed = await client.chat.completions.stream({ ...options, tool_choice: choice }).finalChatCompletion();
    const { message, finish_reason } = first.choices[0];
    assert.equal(finish_reason, "tool_calls");
    assert.equal(streamed.choices[0].finish_reason, "tool_calls");
    const calls = message.tool_calls.map((call) => call.function.arguments);
    assert.deepEqual(streamed.choices[0].message.tool_calls.map((call) => call.function.arguments), calls);
    for (const call of message.tool_calls) Scale.parse(call.function.parsed_arguments);
    const results = message.tool_calls.map((call) => ({ role: "tool", tool_call_id: call.id, content: "scaled" }));
    const second = await client.chat.completions.create({
      ...options,
      messages: [...messages, message, ...results],
      tool_choice: "none",
    });
    assert.ok(second.choices[0].message.content);
  });
}

test("the client runs the functions itself", async () => {
  const called = [];
  const runner = client.chat.completions.runTools({
    model: BARE,
    messages: [{ role: "user", content: SCALING }],
    max_tokens: 300,
    temperature: 0,
    tools: [zodFunction({ name: "scale", parameters: Scale, function: (order) => void called.push(order) ?? "scaled" })],
    tool_choice: { type: "function", function: { name: "scale" } }, // it stops after the one call
  });
  await runner.done();
  assert.equal(called.length, 1);
  Scale.parse(called[0]);
});

test("calls of a response, and their results", async () => {
  const { name, description, parameters } = scale.function;
  const tools = [{ type: "function", name, description, parameters, strict: true }];
  const input = [{ role: "user", content: SCALING }];
  const options = { model: BARE, tools, max_output_tokens: 300, temperature: 0 };
  const first = await client.responses.create({ ...options, input, tool_choice: "required" });
  const calls = first.output.filter((item) => item.type === "function_call");
  assert.ok(calls.length);
  for (const call of calls) Scale.parse(JSON.parse(call.arguments));
  const results = calls.map((call) => ({ type: "function_call_output", call_id: call.call_id, output: "scaled" }));
  const second = await client.responses.create({ ...options, input: [...input, ...first.output, ...results], tool_choice: "none" });
  assert.ok(second.output_text);
});

test("a response that is kept, gone on with, and deleted", async () => {
  const options = { model: GUARDED, max_output_tokens: 8, temperature: 0 };
  const first = await guarded.responses.create({ ...options, input: QUESTION });
  assert.equal((await guarded.responses.retrieve(first.id)).output_text, first.output_text);
  const second = await guarded.responses.create({ ...options, input: "And?", previous_response_id: first.id });
  assert.ok(second.usage.input_tokens > first.usage.input_tokens);
  await guarded.responses.delete(first.id);
  await assert.rejects(guarded.responses.retrieve(first.id), OpenAI.NotFoundError);
});

test("models", async () => {
  const found = [];
  for await (const model of client.models.list()) found.push(model.id);
  assert.deepEqual(found, MODELS);
});

const stranger = new OpenAI({ baseURL: guardedUrl, apiKey: "wrong", maxRetries: 0 });
for (const [asked, fields, kind, param, code] of [
  [client, { temperature: 9 }, OpenAI.BadRequestError, "temperature", "invalid_value"],
  [client, { model: "none-such" }, OpenAI.NotFoundError, "model", "model_not_found"],
  [stranger, {}, OpenAI.AuthenticationError, null, "invalid_api_key"],
]) {
  test(`an error becomes the client's own: ${code}`, async () => {
    for (const answer of [
      () => asked.chat.completions.create({ model: BARE, messages: hello, ...fields }),
      () => asked.chat.completions.create({ model: BARE, messages: hello, stream: true, ...fields }),
      () => asked.responses.create({ model: BARE, input: QUESTION, ...fields }),
    ]) {
      await assert.rejects(answer, (error) => {
        assert.ok(error instanceof kind);
        assert.deepEqual([error.param, error.code], [param, code]);
        assert.ok(error.requestID);
        return true;
      });
    }
  });
}

test("a stream that is left or aborted ends the answer", async () => {
  const options = { model: BARE, messages: hello, max_tokens: 6000, ignore_eos: true, stream: true };
  for await (const _ of await client.chat.completions.create(options)) {
    assert.ok(await running());
    break;
  }
  await untilIdle();
  const stream = await client.chat.completions.create(options);
  for await (const _ of stream) stream.controller.abort();
  await untilIdle();
});
