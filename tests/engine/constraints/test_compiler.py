"""Grammars for the vocabularies of several models, and what costs too much."""

import asyncio
import time

import pytest
from tokenizers import AddedToken, decoders
from tokenizers import Tokenizer as Backend
from tokenizers.models import BPE

from assistant.engine.constraints.compiler import GrammarCompiler
from assistant.engine.constraints.grammar import Regex
from assistant.errors import RequestError, UnsupportedParameter
from assistant.model.chat_template import ChatTemplate
from assistant.model.tokenizer import Tokenizer
from tests.engine.constraints.forms import accepts, allowed, compiled, grammar, walk


def gemma_like(*, end: bool = True) -> Tokenizer:
    """A vocabulary in the way of SentencePiece: `▁` for a space, and the bytes of what is in no piece."""
    pieces = ["{", "}", '"', "▁", "▁▁", '▁"', '":', "a", "b", "ab", "▁a", ":", ",", "0", "1", "true", "é"]
    tokens = ["<unk>", *(f"<0x{byte:02X}>" for byte in range(256)), *pieces]
    backend = Backend(BPE({token: index for index, token in enumerate(tokens)}, [], unk_token="<unk>", byte_fallback=True))
    backend.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    backend.add_tokens([AddedToken("<end_of_turn>", special=True)])
    backend.add_special_tokens([AddedToken("<unk>", special=True)])
    ends = [backend.token_to_id("<end_of_turn>")] if end else []
    return Tokenizer(backend, ChatTemplate({"default": ""}, {}), ends)


def test_a_vocabulary_with_marks_for_spaces_is_held_to_the_same_form():
    tokenizer = gemma_like()
    compiler = GrammarCompiler(tokenizer)
    schema = {"type": "object", "properties": {"a": {"enum": ["é", "日"]}}, "required": ["a"], "additionalProperties": False}
    assert {walk(compiler, tokenizer, schema, seed=seed) for seed in range(20)} == {'{"a": "é"}', '{"a": "日"}'}
    spelt = {tokenizer.token_bytes(token) for token in allowed(compiled(compiler, Regex(" ?a", "field")).start())}
    assert spelt == {b" ", b" a", b"a"}
    compiler.close()


def test_without_a_token_that_ends_an_answer_there_are_no_forms():
    with pytest.raises(UnsupportedParameter, match="lacks a token that ends an answer"):
        compiled(GrammarCompiler(gemma_like(end=False)), {"type": "object"})


def test_a_grammar_is_compiled_once_until_its_automaton_is_worn_out(smollm, monkeypatch):
    monkeypatch.setattr("assistant.engine.constraints.compiler._WORN_OUT", 10)
    compiler = GrammarCompiler(smollm)
    first = compiled(compiler, {"type": "integer"})
    assert compiled(compiler, {"type": "integer", "title": "a number"}) is first
    assert compiled(compiler, {"type": "number"}) is not first
    state = first.start()
    for _ in range(11):
        state.accept(*smollm.encode("7"))
    assert compiled(compiler, {"type": "integer"}) is not first
    for number in range(40):
        compiled(compiler, {"const": number})
    assert len(compiler._cache) == 16
    compiler.close()


def _nested(levels: int, wrap) -> dict:
    schema: dict = {"type": "string"}
    for _ in range(levels):
        schema = wrap(schema)
    return schema


def _pattern(pattern: str) -> dict:
    return {"type": "string", "pattern": pattern}


HOSTILE = {
    "deep objects": _nested(40, lambda s: {"type": "object", "properties": {"a": s}, "required": ["a"]}),
    "deep alternatives": _nested(25, lambda s: {"anyOf": [s, {"type": "integer"}]}),
    "many values": {"enum": [f"value number {number}" for number in range(10_000)]},
    "too many values": {"enum": [f"value number {number}" for number in range(100_000)]},
    "repeated repeats": _pattern("^((a{0,100}){0,100}){0,100}$"),
    "long repeat": _pattern("^[a-z]{100000}$"),
    "exponential states": _pattern("^.*a.{25}$"),
    "exponential backtracking": _pattern("^(a+)+$"),
    "many alternatives": _pattern("^(" + "|".join(f"x{number}.*y{number}" for number in range(600)) + ")$"),
    "long pattern": _pattern("^" + "(a|b)?" * 20_000 + "$"),
    "rather long pattern": _pattern("^" + "(a|b)?" * 1_500 + "$"),
    "many rather long patterns": {"properties": {f"p{i}": _pattern(f"^{i}" + "(a|b)?" * 1_500 + "$") for i in range(40)}},
    "wide classes": _pattern("\\p{L}{1,1000}x\\p{Lu}{1,5000}"),
    "intersections": {"allOf": [{"anyOf": [{"properties": {f"{k}{i}": {"type": "string"}}} for k in "ab"]} for i in range(30)]},
    "patterns on patterns": {"allOf": [_pattern(f".*{letter}.*{letter}") for letter in "abcdefghijklmnopqrst"]},
    "patterns on patterns further down": {
        "allOf": [{"properties": {"a": {"items": _pattern(f".*{letter}.*{letter}")}}} for letter in "abcdefghijklmnopqrst"]
    },
    "patterns on patterns by name": {
        "properties": {"aaa": {}},
        "patternProperties": {f"a{{{number}}}": _pattern(f".*{number}.*x") for number in range(1, 4)},
    },
    "nested arrays": {"type": "array", "maxItems": 1000, "items": {"type": "array", "maxItems": 1000, "items": {}}},
    "many items": {"type": "array", "items": {"type": "string"}, "minItems": 10**6},
    "long string": {"type": "string", "minLength": 10**5, "maxLength": 10**6},
    "optional properties": {"type": "object", "properties": {f"p{number}": {"type": "string"} for number in range(500)}},
    "alternatives of each other": {"oneOf": [{"type": "object", "properties": {f"p{i}": {}}} for i in range(300)]},
    "multiples": {"type": "number", "multipleOf": 9973},
    "chain": {"$ref": "#/$defs/d0", "$defs": {f"d{i}": {"$ref": f"#/$defs/d{i + 1}"} for i in range(3000)} | {"d3000": {}}},
    "chain of values": {
        "$ref": "#/$defs/d0",
        "$defs": {f"d{i}": {"type": "array", "items": {"$ref": f"#/$defs/d{i + 1}"}} for i in range(1900)} | {"d1900": {}},
    },
    "chain of deep values": {
        "$ref": "#/$defs/d0",
        "$defs": {
            f"d{i}": _nested(18, lambda s: {"anyOf": [s, {"type": "null"}]}) | {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}]}
            for i in range(200)
        }
        | {"d200": {}},
    },
    "joined with itself": {
        "$ref": "#/$defs/a",
        "$defs": {"a": {"anyOf": [{"type": "null"}, {"allOf": [{"$ref": "#/$defs/a"}, {"type": "object"}]}]}},
    },
    "exponential references": {
        "$ref": "#/$defs/d0",
        "$defs": {f"d{i}": {"allOf": [{"$ref": f"#/$defs/d{i + 1}"}] * 2} for i in range(30)} | {"d30": {"type": "string"}},
    },
}


def refused_or_started(compiler, schema):
    try:
        return None, compiled(compiler, schema).start()
    except RequestError as error:
        return error, None


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_schema_is_refused_or_cheap(name, llama3, llama3_compiler):
    compiled(llama3_compiler, {"type": "integer"})  # the vocabulary is read
    start = time.process_time()
    refusal, state = refused_or_started(llama3_compiler, HOSTILE[name])
    if refusal:
        assert refusal.status == 400
        assert refusal.message.startswith("field.schema")
        assert len(refusal.message) < 600
    for token in llama3.encode('"a') if state else ():
        if state.fit([token]):
            state.accept(token)
        allowed(state)
    assert time.process_time() - start < 5


def test_compiling_leaves_the_event_loop_free(smollm):
    compiler = GrammarCompiler(smollm)

    async def scenario() -> int:
        turns, done = 0, False

        async def watch() -> None:
            nonlocal turns
            while not done:
                await asyncio.sleep(0.001)
                turns += 1

        watcher = asyncio.create_task(watch())
        await compiler.compile(grammar(HOSTILE["many alternatives"]))
        done = True
        await watcher
        return turns

    assert asyncio.run(scenario()) > 3  # a loop that is kept has one or two, one that is free some dozens on an idle machine
    compiler.close()


def test_accepting_a_text_is_the_same_with_the_vocabulary_of_llama(llama3, llama3_compiler):
    schema = {"type": "array", "items": {"enum": ["日本", "é", 1]}, "minItems": 1}
    assert accepts(llama3_compiler, llama3, schema, '["日本", 1]')
    assert not accepts(llama3_compiler, llama3, schema, '["日", 1]')


def test_a_value_that_the_model_has_no_tokens_for_is_refused(smollm, smollm_compiler, llama3, llama3_compiler):
    schema = {"const": "\U00040000"}
    assert accepts(llama3_compiler, llama3, schema, '"\U00040000"')
    with pytest.raises(UnsupportedParameter, match=r"^field: this model has no tokens for '\\U00040000'"):
        compiled(smollm_compiler, schema)
