"""Stop strings and calls in one answer, cut anywhere."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.answer_text import AnswerText
from assistant.engine.tool_calls import ToolCallParser
from assistant.model.tool_format import ToolFormat

TAGGED = ToolFormat()
BARE = ToolFormat("", "", arguments_key="parameters", between=None, native=True)


def call(arguments: str, form: ToolFormat = TAGGED) -> str:
    return f'{form.begin}{{"name": "f", "{form.arguments_key}": {arguments}}}{form.end}'


def read(answer: str, *stops: str, size: int = 1, form: ToolFormat = TAGGED, reason="stop", **options):
    """Text, arguments of the calls and finish reason."""
    text = AnswerText(stops, ToolCallParser(form, ["f"], **options))
    shown, calls = "", {}
    pieces = [answer[at : at + size] for at in range(0, len(answer), size)]
    for take in (*(lambda p=p: text.push(p) for p in pieces), lambda: text.finish("")):
        if text.stopped:
            break
        more, found = take()
        shown += more
        for piece in found:
            calls[piece.call] = calls.get(piece.call, "") + piece.arguments
    return shown, list(calls.values()), text.end(reason)


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
@pytest.mark.parametrize(
    ("answer", "stops", "expected"),
    [
        (call('{"cmd": "a;b"}'), (";",), ("", ['{"cmd": "a;b"}'], "tool_calls")),
        (call('{"cmd": "a"}'), ("\n",), ("", ['{"cmd": "a"}'], "tool_calls")),
        (call("{}"), ("<", "{", "}", "call", "name"), ("", ["{}"], "tool_calls")),
        ("So; " + call("{}"), (";",), ("So", [], "stop")),
        ("So " + call('{"a": ";"}') + " and; more", (";",), ("So  and", ['{"a": ";"}'], "tool_calls")),
        ("a s" + call("{}") + "top b", ("stop",), ("a stop b", ["{}"], "tool_calls")),
        ("x" + call("{}") + call("{}"), ("</tool_call><tool_call>",), ("x", ["{}", "{}"], "tool_calls")),
        ('<tool_call>\n{"name": "f", "arguments": {"a": ', (), ("", ['{"a": '], "stop")),
        (call("{}") + '<tool_call>\n{"name": "f", "arguments": {"a": 1', (), ("", ["{}", '{"a": 1'], "stop")),
        (call("{}")[:-13], (), ("", ["{}"], "tool_calls")),
        ("no call", ("<tool_call>",), ("no call", [], "stop")),
        ("ab" + call("{}"), ("ab!", "b"), ("a", [], "stop")),
        ("<tool_call>\nwhat\n</tool_call> end", ("what",), ("<tool_call>\n", [], "stop")),
    ],
)
def test_stop_strings_are_looked_for_outside_calls_alone(answer, stops, expected, size):
    assert read(answer, *stops, size=size) == expected


@pytest.mark.parametrize("cut_at", range(1, len(call('{"a": "b;"}'))))
def test_a_call_that_is_cut_off_is_no_stop_and_no_call(cut_at):
    answer = call('{"a": "b;"}')[:cut_at]
    whole = '{"a": "b;"}' in answer
    for reason in ("length", "stop"):
        shown, calls, end = read(answer, "\n", ";", reason=reason, demanded=True)
        assert shown == ""
        assert end == ("tool_calls" if whole and reason == "stop" else reason)
        assert "".join(calls) in ("", '{"a": "b;"}'[: len(calls[0])] if calls else "")


@pytest.mark.parametrize("form", [TAGGED, BARE])
@given(
    text=st.text("ab;\n", max_size=6),
    value=st.text('ab;\n<"\\', max_size=8),
    stop=st.text("ab;\n", min_size=1, max_size=3),
    size=st.integers(1, 9),
)
def test_no_stop_string_is_shown_and_no_argument_is_cut(form, text, value, stop, size):
    arguments = json.dumps({"a": value})
    before = text if form is TAGGED else ""
    shown, calls, end = read(before + call(arguments, form), stop, size=size, form=form)
    if before.strip() and stop in before:
        assert (shown, calls, end) == (before[: before.index(stop)], [], "stop")
    else:
        assert (shown, calls, end) == (before if before.strip() else "", [arguments], "tool_calls")


def test_without_functions_all_is_text():
    text = AnswerText(("p;",))
    assert text.push("<tool_call>\np") == ("<tool_call>\n", [])
    assert text.push("q", looking=False) == ("pq", [])
    assert text.push("p;x") == ("", [])
    assert text.stopped
    assert text.end(None) == "stop"
    assert AnswerText(("stop",)).finish("st") == ("st", [])


@pytest.mark.parametrize("head", ['{\u00a0"name": "f", "parameters": ', '{"name": "a\\q", "parameters": '])
def test_what_no_call_of_the_bare_form_begins_with_is_text(head):
    answer = head + '{"a": 1}}'
    assert read(answer, form=BARE) == (answer, [], "stop")
