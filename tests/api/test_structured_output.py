"""JSON and calls of functions against the running service: random weights, so only the constraint makes them right."""

import json

import jsonschema
import pytest

from tests.api.asking import BARE, HELLO, ask, error_of
from tests.api.test_chat_completions import events

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "maxLength": 8},
        "replicas": {"type": "integer", "minimum": 1, "maximum": 9},
        "ports": {"type": "array", "items": {"enum": [80, 443]}, "minItems": 1, "maxItems": 3},
    },
    "required": ["name", "replicas", "ports"],
    "additionalProperties": False,
}
SCALE = {
    "type": "function",
    "function": {
        "name": "scale",
        "description": "Scales a deployment.",
        "parameters": {
            "type": "object",
            "properties": {"replicas": {"type": "integer", "minimum": 0, "maximum": 50}, "wait": {"type": "boolean"}},
            "required": ["replicas", "wait"],
            "additionalProperties": False,
        },
    },
}
NOW = {"type": "function", "function": {"name": "now"}}
MANY = {"max_tokens": 600}


def form(schema: dict) -> dict:
    return {"type": "json_schema", "json_schema": {"name": "deployment", "schema": schema, "strict": True}}


def streamed(response) -> tuple[str, list[dict], str]:
    """Text, calls and finish reason of a stream, put together as clients do."""
    text, calls, end = "", {}, None
    for choice in (choice for chunk in events(response) for choice in chunk["choices"]):
        text += choice["delta"].get("content") or ""
        for piece in choice["delta"].get("tool_calls", []):
            if piece["index"] not in calls:
                calls[piece["index"]] = {"id": piece["id"], "name": piece["function"]["name"], "arguments": ""}
            calls[piece["index"]]["arguments"] += piece["function"]["arguments"]
        end = choice["finish_reason"] or end
    return text, list(calls.values()), end


@pytest.mark.parametrize("model", [BARE, "devops-assistant"])
@pytest.mark.parametrize("temperature", [0, 1.5])
def test_an_answer_keeps_to_its_schema_whole_and_streamed(client, model, temperature):
    fields = {"model": model, "temperature": temperature, "seed": 4, "response_format": form(SCHEMA), **MANY}
    [choice] = ask(client, **fields).json()["choices"]
    assert choice["finish_reason"] == "stop"
    jsonschema.validate(json.loads(choice["message"]["content"]), SCHEMA)
    text, calls, end = streamed(ask(client, stream=True, **fields))
    assert (text, calls, end) == (choice["message"]["content"], [], "stop")


def test_json_object_is_an_object(client):
    for seed in range(4):
        [choice] = ask(client, seed=seed, response_format={"type": "json_object"}, max_tokens=60).json()["choices"]
        if choice["finish_reason"] == "stop":
            assert isinstance(json.loads(choice["message"]["content"]), dict)
        else:
            assert choice["message"]["content"].startswith("{")


@pytest.mark.parametrize("choice", ["required", {"type": "function", "function": {"name": "scale"}}])
@pytest.mark.parametrize("seed", range(3))
def test_calls_that_are_demanded_validate_whole_and_streamed(client, choice, seed):
    fields = {"tools": [SCALE, NOW], "tool_choice": choice, "temperature": 1.2, "seed": seed, **MANY}
    [answer] = ask(client, **fields).json()["choices"]
    assert answer["finish_reason"] == "tool_calls"
    assert answer["message"]["content"] is None
    calls = answer["message"]["tool_calls"]
    assert calls
    for call in calls:
        assert call["id"].startswith("call_")
        arguments = json.loads(call["function"]["arguments"])
        jsonschema.validate(
            arguments, SCALE["function"]["parameters"] if call["function"]["name"] == "scale" else {"maxProperties": 0}
        )
    if choice != "required":
        assert [call["function"]["name"] for call in calls] == ["scale"]
    text, pieces, end = streamed(ask(client, stream=True, **fields))
    assert (text, end) == ("", "tool_calls")
    assert [(p["name"], p["arguments"]) for p in pieces] == [tuple(c["function"].values()) for c in calls]
    assert all(piece["id"] for piece in pieces)


def test_one_call_at_most_where_that_is_asked_for(client):
    fields = {"tools": [SCALE, NOW], "tool_choice": "required", "parallel_tool_calls": False, "temperature": 1.5, **MANY}
    counts = [len(ask(client, seed=seed, **fields).json()["choices"][0]["message"]["tool_calls"]) for seed in range(4)]
    assert counts == [1] * 4


def test_none_and_auto_leave_text_to_the_model(client):
    without = ask(client, temperature=0).json()["choices"][0]["message"]
    none = ask(client, temperature=0, tools=[SCALE], tool_choice="none").json()["choices"][0]["message"]
    assert none == without
    auto = ask(client, tools=[SCALE], temperature=0).json()
    assert auto["usage"]["prompt_tokens"] > 50  # it was told of the function
    assert auto["choices"][0]["message"]["content"]  # random weights write no call
    assert auto["choices"][0]["finish_reason"] == "length"


def test_only_allowed_tools_are_called(client):
    allowed = {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [NOW]}}
    message = ask(client, tools=[SCALE, NOW], tool_choice=allowed, **MANY).json()["choices"][0]["message"]
    assert {call["function"]["name"] for call in message["tool_calls"]} == {"now"}


def test_calls_and_results_go_back_into_the_conversation(client):
    first = ask(client, tools=[SCALE], tool_choice="required", **MANY).json()["choices"][0]["message"]
    results = [{"role": "tool", "tool_call_id": call["id"], "content": "done"} for call in first["tool_calls"]]
    second = ask(client, messages=[*HELLO, first, *results], tools=[SCALE]).json()
    assert second["choices"][0]["finish_reason"]
    assert ask(client, messages=[*HELLO, first, *results]).status_code == 200


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"response_format": form({"type": "object", "not": {"required": ["a"]}})}, "response_format.json_schema.schema"),
        ({"response_format": form({"type": "wizard"})}, "response_format.json_schema.schema"),
        (
            {
                "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "not": {}}}}],
                "tool_choice": "required",
            },
            "tools[0].function.parameters",
        ),
        (
            {
                "tools": [SCALE, {"type": "function", "function": {"name": "f", "parameters": {"not": {}}}}],
                "tool_choice": {
                    "type": "allowed_tools",
                    "allowed_tools": {"mode": "auto", "tools": [{"type": "function", "function": {"name": "f"}}]},
                },
            },
            "tools[1].function.parameters",
        ),
        (
            {"tools": [NOW, {"type": "function", "function": {"name": "f", "parameters": {"type": "array"}}}]},
            "tools[1].function",
        ),
    ],
)
def test_a_schema_that_cannot_be_enforced_is_refused_with_its_place(client, fields, param):
    response = ask(client, **fields)
    assert response.status_code == 400
    assert error_of(response)["param"].startswith(param)
