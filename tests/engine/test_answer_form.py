"""What form an answer must have: schemas that are refused, and bare calls beside free text."""

import asyncio

import pytest

from assistant.engine.answer_form import JsonAnswer, ToolUse, answer_form
from assistant.engine.constraints.compiler import GrammarCompiler
from assistant.engine.tool_calls import ToolCallParser
from assistant.errors import InvalidParameter, UnsupportedParameter
from assistant.model.conversation import Tool
from assistant.model.tool_format import ToolFormat
from tests.engine.constraints.forms import allowed

BARE = ToolFormat("", "", arguments_key="parameters", between=None, native=True)
TAGGED = ToolFormat()
REPLICAS = {"type": "object", "properties": {"replicas": {"type": "integer"}}, "required": ["replicas"]}
SCALE = Tool("scale", "", {**REPLICAS, "additionalProperties": False}, where="tools[0].function.parameters")
NOW = Tool("no.w", "", where="tools[1].function.parameters")
AUTO = ToolUse((SCALE, NOW), "auto")


def compiled(compiler: GrammarCompiler, use: ToolUse, form: ToolFormat = BARE, json: JsonAnswer | None = None):
    grammar = answer_form(json, use, form)
    assert grammar
    return asyncio.run(compiler.compile(grammar))


def follow(compiled, tokenizer, text: str) -> tuple[str, bool]:
    """How much of a text the form allows, and whether the answer is free then."""
    state = compiled.start()
    ids = tokenizer.encode(text)
    for index, token in enumerate(ids):
        if token not in allowed(state, may_end=False):
            return tokenizer.decode(ids[:index]), False
        state.accept(token)
        if state.free:
            return text, True
    return text, False


WRITTEN = [
    '{"name": "scale", "parameters": {"replicas": 3}}',
    '{"name":"scale","parameters":{"replicas": 3}}',
    '\n\n{ "name" : "no.w" ,\n"parameters" : {}}',
    '{"type": "function", "name": "no.w", "parameters": {}}',
]
FORBIDDEN = [
    '{"name": "scale", "parameters": {}}',
    '{"name": "scale", "parameters": {"replicas": "3"}}',
    '{"name": "scale", "parameters": 3}',
    '{"name":"scale","parameters":{"replicas": 3, "more": 1}}',
    '{"parameters": {"replicas": "3"}, "name": "scale"}',
    '{"parameters":{},"name":"no.w"}',
    '{"type": "function", "name": "other", "parameters": {}}',
    r'{"name": "sc\u0061le", "parameters": {}}',
    '\n{"name": "no.w", "parameters": {"x": 1}}',
    '{"name": "no.w", "parameters": {}} and more',
    '{"name": "no.w", "parameters":  \n {}}',
]
PLAIN = [
    "Hello {",
    " no { at the beginning",
    '{"kind": "Pod"}',
    '{"name": "scale", "replicas": 3}',
    '{"name": "scale", "kind": "x", "parameters": {}}',
    '{"name": "other", "parameters": {"a": 1}}',
    '{"name": "noxw", "parameters": {"a": 1}}',
    '{"na\\u006de": "scale", "parameters": {}}',
    "{}",
    '{"parameters": 3}',
    '{"type": "object"}',
    "[1, 2]",
    "\n\n```json\n{",
]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_bare_call_may_be_written_and_is_found(text, llama3, llama3_compiler):
    form = compiled(llama3_compiler, AUTO)
    assert follow(form, llama3, text) == (text, False)
    assert form.accepts(llama3.encode(text))
    assert len(calls_in(text)) == 1


@pytest.mark.parametrize("text", FORBIDDEN)
def test_a_bare_call_keeps_to_its_schema_however_it_is_spelt(text, llama3, llama3_compiler):
    written, free = follow(compiled(llama3_compiler, AUTO), llama3, text)
    assert not free
    assert len(written) < len(text)


@pytest.mark.parametrize("text", PLAIN)
def test_text_that_begins_no_call_may_be_written_is_free_and_stays_text(text, llama3, llama3_compiler):
    form = compiled(llama3_compiler, AUTO)
    assert follow(form, llama3, text)[0] == text
    assert follow(form, llama3, text + " x" if text != "{}" else text)[1]
    assert calls_in(text) == []


def test_text_is_free_after_its_first_token(llama3, llama3_compiler):
    form = compiled(llama3_compiler, AUTO)
    state = form.start()
    assert not state.free
    state.accept(*llama3.encode("The"))
    assert state.free
    again = form.start()
    again.accept(min(llama3.eos_token_ids))
    assert not again.free


def calls_in(text: str) -> list:
    parser = ToolCallParser(BARE, AUTO.names)
    return [part for part in parser.push(text) if not isinstance(part, str) and part.name]


@pytest.mark.parametrize("form", [BARE, TAGGED])
@pytest.mark.parametrize("mode", ["auto", "required"])
def test_every_schema_is_read_whatever_the_choice_and_refused_by_its_place(form, mode, smollm_compiler):
    def refused(parameters, error):
        bad = Tool("bad", "", parameters, where="tools[7].parameters")
        for tools in ((SCALE, bad, NOW), (bad,)):
            with pytest.raises(error) as caught:
                compiled(smollm_compiler, ToolUse(tools, mode), form)
            assert caught.value.param == "tools[7].parameters"
        return caught.value.message

    assert "tools[7].parameters.not: " in refused({"type": "object", "not": {}}, UnsupportedParameter)
    impossible = {"type": "object", "properties": {"a": {"allOf": [{"type": "null"}, {"type": "integer"}]}}, "required": ["a"]}
    assert "no value can satisfy it, so 'bad' could never be called" in refused(impossible, InvalidParameter)
    for other in ("array", ["string", "null"]):
        assert "are an object" in refused({"type": other}, InvalidParameter)
    assert "no value can satisfy it" in refused({"$ref": "#/$defs/a", "$defs": {"a": {"type": "array"}}}, InvalidParameter)
    assert "a type is one of" in refused({"type": "wizard"}, InvalidParameter)
    assert "a type is one of" in refused({"type": ["object", 3]}, InvalidParameter)


def test_arguments_are_an_object_where_the_schema_allows_more(smollm, smollm_compiler):
    use = ToolUse((Tool("f", "", {"type": ["object", "null"], "additionalProperties": False}),), "required")
    form = compiled(smollm_compiler, use)
    assert form.accepts(smollm.encode('{"name": "f", "parameters": {}}'))
    assert not form.accepts(smollm.encode('{"name": "f", "parameters": null}'))


def test_the_place_of_a_schema_for_the_answer_is_told(smollm_compiler):
    answer = JsonAnswer({"not": {}}, where="text.format.schema")
    for use in (ToolUse(), AUTO):
        with pytest.raises(UnsupportedParameter, match=r"^text\.format\.schema\.not: "):
            compiled(smollm_compiler, use, BARE, answer)


def test_many_functions_are_one_form(smollm, smollm_compiler):
    tools = tuple(Tool(f"function-number_{number:03}.{'x' * 44}", "", dict(REPLICAS)) for number in range(128))
    form = compiled(smollm_compiler, ToolUse(tools, "auto"))
    assert form.accepts(smollm.encode(f'{{"name": "{tools[77].name}", "parameters": {{"replicas": 1}}}}'))
    assert follow(form, smollm, "Hello there")[1]
