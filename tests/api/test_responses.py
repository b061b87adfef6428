"""The route for responses against the running service with a small model."""

import json
import random
import string

import httpx
import pytest
from transformers import AutoTokenizer

from tests.api.asking import BARE, ask, error_of, wait_until_idle
from tests.api.test_structured_output import SCHEMA
from tests.server import Server

SCALE = {
    "type": "function",
    "name": "scale",
    "parameters": {
        "type": "object",
        "properties": {"replicas": {"type": "integer", "minimum": 0, "maximum": 9}},
        "required": ["replicas"],
        "additionalProperties": False,
    },
}


def respond(client, **fields) -> httpx.Response:
    body = {"model": BARE, "input": "hello", "max_output_tokens": 6, "temperature": 0, **fields}
    return client.post("/v1/responses", content=json.dumps(body), headers={"content-type": "application/json"})


def events(response: httpx.Response) -> list[dict]:
    """The events of a whole stream, their names and numbers checked."""
    assert response.status_code == 200, response.text
    blocks = response.text.split("\n\n")
    assert blocks[-1] == ""
    found = []
    for number, block in enumerate(blocks[:-1]):
        name, data = block.split("\n")
        found.append(json.loads(data.removeprefix("data: ")))
        assert name == f"event: {found[-1]['type']}"
        assert found[-1]["sequence_number"] == number
    return found


def without_ids(value):
    if isinstance(value, dict):
        return {
            key: without_ids(item)
            for key, item in value.items()
            if key not in ("id", "call_id", "created_at", "item_id", "usage")
        }
    return [without_ids(item) for item in value] if isinstance(value, list) else value


@pytest.fixture(scope="module")
def keeping(llama_folder, tmp_path_factory):
    settings = {
        "ASSISTANT_MODEL": str(llama_folder),
        "ASSISTANT_KV_CACHE_BYTES": str(16 << 20),
        "ASSISTANT_RESPONSE_STORE_BYTES": "20000",
    }
    with Server(settings, log=tmp_path_factory.mktemp("keeping") / "log") as server:
        server.wait_until_ready()
        with httpx.Client(base_url=server.url, timeout=60) as client:
            yield client


@pytest.mark.parametrize("model", [BARE, "devops-assistant"])
def test_an_answer_is_that_of_the_chat(client, model):
    body = respond(client, model=model, instructions="Be brief.").json()
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "hello"}]
    chat = client.post(
        "/v1/chat/completions", json={"model": model, "messages": messages, "max_tokens": 6, "temperature": 0}
    ).json()
    [item] = body["output"]
    assert item["content"][0]["text"] == chat["choices"][0]["message"]["content"]
    assert (body["status"], body["incomplete_details"]) == ("incomplete", {"reason": "max_output_tokens"})
    assert (body["usage"]["input_tokens"], body["usage"]["output_tokens"]) == (chat["usage"]["prompt_tokens"], 6)
    assert (body["object"], body["store"], body["error"]) == ("response", False, None)


def test_a_stream_tells_the_same_response_step_by_step(client):
    whole = respond(client).json()
    stream = events(respond(client, stream=True))
    assert [event["type"] for event in stream[:4]] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
    ]
    assert [event["type"] for event in stream[-4:]] == [
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.incomplete",
    ]
    text = "".join(event["delta"] for event in stream if event["type"] == "response.output_text.delta")
    assert text == whole["output"][0]["content"][0]["text"] == stream[-4]["text"]
    assert without_ids(stream[-1]["response"]) == without_ids(whole)
    assert {event["response"]["id"] for event in stream if "response" in event} == {stream[-1]["response"]["id"]}


def test_items_are_the_conversation_that_messages_are(client):
    call = {"type": "function_call", "call_id": "c1", "name": "scale", "arguments": '{"replicas": 3}'}
    items = [
        {"role": "developer", "content": "Be brief."},
        {
            "type": "message",
            "role": "user",
            "content": [{"type": "input_text", "text": "scale "}, {"type": "input_text", "text": "it"}],
        },
        {
            "type": "message",
            "role": "assistant",
            "id": "msg_1",
            "status": "completed",
            "content": [{"type": "output_text", "text": "So"}],
        },
        {**call, "id": "fc_1", "status": "completed"},
        {"type": "function_call_output", "call_id": "c1", "output": "done"},
    ]
    function = {"name": "scale", "arguments": '{"replicas": 3}'}
    messages = [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "scale it"},
        {"role": "assistant", "content": "So", "tool_calls": [{"id": "c1", "type": "function", "function": function}]},
        {"role": "tool", "tool_call_id": "c1", "content": "done"},
    ]
    counted = client.post("/tokenize", json={"model": BARE, "messages": messages}).json()["count"]
    assert respond(client, input=items).json()["usage"]["input_tokens"] == counted


@pytest.mark.parametrize("choice", ["required", {"type": "function", "name": "scale"}])
def test_calls_come_as_items_whole_and_streamed(client, choice):
    fields = {"tools": [SCALE], "tool_choice": choice, "temperature": 1.0, "top_p": 0.9, "max_output_tokens": 300}
    body = respond(client, **fields).json()
    assert body["status"] == "completed"
    assert body["output"]
    for item in body["output"]:
        assert (item["type"], item["name"], item["status"]) == ("function_call", "scale", "completed")
        assert 0 <= json.loads(item["arguments"])["replicas"] <= 9
    stream = events(respond(client, stream=True, **fields))
    final = stream[-1]["response"]["output"]
    for index, item in enumerate(final):
        deltas = [e["delta"] for e in stream if e["type"].endswith("arguments.delta") and e["output_index"] == index]
        [done] = [e for e in stream if e["type"].endswith("arguments.done") and e["output_index"] == index]
        assert "".join(deltas) == done["arguments"] == item["arguments"]


def test_text_keeps_to_a_schema(client):
    form = {"format": {"type": "json_schema", "name": "deployment", "schema": SCHEMA, "strict": True}}
    body = respond(client, text=form, max_output_tokens=300).json()
    assert set(json.loads(body["output"][0]["content"][0]["text"])) == {"name", "replicas", "ports"}
    assert body["text"]["format"]["name"] == "deployment"


def test_logprobs_where_they_are_included(client):
    fields = {"include": ["message.output_text.logprobs"], "top_logprobs": 2}
    told = respond(client, **fields).json()["output"][0]["content"][0]["logprobs"]
    assert len(told) == 6
    assert all(len(token["top_logprobs"]) == 2 for token in told)


def test_tokens_that_are_no_text_yet_are_told_with_the_first_text(client, llama_folder):
    half = AutoTokenizer.from_pretrained(llama_folder)("\U0001fae0", add_special_tokens=False)["input_ids"][0]
    fields = {"include": ["message.output_text.logprobs"], "logit_bias": {str(half): 100}}
    told = respond(client, **fields).json()["output"][0]["content"][0]["logprobs"]
    assert len(told) == 6
    assert len({tuple(token["bytes"]) for token in told}) == 1
    streamed = [event for event in events(respond(client, stream=True, **fields)) if "logprobs" in event and "delta" in event]
    assert [token for event in streamed for token in event["logprobs"]] == told


def test_calls_that_stand_together_are_one_message_and_results_need_theirs(client):
    def call(name):
        return {"type": "function_call", "call_id": name, "name": name, "arguments": "{}"}

    items = [{"role": "user", "content": "x"}, {"role": "assistant", "content": "I look."}, call("a"), call("b")]
    results = [{"type": "function_call_output", "call_id": name, "output": name} for name in ("b", "a")]
    told = {"tool_calls": [{"id": n, "type": "function", "function": {"name": n, "arguments": "{}"}} for n in "ab"]}
    messages = [items[0], {**items[1], **told}, *({"role": "tool", "tool_call_id": n, "content": n} for n in "ba")]
    chat = ask(client, messages=messages).json()["usage"]["prompt_tokens"]
    assert respond(client, input=items + results).json()["usage"]["input_tokens"] == chat
    refused = respond(client, input=[*items, *results, {**results[0], "call_id": "c"}])
    assert (refused.status_code, error_of(refused)["param"]) == (400, "input[6].call_id")


def test_a_response_is_gone_on_with(keeping):
    first = respond(keeping, instructions="Be brief.").json()
    assert first["store"] is True
    assert keeping.get(f"/v1/responses/{first['id']}").json() == first
    assert error_of(keeping.get(f"/v1/responses/{first['id']}?stream=true"))["param"] == "stream"
    second = respond(keeping, input="and then?", previous_response_id=first["id"]).json()
    items = [{"role": "user", "content": "hello"}, first["output"][0], {"role": "user", "content": "and then?"}]
    assert second["usage"]["input_tokens"] == respond(keeping, input=items, store=False).json()["usage"]["input_tokens"]
    streamed = events(respond(keeping, stream=True))[-1]["response"]["id"]
    assert respond(keeping, previous_response_id=streamed).status_code == 200


@pytest.mark.parametrize("named", [{"type": "item_reference"}, {"type": None}, {}])
def test_an_item_of_a_response_that_is_kept_may_be_referred_to(keeping, named):
    fields = {"tools": [SCALE], "tool_choice": "required", "max_output_tokens": 300, "parallel_tool_calls": False}
    [said] = respond(keeping).json()["output"]
    [call] = events(respond(keeping, stream=True, **fields))[-1]["response"]["output"]
    result = {"type": "function_call_output", "call_id": call["call_id"], "output": "done"}
    question = {"role": "user", "content": "hello"}
    whole = respond(keeping, input=[question, said, question, call, result]).json()
    referring = respond(keeping, input=[question, {**named, "id": said["id"]}, question, {**named, "id": call["id"]}, result])
    assert without_ids(referring.json()["output"]) == without_ids(whole["output"])
    assert referring.json()["usage"]["input_tokens"] == whole["usage"]["input_tokens"]


def test_an_item_that_is_not_kept_is_not_found(keeping):
    first = respond(keeping).json()
    reference = {"type": "item_reference", "id": first["output"][0]["id"]}
    keeping.delete(f"/v1/responses/{first['id']}")
    for unknown in (reference, {"id": "msg_none"}):
        refused = respond(keeping, input=[{"role": "user", "content": "hello"}, unknown])
        assert refused.status_code == 404
        assert (error_of(refused)["code"], error_of(refused)["param"]) == ("response_not_found", "input[1].id")


def test_a_response_that_is_deleted_or_was_not_to_be_kept_or_is_old_is_not_found(keeping):
    gone = respond(keeping).json()["id"]
    assert keeping.delete(f"/v1/responses/{gone}").json() == {"id": gone, "object": "response", "deleted": True}
    unkept = respond(keeping, store=False).json()["id"]
    old = respond(keeping).json()["id"]
    for _ in range(12):
        respond(keeping)
    for identity in (gone, unkept, old, "resp_none"):
        assert keeping.get(f"/v1/responses/{identity}").status_code == 404
        refused = respond(keeping, previous_response_id=identity)
        assert (refused.status_code, error_of(refused)["code"]) == (404, "response_not_found")


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"input": []}, "input"),
        ({"input": [{"type": "image_generation_call"}]}, "input[0]"),
        ({"input": [{"role": "user"}]}, "input[0].content"),
        ({"input": [{"type": "function_call_output", "call_id": "x", "output": "y"}]}, "input[0].call_id"),
        ({"input": [{"role": "user", "content": [{"type": "input_image", "image_url": "x"}]}]}, "input[0].content[0].type"),
        ({"input": [{"type": "item_reference", "id": "msg_1"}]}, "input[0].id"),  # no store
        ({"input": [{"type": "item_reference"}]}, "input[0].id"),
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"store": True}, "store"),
        ({"background": True}, "background"),
        ({"truncation": "auto"}, "truncation"),
        ({"text": {"verbosity": "low"}}, "text.verbosity"),
        ({"max_tokens": 5}, "max_tokens"),
        ({"guided_json": {}}, "guided_json"),
        ({"reasoning": {"effort": "high"}}, "reasoning"),
        ({"include": ["file_search_call.results"]}, "include"),
        ({"top_logprobs": 2}, "top_logprobs"),
        ({"top_logprobs": 2, "include": []}, "top_logprobs"),
        ({"tools": [{"type": "web_search"}]}, "tools[0].type"),
        ({"tools": [SCALE, {"type": "function", "name": "f", "parameters": {"not": {}}}]}, "tools[1].parameters"),
        (
            {"text": {"format": {"type": "json_schema", "name": "a", "schema": {"not": {}}}}},
            "text.format.schema",
        ),
        ({"tools": [{"type": "function"}]}, "tools[0].name"),
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tool_choice": {"type": "function"}}, "tool_choice.name"),
        ({"text": {"format": {"type": "json_schema", "name": "x"}}}, "text.format.schema"),
        ({"max_output_tokens": 0}, "max_output_tokens"),
        ({"metadata": {"a": "\ud800"}}, "metadata.a"),
        ({"user": "\ud800"}, "user"),
        ({"tools": [{**SCALE, "description": "\ud800"}]}, "tools[0].description"),
    ],
)
def test_bad_input_is_refused_with_the_name_of_the_field(client, fields, param):
    response = respond(client, **fields)
    assert response.status_code == 400
    assert error_of(response)["param"] == param
    wait_until_idle(client)


ASSISTANT = "devops-assistant"
CONFIGMAP = "write a configmap named settings with LOG_LEVEL=debug"


def test_what_code_knows_stands_on_the_message(client):
    [item] = respond(client, model=ASSISTANT, input=CONFIGMAP).json()["output"]
    messages = [{"role": "user", "content": CONFIGMAP}]
    chat = ask(client, model=ASSISTANT, messages=messages, max_tokens=6, temperature=0).json()["choices"][0]["message"]
    assert item["content"][0]["text"] == chat["content"]
    assert item["assistant"] == chat["assistant"]
    assert item["assistant"]["references"][0]["source"] == "template"
    assert item["assistant"]["checks"][0]["status"] == "no_findings"


def test_in_a_stream_references_come_with_the_message_and_checks_behind_their_blocks(client):
    stream = events(respond(client, model=ASSISTANT, input=CONFIGMAP, stream=True))
    [added] = [event["item"]["assistant"] for event in stream if event["type"] == "response.output_item.added"]
    assert added["references"]
    assert added["checks"] == []
    deltas = [event for event in stream if event["type"] == "response.output_text.delta"]
    later = [event["assistant"] for event in deltas if "assistant" in event]
    assert all(event["delta"] == "" for event in deltas if "assistant" in event)
    [item] = stream[-1]["response"]["output"]
    for name in ("references", "redactions", "excerpts", "checks", "risks"):
        assert [each for notes in (added, *later) for each in notes[name]] == item["assistant"][name]
    assert len(item["assistant"]["checks"]) == 2
    first = next(index for index, event in enumerate(deltas) if "assistant" in event)
    assert "".join(event["delta"] for event in deltas[:first]).rstrip().endswith("```")
    done = next(event["item"] for event in stream if event["type"] == "response.output_item.done")
    assert done == item


def test_the_bare_model_has_no_such_field(client):
    stream = respond(client, stream=True)
    assert '"assistant":' not in stream.text


@pytest.mark.parametrize("stream", [False, True])
def test_redactions_are_told_and_no_secret_comes_back_or_is_kept(keeping, stream):
    secret = "".join(random.Random(3).choices(string.ascii_letters + string.digits, k=20)) + "8x"
    fields = {"instructions": f"The password is: {secret}", "input": f"DB_PASSWORD={secret}\nwhy does it fail?"}
    answer = respond(keeping, model=ASSISTANT, stream=stream, **fields)
    body = events(answer)[-1]["response"] if stream else answer.json()
    told = body["output"][0]["assistant"]["redactions"]
    assert {each["placeholder"] for each in told} == {"REDACTED_PASSWORD_1"}
    assert {each["message"] for each in told} == {0, 1}
    kept = keeping.get(f"/v1/responses/{body['id']}")
    assert kept.json()["output"] == body["output"]
    assert secret not in answer.text + kept.text


def test_an_answer_of_calls_alone_has_it_on_the_first(client):
    secret = "".join(random.Random(5).choices(string.ascii_letters + string.digits, k=20)) + "8x"
    fields = {"tools": [SCALE], "tool_choice": "required", "max_output_tokens": 300, "input": f"DB_PASSWORD={secret}"}
    body = respond(client, model=ASSISTANT, **fields).json()
    assert [item["type"] for item in body["output"]] == ["function_call"] * len(body["output"])
    assert body["output"][0]["assistant"]["redactions"][0]["type"] == "password"
    stream = events(respond(client, model=ASSISTANT, stream=True, **fields))
    added = next(event["item"] for event in stream if event["type"] == "response.output_item.added")
    assert added["assistant"]["redactions"] == body["output"][0]["assistant"]["redactions"]
