"""Answers cut anywhere into text and calls."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.completion import ToolCallPiece
from assistant.engine.tool_calls import ToolCallParser
from assistant.model.tool_format import ToolFormat

TAGGED = ToolFormat()
BARE = ToolFormat("", "", arguments_key="parameters", between=None, native=True)
BRACKETED = ToolFormat("[CALL]", "", between="", native=True)


def parse(form: ToolFormat, pieces: list[str], names=("f", "g"), **options) -> tuple[str, list[tuple[str, str]]]:
    """The text and the calls of an answer that comes in these pieces."""
    parser = ToolCallParser(form, names, **options)
    text, calls, ids = "", {}, set()
    for piece in pieces:
        for part in parser.push(piece):
            if isinstance(part, str):
                text += part
                continue
            assert (part.call in calls) == (part.name is None) == (part.id is None)
            ids.add(part.id)
            name, arguments = calls.get(part.call, (part.name, ""))
            calls[part.call] = (name, arguments + part.arguments)
    text += parser.finish()
    assert list(calls) == list(range(parser.calls))
    assert len(ids - {None}) == len(calls)
    text.encode()
    for name, arguments in calls.values():
        (name + arguments).encode()
    return text, list(calls.values())


def cut(text: str, size: int) -> list[str]:
    return [text[begin : begin + size] for begin in range(0, len(text), size)]


TWO = (
    '<tool_call>\n{"name": "f", "arguments": {"a": "}"}}\n</tool_call>\n'
    '<tool_call>\n{"name": "g", "arguments": {"b": [1, {"c": "\\"]"}]}}\n</tool_call>\n'
)
CASES = {
    "text": (TAGGED, "no call <tool_ at all <", "no call <tool_ at all <", []),
    "a call": (TAGGED, '<tool_call>\n{"name": "f", "arguments": {"a": 1}}\n</tool_call>', "", [("f", '{"a": 1}')]),
    "text before": (TAGGED, 'So:\n<tool_call>\n{"name": "f", "arguments": {}}\n</tool_call>', "So:\n", [("f", "{}")]),
    "two": (TAGGED, TWO, "", [("f", '{"a": "}"}'), ("g", '{"b": [1, {"c": "\\"]"}]}')]),
    "arguments first": (TAGGED, '<tool_call>\n{"arguments": {"a": 1}, "name": "g"}\n</tool_call>', "", [("g", '{"a": 1}')]),
    "more keys": (TAGGED, '<tool_call>\n{"name": "f", "arguments": {}, "id": 3}\n</tool_call> end', " end", [("f", "{}")]),
    "an unknown name": (
        TAGGED,
        '<tool_call>\n{"name": "h", "arguments": {}}\n</tool_call>',
        '<tool_call>\n{"name": "h", "arguments": {}}\n</tool_call>',
        [],
    ),
    "no JSON": (TAGGED, "<tool_call>\nwhat?\n</tool_call> end", "<tool_call>\nwhat?\n</tool_call> end", []),
    "cut in the arguments": (TAGGED, '<tool_call>\n{"name": "f", "arguments": {"a": "b', "", [("f", '{"a": "b')]),
    "cut before the name": (TAGGED, '<tool_call>\n{"na', "", []),
    "cut in the mark": (TAGGED, "a <tool_ca", "a <tool_ca", []),
    "escapes": (
        TAGGED,
        '<tool_call>\n{"name": "\\u0066", "arguments": {"a": "\\\\"}}\n</tool_call>',
        "",
        [("f", '{"a": "\\\\"}')],
    ),
    "bare": (BARE, '{"name": "f", "parameters": {"a": {"b": 2}}}', "", [("f", '{"a": {"b": 2}}')]),
    "bare, several": (
        BARE,
        '{"name": "f", "parameters": {}}; {"name": "g", "parameters": {"a": 1}}',
        "",
        [("f", "{}"), ("g", '{"a": 1}')],
    ),
    "bare JSON that is no call": (BARE, '{"kind": "Pod", "spec": {}}\nmore', '{"kind": "Pod", "spec": {}}\nmore', []),
    "bare call in the text": (BARE, 'It is {"name": "f", "parameters": {}}', 'It is {"name": "f", "parameters": {}}', []),
    "bare, an unknown name": (BARE, '{"name": "x", "parameters": {}} b', '{"name": "x", "parameters": {}} b', []),
    "bare, arguments first": (BARE, '{"parameters":{"a":1.50},"name":"f"}', "", [("f", '{"a":1.50}')]),
    "bare, a name without arguments": (BARE, '{"name": "f", "replicas": 3}', '{"name": "f", "replicas": 3}', []),
    "bare, nothing but a name": (BARE, '\n{"name": "f"}', '\n{"name": "f"}', []),
    "bare, arguments that are no object": (BARE, '{"name": "f", "parameters": 3} x', '{"name": "f", "parameters": 3} x', []),
    "bare, null for arguments": (BARE, '{"name": "f", "parameters": null}', '{"name": "f", "parameters": null}', []),
    "bare, arguments that are a list": (BARE, '{"parameters": [{}], "name": "f"}', '{"parameters": [{}], "name": "f"}', []),
    "bare, cut before the arguments": (BARE, '{"name": "f", "par', '{"name": "f", "par', []),
    "bare, with its type": (BARE, '{"type": "function", "name": "f", "parameters": {"a": 1}}', "", [("f", '{"a": 1}')]),
    "bare, another key between": (
        BARE,
        '{"name": "f", "kind": "Pod", "parameters": {}}',
        '{"name": "f", "kind": "Pod", "parameters": {}}',
        [],
    ),
    "half a pair in the arguments": (
        BARE,
        r'{"parameters":{"a":"\ud83d"},"name":"f"}',
        "",
        [("f", r'{"a":"\ud83d"}')],
    ),
    "half a pair in a name": (BARE, r'{"name": "\ud83d", "parameters": {}}', r'{"name": "\ud83d", "parameters": {}}', []),
    "no arguments between marks": (
        TAGGED,
        '<tool_call>\n{"name": "f"}\n</tool_call>',
        '<tool_call>\n{"name": "f"}\n</tool_call>',
        [],
    ),
    "bracketed": (BRACKETED, '[CALL]{"name": "f", "arguments": {"a": 1}}', "", [("f", '{"a": 1}')]),
    "white space is an answer": (TAGGED, " \n", " \n", []),
}


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
@pytest.mark.parametrize("case", CASES)
def test_an_answer_is_parted_alike_wherever_it_is_cut(case, size):
    form, answer, text, calls = CASES[case]
    assert parse(form, cut(answer, size)) == (text, calls)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


a_call = st.tuples(st.sampled_from(["f", "g"]), st.dictionaries(st.text(max_size=5), values, max_size=3))


@given(
    st.sampled_from([TAGGED, BARE]),
    st.lists(a_call, min_size=1, max_size=3),
    st.lists(st.integers(1, 12), min_size=1, max_size=40),
    st.booleans(),
)
def test_any_calls_are_found_whole_however_they_are_cut(form, calls, sizes, ascii_only):
    spelt = [json.dumps(arguments, ensure_ascii=ascii_only) for _, arguments in calls]
    answer = (form.between or "; ").join(
        f'{form.begin}{{"name": "{name}", "{form.arguments_key}": {text}}}{form.end}'
        for (name, _), text in zip(calls, spelt, strict=True)
    )
    pieces, at = [], 0
    while at < len(answer):
        pieces.append(answer[at : at + sizes[len(pieces) % len(sizes)]])
        at += len(pieces[-1])
    assert parse(form, pieces) == ("", [(name, text) for (name, _), text in zip(calls, spelt, strict=True)])


@given(st.lists(st.sampled_from(["<tool_call>", "</tool_call>", "\n", "{", "}", '"name"', '"f"', ":", ",", "x"]), max_size=12))
def test_no_text_is_lost_where_there_is_no_call(words):
    answer = "".join(words)
    text, calls = parse(TAGGED, words)
    if not calls:
        assert answer == text or answer.removeprefix(text).startswith(TAGGED.begin)  # a call that is cut off


@pytest.mark.parametrize("form", [TAGGED, BARE])
@pytest.mark.parametrize("value", ["[" * 100_000, '{"a":' * 100_000, "9" * 5_000, "[" * 3000 + "]" * 3000])
def test_what_python_cannot_read_is_text(form, value):
    answer = f'{form.begin}{{"name": {value}, "{form.arguments_key}": {{}}}}{form.end}'
    text, calls = parse(form, cut(answer, 20_000))
    assert (text, calls) in ((answer, []), ("", []))  # cut off inside the marks of a call
    assert form is TAGGED or text == answer


def test_an_answer_that_had_to_be_calls_shows_nothing_of_one_that_is_cut_off():
    for answer in ("<tool", '<tool_call>\n{"name": "f', '<tool_call>\n{"name": "f", "arguments": '):
        assert parse(TAGGED, cut(answer, 3), demanded=True) == ("", [])
    assert parse(BARE, ['{"name": "f", "para'], demanded=True) == ("", [])


def test_an_object_that_could_be_both_is_a_call_where_the_judge_says_so():
    answer = '{"name": "f", "parameters": {"a": 1}}'
    for size in (1, 4, 100):
        assert parse(BARE, cut(answer, size), judge=answer.__eq__) == ("", [("f", '{"a": 1}')])
        assert parse(BARE, cut(answer, size), judge=lambda text: False) == (answer, [])


def test_arguments_are_passed_on_before_the_call_ends():
    parser = ToolCallParser(TAGGED, ["f"])
    [named, first] = parser.push('<tool_call>\n{"name": "f", "arguments": {"a": "b')
    assert (named, first) == (ToolCallPiece(0, "", named.id, "f"), ToolCallPiece(0, '{"a": "b'))
    assert parser.push("c") == [ToolCallPiece(0, "c")]
    assert not parser.complete
    parser.push('"}')
    assert parser.complete
