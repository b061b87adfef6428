"""Answers cut anywhere into text and calls."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.tool_calls import CallPiece, ToolCallParser
from assistant.model.tool_format import ToolFormat

TAGGED = ToolFormat()
BARE = ToolFormat("", "", arguments_key="parameters", between=None, native=True)
BRACKETED = ToolFormat("[CALL]", "", between="", native=True)


def parse(form: ToolFormat, pieces: list[str], names=("f", "g")) -> tuple[str, list[tuple[str, str]]]:
    """The text and the calls of an answer that comes in these pieces."""
    parser = ToolCallParser(form, names)
    text, calls = "", {}
    for piece in pieces:
        shown, found = parser.push(piece)
        text += shown
        for part in found:
            assert isinstance(part, CallPiece)
            name, arguments = calls.get(part.call, (part.name, ""))
            assert name is not None
            calls[part.call] = (name, arguments + part.arguments)
    text += parser.finish()
    assert list(calls) == list(range(parser.calls))
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
    "cut before the name": (TAGGED, '<tool_call>\n{"na', '<tool_call>\n{"na', []),
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
        assert text == answer


def test_arguments_are_passed_on_before_the_call_ends():
    parser = ToolCallParser(TAGGED, ["f"])
    assert parser.push('<tool_call>\n{"name": "f", "arguments": {"a": "b')[1] == [
        CallPiece(0, "", "f"),
        CallPiece(0, '{"a": "b'),
    ]
    assert parser.push("c")[1] == [CallPiece(0, "c")]
