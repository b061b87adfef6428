"""The parts that a form is put together from, on the vocabularies of SmolLM2 and Llama 3."""

import pytest

from assistant.engine.constraints.grammar import Call, Choice, Json, Literal, Repeat, Series, Text, TextUntil
from assistant.errors import InvalidParameter, UnsupportedParameter
from tests.engine.constraints.forms import accepts, allowed, compiled

WEATHER = Json(
    {"type": "object", "properties": {"city": {"$ref": "#/$defs/name"}}, "required": ["city"], "additionalProperties": False}
    | {"$defs": {"name": {"type": "string", "maxLength": 20}}},
    "tools[0].function.parameters",
)
CLOCK = Json(
    {"type": "object", "properties": {"zone": {"$ref": "#/$defs/name"}}, "additionalProperties": False}
    | {"$defs": {"name": {"enum": ["UTC", "CET"]}}},
    "tools[1].function.parameters",
)
TOOLS = (Call("weather", WEATHER), Call("clock", CLOCK))
HERMES = Repeat(Series((Literal("<tool_call>\n"), Choice(TOOLS), Literal("\n</tool_call>"))), between="\n")
LLAMA = tuple(Call(call.name, call.arguments, arguments_key="parameters") for call in TOOLS)

PARIS = '{"name": "weather", "arguments": {"city": "Paris"}}'
CET = '{"name": "clock", "arguments": {"zone": "CET"}}'


def test_calls_in_the_format_of_hermes_keep_each_function_to_its_own_schema(smollm, smollm_compiler):
    def wrapped(*calls):
        return "\n".join(f"<tool_call>\n{call}\n</tool_call>" for call in calls)

    assert accepts(smollm_compiler, smollm, HERMES, wrapped(PARIS))
    assert accepts(smollm_compiler, smollm, HERMES, wrapped(CET, PARIS, CET))
    for wrong in (
        PARIS,
        wrapped(PARIS) + "\n",
        wrapped(PARIS.replace("weather", "clock")),
        wrapped(CET.replace("CET", "PST")),
        wrapped(PARIS.replace("weather", "wether")),
        wrapped("{}"),
    ):
        assert not accepts(smollm_compiler, smollm, HERMES, wrong)


def test_one_call_in_the_format_of_llama_may_follow_its_control_token(llama3, llama3_compiler):
    form = Series((Choice((Literal("<|python_tag|>"), Literal("call: "))), Choice(LLAMA)))
    text = PARIS.replace("arguments", "parameters")
    assert accepts(llama3_compiler, llama3, form, "call: " + text)
    state = compiled(llama3_compiler, form).start()
    control = llama3.controls["<|python_tag|>"]
    assert control in allowed(state)
    state.accept(control)
    ids = llama3.encode(text)
    assert state.fit(ids) == ids
    for token in ids:
        state.accept(token)
    assert state.ended


def test_the_spelling_of_a_control_token_is_that_token_and_not_its_text(llama3, llama3_compiler):
    state = compiled(llama3_compiler, Literal("<|python_tag|>x")).start()
    assert allowed(state) == [llama3.controls["<|python_tag|>"]]
    assert state.fit(llama3.encode("<|python_tag|>x")) == []


def test_no_control_token_is_possible_inside_a_string(llama3, llama3_compiler):
    for form in (Json({"type": "string"}, "field"), Json({"type": "object"}, "field"), Text()):
        state = compiled(llama3_compiler, form).start()
        if isinstance(form, Json):
            for token in llama3.encode('{"a' if form.schema["type"] == "object" else '"a'):
                state.accept(token)
        assert not set(llama3.controls.values()) & set(allowed(state, may_end=False))
        assert len(allowed(state)) > 1000


def test_free_text_goes_on_until_a_call_begins(smollm, smollm_compiler):
    calls = Series((Choice(TOOLS), Literal("</tool_call>")))
    form = Choice((Text(("<tool_call>",)), Series((TextUntil("<tool_call>"), calls, Text(("<tool_call>",))))))
    for right in (
        "",
        "It is cold.",
        "a < b <tool",
        f"Let me see. <tool_call>{PARIS}</tool_call>",
        f"<tool_call>{CET}</tool_call> So.",
    ):
        assert accepts(smollm_compiler, smollm, form, right), right
    for wrong in ("x <tool_call>", "x <tool_call> no", f"<tool_call>{CET}</tool_call><tool_call>"):
        assert not accepts(smollm_compiler, smollm, form, wrong), wrong


def test_free_text_can_end_at_a_control_token(llama3, llama3_compiler):
    form = Series((TextUntil("<|python_tag|>"), Choice(LLAMA)))
    state = compiled(llama3_compiler, form).start()
    for token in (*llama3.encode("Let me see: "), llama3.controls["<|python_tag|>"], *llama3.encode('{"name": "')):
        assert state.fit([token]) == [token]
        state.accept(token)
    assert not state.ended


def test_what_stands_before_a_control_token_at_the_end_of_a_text_belongs_to_the_end(llama3, llama3_compiler):
    state = compiled(llama3_compiler, Series((TextUntil("\n<|python_tag|>"), Literal("x")))).start()
    control = llama3.controls["<|python_tag|>"]
    for token, may in ((llama3.encode("a")[0], False), (llama3.encode("\n")[0], True)):
        state.accept(token)
        assert (control in allowed(state)) == may
    assert state.fit(llama3.encode("\n<|python_tag|>")) != llama3.encode("\n<|python_tag|>")


@pytest.mark.parametrize(
    ("least", "most", "counts"), [(0, None, {0, 1, 2, 3, 4}), (1, 1, {1}), (2, 3, {2, 3}), (0, 2, {0, 1, 2})]
)
def test_a_part_is_repeated_as_often_as_it_may(least, most, counts, smollm, smollm_compiler):
    form = Repeat(Literal("a"), least, most, between=", ")
    assert {count for count in range(5) if accepts(smollm_compiler, smollm, form, ", ".join("a" * count))} == counts
    assert not accepts(smollm_compiler, smollm, form, "a,")


def test_what_is_wrong_is_told_with_the_part_that_it_is_in(smollm_compiler):
    text = {"type": "string", "pattern": "^a$", "minLength": 2}
    nothing = Json({"type": "object", "properties": {"a": text}, "required": ["a"]}, "tools[1]")
    with pytest.raises(InvalidParameter, match=r"^tools\[1\]: no value can satisfy it") as caught:
        compiled(smollm_compiler, Series((TOOLS[0], Literal("\n"), Call("b", nothing))))
    assert caught.value.param == "tools[1]"
    unknown = Json({"properties": {"a": {"not": {}}}}, "tools[1].function.parameters")
    with pytest.raises(UnsupportedParameter, match=r"^tools\[1\]\.function\.parameters\.properties\.a\.not: "):
        compiled(smollm_compiler, Choice((TOOLS[0], Call("b", unknown))))
