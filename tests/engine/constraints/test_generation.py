"""Answers of models with random weights: nothing but the form makes them right."""

import asyncio
import dataclasses
import json
import re

import jsonschema
import pytest

from assistant.engine.completion import CompletionRequest
from assistant.engine.constraints.compiler import GrammarCompiler
from assistant.engine.constraints.grammar import Call, Choice, Grammar, Json, Literal, Regex, Repeat, Series
from assistant.engine.generation import GenerationRequest, SamplingParams
from assistant.engine.local import LocalEngine
from assistant.errors import ConstraintTooComplex, InvalidParameter, UnsupportedParameter
from assistant.model.tokenizer import Message
from tests.engine.constraints.forms import grammar
from tests.engine.generating import generate, ids, prompt, running

SHORT = {"type": "string", "maxLength": 8}
DIGITS = {"type": "integer", "minimum": -99, "maximum": 99}
SCHEMAS = {
    "object": {
        "type": "object",
        "properties": {"name": SHORT, "größe": {"type": "number", "exclusiveMinimum": 0, "maximum": 2, "multipleOf": 0.01}},
        "required": ["name", "größe"],
        "additionalProperties": False,
    },
    "nested": {
        "type": "object",
        "properties": {"a": {"type": "object", "properties": {"b": {"type": "object", "maxProperties": 0}, "c": DIGITS}}},
        "required": ["a"],
    },
    "map": {"type": "object", "additionalProperties": {"type": "boolean"}, "minProperties": 1, "maxProperties": 3},
    "array": {"type": "array", "items": {"anyOf": [DIGITS, {"type": "null"}, SHORT]}, "minItems": 2, "maxItems": 5},
    "tuple": {"type": "array", "prefixItems": [DIGITS, {"enum": ["é", "日本", "😀"]}], "items": False, "minItems": 2},
    "enum": {"enum": [f"Straße {number}" for number in range(3000)]},
    "pattern": {"type": "string", "pattern": "^[A-Z]{3}-\\d{4}$"},
    "format": {"type": "object", "properties": {"at": {"type": "string", "format": "date-time"}}, "required": ["at"]}
    | {"additionalProperties": False},
    "lengths": {"type": "string", "minLength": 3, "maxLength": 5},
    "recursive": {
        "type": "object",
        "properties": {"v": DIGITS, "next": {"anyOf": [{"type": "null"}, {"$ref": "#"}]}},
        "required": ["v", "next"],
        "additionalProperties": False,
    },
}  # fmt: skip


def ask(model, *requests, context_length=1024, **options) -> list[tuple[str, str, int]]:
    """Text, finish reason and tokens of each answer; all run at the same time."""

    async def one(engine, fields):
        request = CompletionRequest((Message("user", "hi"),), 150, 150, SamplingParams(temperature=0))
        [[completion]] = await engine.complete([dataclasses.replace(request, **fields)])
        text = ""
        while True:
            piece = await anext(completion)
            text += piece.text
            if piece.finish_reason:
                return text, piece.finish_reason, completion.usage.completion_tokens

    async def scenario():
        async with running(model.runner, max_running=8, max_waiting=64, **options) as engine:
            local = LocalEngine(engine, model.tokenizer, context_length=context_length)
            return await asyncio.gather(*(one(local, fields) for fields in requests))

    return asyncio.run(scenario())


@pytest.fixture(params=["small", "small_native", "small_openvino"])
def model(request):
    return request.getfixturevalue(request.param)


@pytest.mark.parametrize("temperature", [0, 1.5])
def test_every_answer_that_ends_is_valid_whatever_the_model(model, temperature):
    cases = [(schema, seed) for schema in SCHEMAS.values() for seed in range(3 if temperature else 1)]
    answers = ask(
        model,
        *({"grammar": grammar(schema), "sampling": SamplingParams(temperature, seed=seed)} for schema, seed in cases),
    )
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    ended = 0
    for (schema, _), (text, finish_reason, _) in zip(cases, answers, strict=True):
        if finish_reason == "stop":
            ended += 1
            jsonschema.Draft202012Validator(schema, format_checker=checker).validate(json.loads(text))
        else:
            with pytest.raises(ValueError, match=r".*"):
                json.loads(text)  # cut off by max_tokens
    assert ended >= len(cases) * 0.7


@pytest.mark.parametrize("sampling", [SamplingParams(0), SamplingParams(1.5, seed=3), SamplingParams(0.8, top_p=0.9, seed=5)])
def test_guessing_and_company_change_no_token_of_a_form(model, sampling):
    forms = [{"grammar": grammar(schema), "sampling": sampling, "max_tokens": 60} for schema in SCHEMAS.values()]
    plain = ask(model, *forms, speculate=False)
    assert ask(model, *forms, speculate=True) == plain
    assert [ask(model, form)[0] for form in forms[:4]] == plain[:4]


def test_text_that_must_follow_takes_fewer_steps(small):
    words = {f"a rather long name number {number}": {"type": "boolean"} for number in range(5)}
    schema = {"type": "object", "properties": words, "required": list(words), "additionalProperties": False}

    async def scenario(*, speculate):
        compiler = GrammarCompiler(small.tokenizer)
        form = await compiler.compile(grammar(schema))
        compiler.close()
        request = GenerationRequest(prompt(small, "hi"), 200, SamplingParams(0), small.tokenizer.eos_token_ids, grammar=form)
        async with running(small.runner, speculate=speculate) as engine:
            return await generate(engine, request)

    plain, guessed = asyncio.run(scenario(speculate=False)), asyncio.run(scenario(speculate=True))
    assert ids(plain) == ids(guessed)
    jsonschema.validate(json.loads(small.tokenizer.decode(ids(guessed))), schema)
    assert len(guessed) < len(plain) * 0.8


def test_preempted_answers_keep_to_their_form(small, llama_folder, cache_dir):
    from tests.conftest import CPU, load

    tight = load(llama_folder, CPU, cache_dir, kv_cache_bytes=16 * 16 * 1024)
    schema = {"type": "array", "items": {"enum": ["one value", "another value"]}, "minItems": 12, "maxItems": 12}
    forms = [{"grammar": grammar(schema), "sampling": SamplingParams(1.5, seed=seed)} for seed in range(6)]
    answers = ask(tight, *forms, context_length=180)
    assert answers == ask(small, *forms, context_length=180)
    for text, finish_reason, _ in answers:
        assert finish_reason == "stop"
        jsonschema.validate(json.loads(text), schema)


def test_the_form_goes_before_min_tokens_and_ignore_eos(small):
    number, word = grammar({"type": "integer"}), grammar({"enum": ["ab"]})
    hot = SamplingParams(1.5, seed=3)
    at_least, forever, fixed, both = ask(
        small,
        {"grammar": number, "sampling": hot, "min_tokens": 40},
        {"grammar": number, "sampling": hot, "ignore_eos": True},
        {"grammar": word, "min_tokens": 40},
        {"grammar": word, "ignore_eos": True},
    )
    assert re.fullmatch(r"-?\d+", at_least[0])
    assert at_least[2] >= 40
    assert forever[1:] == ("length", 150)
    assert fixed[:2] == both[:2] == ('"ab"', "stop")


def test_a_length_limit_and_a_stop_string_end_an_answer_inside_its_form(small):
    schema = {"type": "array", "items": {"const": "word"}, "minItems": 20}
    cut, stopped = ask(small, {"grammar": grammar(schema), "max_tokens": 5}, {"grammar": grammar(schema), "stop": ("ord",)})
    assert cut[1:] == ("length", 5)
    assert stopped[:2] == ('["w', "stop")


def test_penalties_and_biases_cannot_lead_out_of_the_form(small):
    [letter] = small.tokenizer.encode("a")
    sampling = SamplingParams(1.0, seed=1, logit_bias={letter: 100.0}, repetition_penalty=1.9, presence_penalty=2.0, top_k=5)
    [(text, finish_reason, _)] = ask(small, {"grammar": grammar(SCHEMAS["array"]), "sampling": sampling})
    assert finish_reason == "stop"
    jsonschema.validate(json.loads(text), SCHEMAS["array"])


def test_calls_of_functions_parse_whatever_the_model(small):
    parameters = {"weather": SCHEMAS["object"], "clock": SCHEMAS["tuple"]}
    calls = [
        Call(name, Json(schema, f"tools[{at}]"), "name", "parameters") for at, (name, schema) in enumerate(parameters.items())
    ]
    llama = Series((Literal("<|python_tag|>"), Choice(tuple(calls))))
    hermes = Repeat(Series((Literal("<tool_call>\n"), Choice(tuple(calls)), Literal("\n</tool_call>"))), 1, 2, "\n")
    requests = [
        {"grammar": Grammar(form, "tools"), "sampling": SamplingParams(1.5, seed=seed)}
        for form in (llama, hermes)
        for seed in range(4)
    ]
    answers = ask(small, *requests)
    assert sum(finish_reason == "stop" for _, finish_reason, _ in answers) >= 6
    for text, finish_reason, _ in answers:
        if finish_reason == "stop":
            for call in re.findall(r"\{.*\}", text):
                value = json.loads(call)
                assert list(value) == ["name", "parameters"]
                jsonschema.validate(value["parameters"], parameters[value["name"]])


def test_a_real_model_fills_in_a_form_and_ends(embedded_native):
    schema = {
        "type": "object",
        "properties": {"city": {"type": "string", "maxLength": 30}, "country": {"type": "string", "maxLength": 30}},
        "required": ["city", "country"],
        "additionalProperties": False,
    }
    form = {"grammar": grammar(schema), "messages": (Message("user", "Which city is the capital of France? Answer in JSON."),)}
    [(text, finish_reason, _)] = ask(embedded_native, form)
    assert finish_reason == "stop"
    assert json.loads(text)["country"].casefold() == "france"


def test_what_cannot_be_enforced_is_refused_before_anything_is_generated(small):
    with pytest.raises(UnsupportedParameter, match=r"^field\.schema\.not: "):
        ask(small, {"grammar": grammar({"not": {}})})
    with pytest.raises(InvalidParameter, match=r"^field\.schema: no value can satisfy it"):
        ask(small, {"grammar": grammar({"allOf": [{"type": "null"}, {"type": "integer"}]})})


async def to_the_end(completion):
    while (await anext(completion)).finish_reason is None:
        pass


def test_a_form_that_becomes_too_complex_ends_its_own_answer_with_an_error(small, monkeypatch):
    monkeypatch.setattr("assistant.engine.constraints.compiler._STEP_FUEL", 20_000)

    async def scenario():
        async with running(small.runner) as engine:
            local = LocalEngine(engine, small.tokenizer, context_length=1024)
            request = CompletionRequest((Message("user", "hi"),), 60, 60, SamplingParams(1.5, seed=1))
            [[other]] = await local.complete([request])
            hard = Grammar(Regex("go: (.{0,300}a){40}.{5000}", "field"), "field")
            [[completion]] = await local.complete([dataclasses.replace(request, grammar=hard)])
            with pytest.raises(ConstraintTooComplex, match=r"^field: "):
                await to_the_end(completion)
            await to_the_end(other)
            return engine.free_blocks, engine.load.running, small.runner.blocks

    free, busy, blocks = asyncio.run(scenario())
    assert (free, busy) == (blocks, 0)
