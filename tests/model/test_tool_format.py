"""The spelling of calls, read from templates of several families; the real ones render what we put in."""

import json

import pytest

from assistant.errors import InvalidParameter
from assistant.model.chat_template import ChatTemplate
from assistant.model.conversation import Message, Tool, ToolCall
from assistant.model.tokenizer import Tokenizer
from assistant.model.tool_format import ToolFormat, as_json, find_tool_format, schema
from tests.model.test_chat_template import LLAMA

TAGS = """
{%- if tools %}<|im_start|>system
{% for tool in tools %}{{ tool | tojson }}
{% endfor %}<|im_end|>
{% endif %}
{%- for message in messages %}<|im_start|>{{ message.role }}
{{ message.content }}
{%- for call in message.tool_calls or [] %}{{ '\n' }}<tool_call>
{"name": {{ call.function.name | tojson }}, "arguments": {{ call.function.arguments | tojson }}}
</tool_call>{% endfor %}<|im_end|>
{% endfor %}"""
PLAIN = "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
FOREIGN = TAGS.replace('{"name": {{ call.function.name | tojson }}, "arguments": ', "<f={{ call.function.name }}>")
TOOL = Tool("pods", "Lists pods.", {"type": "object", "properties": {"namespace": {"type": "string"}}})
CALLS = (ToolCall("1", "pods", '{"namespace": "a"}'), ToolCall("2", "pods", '{"namespace": "größe"}'))
CHAT = [
    Message("user", "which?"),
    Message("assistant", "", tool_calls=CALLS),
    Message("tool", "one", tool_call_id="2"),
    Message("tool", "two", tool_call_id="1"),
    Message("user", "thanks"),
]


def template(text: str) -> ChatTemplate:
    return ChatTemplate({"default": text}, {"bos_token": "<s>"})


@pytest.mark.parametrize(
    ("text", "form"),
    [
        (TAGS, ToolFormat("<tool_call>\n", "\n</tool_call>", native=True)),
        (LLAMA, ToolFormat("", "", arguments_key="parameters", between=None, native=True)),
        (PLAIN, ToolFormat()),
        (FOREIGN, ToolFormat()),
        ("{{ raise_exception('no') }}", ToolFormat()),
    ],
)
def test_the_format_is_what_the_template_shows(text, form):
    found = find_tool_format(template(text))
    assert (found.begin.strip(), found.end.strip()) == (form.begin.strip(), form.end.strip())
    assert (found.name_key, found.arguments_key, found.native) == (form.name_key, form.arguments_key, form.native)
    assert (found.between is None) == (form.between is None)


@pytest.mark.parametrize("text", [TAGS, LLAMA, PLAIN])
def test_every_template_renders_a_conversation_with_calls_and_results(text):
    form = find_tool_format(template(text))
    messages = [as_json(message) for message in form.messages(CHAT, [TOOL])]
    shown = template(text).render(messages, tools=[schema(TOOL)] if form.native else None)
    for piece in ('"namespace": "a"', '"namespace": "größe"', "one", "two", "Lists pods.", "thanks"):
        assert piece in shown


def test_a_template_that_takes_one_call_a_message_gets_each_with_its_result_behind_it():
    form = find_tool_format(template(LLAMA))
    split = form.messages(CHAT, [TOOL])
    assert [(message.role, [call.id for call in message.tool_calls], message.tool_call_id) for message in split] == [
        ("user", [], None),
        ("assistant", ["1"], None),
        ("tool", [], "1"),
        ("assistant", ["2"], None),
        ("tool", [], "2"),
        ("user", [], None),
    ]


@pytest.mark.parametrize("text", [LLAMA, "{% for m in messages %}{{ m.role + m.content }}{% endfor %}"])
def test_no_arguments_are_an_empty_object(text):
    form = find_tool_format(template(text))
    for blank in ("", " "):
        messages = form.messages(
            [Message("user", "x"), Message("assistant", "", tool_calls=(ToolCall("1", "f", blank),))], [TOOL]
        )
        shown = template(text).render([as_json(message) for message in messages])
        assert f'"name": "f", "{form.arguments_key}": {{}}}}' in shown


def test_a_result_stays_with_the_call_before_it_and_none_is_lost():
    def asking(*ids: str) -> Message:
        return Message("assistant", "I look.", tool_calls=tuple(ToolCall(each, "pods", "{}") for each in ids))

    def told(call_id: str, content: str) -> Message:
        return Message("tool", content, tool_call_id=call_id)

    form = find_tool_format(template(LLAMA))
    split = form.messages(
        [
            Message("user", "which?"),
            *(asking("call_0", "call_1"), told("call_1", "b1"), told("call_0", "a1")),
            *(asking("call_0", "call_1"), told("call_0", "a2"), told("call_1", "b2"), told("call_0", "a2 again")),
            *(asking("call_0"), told("call_0", "a3")),
            *(asking("x", "x"), told("x", "c1"), told("x", "c2"), told("call_1", "late")),
            *(Message("user", "thanks"), told("call_0", "very late")),
        ],
        [TOOL],
    )
    assert [message.content or message.tool_calls[0].id for message in split] == [
        *("which?", "I look.", "a1", "call_1", "b1"),
        *("I look.", "a2", "call_1", "b2", "a2 again"),
        *("I look.", "a3"),
        *("I look.", "c1", "x", "c2", "late"),
        *("thanks", "very late"),
    ]
    shown = template(LLAMA).render([as_json(message) for message in split], tools=[schema(TOOL)])
    for result in ("a1", "b1", "a2", "b2", "a2 again", "a3", "c1", "c2", "late", "very late"):
        assert f"\n\n{json.dumps(result)}<|eot_id|>" in shown


@pytest.mark.parametrize(
    "arguments",
    ["[" * 100_000, "[" * 500 + "]" * 500, '{"a":"\\ud800"}', '{"\\udfff":[1]}', '{"a": NaN}', "9" * 5_000, "no JSON"],
)
@pytest.mark.parametrize("text", [TAGS, LLAMA, PLAIN])
def test_arguments_that_no_template_could_write_as_json_stay_text(text, arguments, embedded):
    tokenizer = Tokenizer(embedded.tokenizer._backend, template(text), [0])
    chat = [Message("user", "u"), Message("assistant", "", tool_calls=(ToolCall("1", "pods", arguments),))]
    said = tokenizer.decode_raw(tokenizer.encode_chat([*chat, Message("user", "v")], [TOOL]))
    assert (arguments if text is PLAIN else json.dumps(arguments)) in said


def test_a_schema_that_is_no_text_or_too_deep_is_refused(embedded):
    tokenizer = Tokenizer(embedded.tokenizer._backend, template(TAGS), [0])
    deep: dict = {}
    for _ in range(5_000):
        deep = {"properties": deep}
    for parameters, message in (({"description": "\ud800"}, "half of a surrogate pair"), (deep, "nested too deep")):
        with pytest.raises(InvalidParameter, match=message):
            tokenizer.encode_chat([Message("user", "u")], [Tool("f", "", parameters)])


def test_a_model_without_functions_is_told_of_them_in_words():
    first, question, answer, *results, _ = ToolFormat().messages(CHAT, [TOOL])
    assert first.role == "system"
    assert json.dumps(schema(TOOL)["function"]) in first.content
    assert question == CHAT[0]
    assert answer.content.count("<tool_call>") == 2
    assert [result.role for result in results] == ["user", "user"]
    [joined] = ToolFormat().messages([Message("system", "Be brief.")], [TOOL])
    assert joined.content.startswith("Be brief.\n\n")
    assert ToolFormat().messages([Message("user", "u")], []) == [Message("user", "u")]
