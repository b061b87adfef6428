"""Messages in, text out: the engine on a small model behind the seam that chat speaks to."""

import asyncio
import copy
import dataclasses
import json
import re
from contextlib import asynccontextmanager

import pytest

from assistant.engine.answer_form import JsonAnswer, ToolUse
from assistant.engine.completion import CompletionRequest, Piece, Usage
from assistant.engine.constraints.state import masks_of
from assistant.engine.generation import SamplingParams
from assistant.engine.local import LocalEngine
from assistant.errors import InvalidParameter, PromptTooLong, QueueFull
from assistant.model.chat_template import ChatTemplate
from assistant.model.conversation import Message, Tool, ToolCall
from assistant.model.tokenizer import Tokenizer
from tests import gemma
from tests.engine import generating
from tests.model.test_chat_template import LLAMA

REQUEST = CompletionRequest((Message("user", "hello"),), 24, 1024, SamplingParams(temperature=0))


@asynccontextmanager
async def running(model, **fields):
    async with generating.running(model.runner, max_running=2, max_waiting=0, step_tokens=512) as engine:
        yield LocalEngine(engine, fields.get("tokenizer", model.tokenizer), context_length=fields.get("context_length", 256))


async def complete(engine: LocalEngine, **fields) -> tuple[list[Piece], Usage]:
    [[completion]] = await engine.complete([dataclasses.replace(REQUEST, **fields)])
    pieces = [await anext(completion)]
    while pieces[-1].finish_reason is None:
        pieces.append(await anext(completion))
    await completion.aclose()
    return pieces, completion.usage


def run(model, *requests, **options):
    """The answers to the requests, each a dict of what differs from REQUEST."""

    async def scenario():
        async with running(model, **options) as engine:
            return [await complete(engine, **fields) for fields in requests]

    return asyncio.run(scenario())


def text(answer) -> str:
    return "".join(piece.text for piece in answer[0])


def test_the_pieces_are_the_text_of_all_tokens_and_count_them(small):
    [(pieces, usage)] = run(small, {})
    tokens = small.tokenizer.encode_chat(REQUEST.messages)
    assert usage == Usage(len(tokens), 24)
    assert sum(piece.tokens for piece in pieces) == 24
    assert [piece.finish_reason for piece in pieces] == [None] * (len(pieces) - 1) + ["length"]


def test_the_model_ends_its_answer_unless_that_is_to_be_ignored(small):
    async def third_token():
        async with running(small) as engine:
            [[completion]] = await engine.complete([REQUEST])
            return [token async for step in completion._generation for token in step.token_ids][2]

    tokenizer = copy.copy(small.tokenizer)
    tokenizer.eos_token_ids = frozenset({asyncio.run(third_token())})
    ended, went_on = run(small, {}, {"ignore_eos": True}, tokenizer=tokenizer)
    assert (ended[0][-1].finish_reason, ended[1].completion_tokens <= 3) == ("stop", True)
    assert (went_on[0][-1].finish_reason, went_on[1].completion_tokens) == ("length", 24)


def test_a_stop_string_ends_it_and_what_is_counted_is_what_made_its_text(small):
    [whole] = run(small, {})
    stop = text(whole)[len(text(whole)) // 2 :][:6]
    [(pieces, usage)] = run(small, {"stop": (stop,)})
    assert text((pieces, usage)) == text(whole)[: text(whole).index(stop)]
    assert pieces[-1].finish_reason == "stop"
    assert usage.completion_tokens == sum(piece.tokens for piece in pieces) < 24


def test_stop_strings_are_not_looked_for_before_the_least_number_of_tokens(small):
    [whole] = run(small, {})
    first = text(whole)[:2]
    early, late, never = run(
        small, {"stop": (first,)}, {"stop": (first,), "min_tokens": 23}, {"stop": (first,), "min_tokens": 24}
    )
    assert (text(early), early[1].completion_tokens < 24) == ("", True)
    assert late[1].completion_tokens == 24
    assert text(late).startswith(first)
    assert (text(never), never[0][-1].finish_reason) == (text(whole), "length")


def calls(answer) -> list[tuple[str, str]]:
    found = {}
    for piece in (each for step in answer[0] for each in step.calls):
        name, arguments = found.get(piece.call, (piece.name, ""))
        found[piece.call] = (name, arguments + piece.arguments)
    return list(found.values())


def only(command: str) -> ToolUse:
    """A function that can be called in one way."""
    schema = {"type": "object", "properties": {"cmd": {"const": command}}, "required": ["cmd"], "additionalProperties": False}
    return ToolUse((Tool("run", "", schema),), "required", parallel=False)


@pytest.mark.parametrize("stop", [";", "\n", "<", "run"])
def test_a_stop_string_inside_a_call_is_none(small, stop):
    fields = {"tool_use": only("a;b"), "stop": (stop,), "max_tokens": 100, "top_logprobs": 0}
    [answer] = run(small, fields)
    assert (text(answer), calls(answer)) == ("", [("run", '{"cmd": "a;b"}')])
    assert answer[0][-1].finish_reason == "tool_calls"
    told = b"".join(token.token for piece in answer[0] for token in piece.logprobs)
    assert told == b'<tool_call>\n{"name": "run", "arguments": {"cmd": "a;b"}}\n</tool_call>'


def test_a_call_that_max_tokens_cuts_off_is_no_tool_call_and_no_stop(small):
    [whole] = run(small, {"tool_use": only("a;b"), "max_tokens": 100})
    for most in range(1, whole[1].completion_tokens):
        [answer] = run(small, {"tool_use": only("a;b"), "max_tokens": most, "stop": ("\n",)})
        assert (text(answer), answer[0][-1].finish_reason) == ("", "length")
        assert [name for name, _ in calls(answer)] in ([], ["run"])


def with_template(model, text: str) -> Tokenizer:
    """The tokenizer of a model with another chat template."""
    return Tokenizer(model.tokenizer._backend, ChatTemplate({"default": text}, {}), model.tokenizer.eos_token_ids)


def test_functions_are_called_where_the_template_knows_neither_them_nor_a_system_message(small):
    tokenizer = with_template(small, gemma.CHAT_TEMPLATE)
    use = ToolUse(only("a").tools, "auto")
    asked = (Message("system", "Be brief."), Message("user", "a"), Message("user", "b"))
    called = Message("assistant", "", tool_calls=(ToolCall("1", "run", "{}"), ToolCall("2", "run", "{}")))
    results = (Message("tool", "one", tool_call_id="1"), Message("tool", "two", tool_call_id="2"))
    demanded, plain, answered, free = run(
        small,
        {"messages": asked, "tool_use": only("a;b"), "max_tokens": 100},
        {"messages": asked},
        {"messages": (*asked, called, *results), "tool_use": use},
        {"messages": (*asked, called, *results, Message("user", "so?"))},
        tokenizer=tokenizer,
        context_length=1024,
    )
    assert calls(demanded) == [("run", '{"cmd": "a;b"}')]
    assert {answer[0][-1].finish_reason for answer in (plain, answered, free)} <= {"length", "stop", "tool_calls"}


# calls between control tokens
CONTROLS = (
    "{% if tools %}{{ tools | tojson }}{% endif %}{% for m in messages %}"
    "<|start_header_id|>{{ m.role }}<|end_header_id|>{{ m.content }}{% for call in m.tool_calls or [] %}"
    '<|python_tag|> {"name": {{ call.function.name | tojson }}, "arguments": {{ call.function.arguments | tojson }}}'
    "<|reserved_special_token_0|>{% endfor %}<|eot_id|>{% endfor %}"
)


def test_calls_between_control_tokens_are_found_and_the_tokens_never_shown(small):
    tokenizer = with_template(small, CONTROLS)
    assert tokenizer.tool_format.begin == "<|python_tag|> "
    begin = tokenizer.controls["<|python_tag|>"]
    two = ToolUse(only("a;b").tools, "required")
    hot = SamplingParams(1.5, seed=1, logit_bias={begin: 100.0})
    several, chosen = run(
        small,
        {"tool_use": two, "max_tokens": 200, "sampling": hot, "stop": (";",)},
        {"tool_use": ToolUse(two.tools, "auto"), "max_tokens": 200, "sampling": hot},
        tokenizer=tokenizer,
        context_length=1024,
    )
    for answer in (several, chosen):
        assert (text(answer), answer[0][-1].finish_reason) == ("", "tool_calls")
        assert set(calls(answer)) == {("run", '{"cmd": "a;b"}')}
        assert sum(bool(piece.calls) for piece in answer[0]) > 1
    assert len(calls(several)) > 1
    cut = run(small, *({"tool_use": two, "max_tokens": most} for most in range(1, 12)), tokenizer=tokenizer)
    assert {(text(answer), answer[0][-1].finish_reason) for answer in cut} == {("", "length")}


def test_a_default_shrinks_to_the_room_and_a_number_asked_for_does_not(small):
    prompt = len(small.tokenizer.encode_chat(REQUEST.messages))
    by_default, at_least = run(small, {"max_tokens": None}, {"max_tokens": None, "default_max_tokens": 3, "min_tokens": 9})
    assert by_default[1].completion_tokens == 256 - prompt
    assert at_least[1].completion_tokens == 9
    for fields in ({"max_tokens": 256}, {"max_tokens": None, "min_tokens": 256}):
        with pytest.raises(PromptTooLong, match="256"):
            run(small, fields)


def test_closing_frees_the_place(small):
    async def scenario():
        async with running(small) as engine:
            for _ in range(5):
                [[completion]] = await engine.complete([REQUEST])
                await anext(completion)
                await completion.aclose()
                assert (engine.load.running, engine.load.waiting) == (0, 0)

    asyncio.run(scenario())


def test_several_answers_get_their_places_together_or_none(small):
    async def scenario():
        async with running(small) as engine:  # two places
            two = dataclasses.replace(REQUEST, choices=2)
            together = await asyncio.gather(*(engine.complete([two]) for _ in range(3)), return_exceptions=True)
            for outcome in together[1:]:
                assert isinstance(outcome, QueueFull)
            [[first, second]] = together[0]
            with pytest.raises(QueueFull):
                await engine.complete([REQUEST])
            await first.aclose()
            [[third]] = await engine.complete([REQUEST])
            await second.aclose()
            with pytest.raises(PromptTooLong):
                await engine.complete([dataclasses.replace(REQUEST, max_tokens=10_000)])
            await third.aclose()
            assert (engine.load.running, engine.load.waiting) == (0, 0)

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "fields", [{"messages": (Message("user", "log " * 500_000),)}, {"messages": (), "raw": "log " * 500_000}]
)
def test_megabytes_are_refused_by_their_size_alone(small, fields):
    async def scenario():
        async with running(small) as engine:
            with pytest.raises(PromptTooLong, match="more than") as refused:
                await engine.complete([dataclasses.replace(REQUEST, **fields)])
            return refused.value.message

    told = int(re.search(r"more than (\d+)", asyncio.run(scenario()))[1])
    assert 256 <= told < 500_000  # as many tokens as there are words, at most


def test_a_long_text_of_nothing_is_no_long_prompt(small):
    assert len(run(small, {"messages": (Message("user", " " * 1_000_000),)})) == 1


def test_a_text_without_a_token_is_refused_and_others_go_on(embedded):
    async def scenario():
        async with running(embedded) as engine:
            with pytest.raises(InvalidParameter) as refused:
                await engine.complete([dataclasses.replace(REQUEST, messages=(), raw="")])
            return refused.value.param, await complete(engine, max_tokens=2)

    param, (pieces, _) = asyncio.run(scenario())
    assert param == "prompt"
    assert pieces[-1].finish_reason == "length"


def bare(model) -> Tokenizer:
    """With Llama 3's spelling of calls: a JSON object and nothing around it."""
    return with_template(model, LLAMA)


def test_a_plain_answer_beside_bare_calls_is_the_same_token_by_token_and_free_of_a_form(small, monkeypatch):
    """Text is free after its first token: no mask is computed after it."""
    tokenizer = bare(small)
    masks = []

    def counted(states):
        masks.append(len(states))
        return masks_of(states)

    monkeypatch.setattr("assistant.engine.drawing.masks_of", counted)
    use = ToolUse(only("a").tools, "auto")
    told = tuple(tokenizer.encode_chat(REQUEST.messages, use.tools))
    fields = {"max_tokens": 40, "top_logprobs": 0}
    held, free = run(small, {**fields, "tool_use": use}, {**fields, "raw": told}, tokenizer=tokenizer, context_length=1024)
    assert text(held) == text(free)
    assert [token for piece in held[0] for token in piece.logprobs] == [token for piece in free[0] for token in piece.logprobs]
    assert 1 <= len(masks) <= 3


def writing(model, beginning: str) -> SamplingParams:
    """Makes any model begin its answer so, where nothing forbids it: the tokens are the likeliest in their order."""
    ids = model.tokenizer.encode(beginning)
    assert len(set(ids)) == len(ids)
    return SamplingParams(0, logit_bias={token: 2000.0 - 100 * at for at, token in enumerate(ids)}, presence_penalty=5000.0)


def test_a_bare_call_keeps_to_its_schema_and_an_object_that_is_none_stays_text(small):
    called, plain = run(
        small,
        *(
            {"tool_use": ToolUse(only("a;b").tools, "auto"), "max_tokens": 60, "sampling": writing(small, text)}
            for text in ('{"name":"run","parameters":', '{"name":"run","replicas":')
        ),
        tokenizer=bare(small),
        context_length=1024,
    )
    assert (calls(called), text(called)) == ([("run", '{"cmd": "a;b"}')], "")
    assert called[0][-1].finish_reason == "tool_calls"
    assert calls(plain) == []
    assert text(plain).startswith('{"name":"run","replicas":')


def test_an_answer_in_json_beside_bare_calls_is_a_call_only_where_the_function_takes_it(small):
    tokenizer = bare(small)
    use = ToolUse(only("a").tools, "auto")

    def form(parameters: dict) -> JsonAnswer:
        fields = {"name": {"const": "run"}, **parameters}
        return JsonAnswer({"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False})

    def towards(*texts: bytes) -> SamplingParams:
        """Prefers tokens with one of these in them."""
        spelt = {number: tokenizer.token_bytes(number) for number in range(128_000)}
        liked = [number for number, token in spelt.items() if any(each in token for each in texts)]
        return SamplingParams(0, logit_bias=dict.fromkeys(liked, 1000.0))

    def constant(value) -> dict:
        return {"parameters": {"const": value}}

    pod, other, none, same = run(
        small,
        *(
            {"tool_use": use, "json": form(fields), "max_tokens": 60, "sampling": sampling}
            for fields, sampling in (
                ({"kind": {"const": "Pod"}}, towards(b"k")),
                (constant({"cmd": "b"}), towards(b"b")),
                (constant({}), towards(b"}")),
                (constant({"cmd": "a"}), SamplingParams(0)),
            )
        ),
        tokenizer=tokenizer,
        context_length=1024,
    )
    assert (json.loads(text(pod)), calls(pod)) == ({"name": "run", "kind": "Pod"}, [])
    assert (json.loads(text(other)), calls(other)) == ({"name": "run", "parameters": {"cmd": "b"}}, [])
    assert (json.loads(text(none)), calls(none)) == ({"name": "run", "parameters": {}}, [])
    assert (text(same), calls(same)) == ("", [("run", '{"cmd": "a"}')])
    assert [each[0][-1].finish_reason for each in (pod, other, none, same)] == ["stop"] * 3 + ["tool_calls"]
