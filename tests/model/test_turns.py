"""The order of messages that templates take, and conversations of any order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model.chat_template import ChatTemplate
from assistant.model.conversation import Message, ToolCall
from assistant.model.tool_format import as_json
from assistant.model.turns import Turns, find_turns
from tests import gemma, llama
from tests.model.test_chat_template import LLAMA

REFUSE = "{{ raise_exception('no') }}"
SHOW = "{{ '[' + m.role + ']' + m.content }}"
# a system message at the beginning, then turns that alternate, as Mistral's templates have it
MISTRAL = (
    "{% set ns = namespace(n=0) %}{% for m in messages %}"
    "{% if m.role == 'system' %}{% if not loop.first %}" + REFUSE + "{% endif %}"
    "{% elif m.role != 'tool' %}"
    "{% if m.role != ['user', 'assistant'][ns.n % 2] %}" + REFUSE + "{% endif %}{% set ns.n = ns.n + 1 %}"
    "{% endif %}" + SHOW + "{% endfor %}"
)
# one that says nothing of a system message that is not the first
FORGETFUL = "{% for m in messages %}{% if m.role != 'system' or loop.first %}" + SHOW + "{% endif %}{% endfor %}"
ALL = Turns()
TEMPLATES = {
    "gemma": (gemma.CHAT_TEMPLATE, Turns(system=False, later_system=False, chains=frozenset())),
    "mistral": (MISTRAL, Turns(later_system=False, chains=frozenset())),
    "forgetful": (FORGETFUL, Turns(later_system=False, chains=frozenset({"user", "assistant"}))),
    "llama": (LLAMA, ALL),
    "small llama": (llama.CHAT_TEMPLATE, ALL),
    "nothing": (REFUSE, ALL),
}


def template(name: str) -> ChatTemplate:
    return ChatTemplate({"default": TEMPLATES[name][0]}, {"bos_token": "<s>"})


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_order_is_what_the_template_takes(name):
    assert find_turns(template(name)) == TEMPLATES[name][1]


@pytest.mark.parametrize("name", ["gemma", "mistral", "forgetful", "llama"])
@given(roles=st.lists(st.sampled_from(["system", "user", "assistant"]), max_size=7))
def test_every_conversation_that_the_user_begins_is_shown_whole_and_in_order(name, roles):
    kinds = [*(role for role in roles[:2] if role == "system"), "user", *roles]
    messages = [Message(role, f"<text {number}>") for number, role in enumerate(kinds)]
    arranged = find_turns(template(name)).arranged(messages)
    shown = template(name).render([as_json(message) for message in arranged])
    places = [shown.find(message.content) for message in messages]
    assert -1 not in places
    assert places == sorted(places)


def test_what_a_template_takes_stays_as_it_is():
    messages = [Message("user", "a", name="x"), Message("user", "b"), Message("system", "c"), Message("system", "d")]
    assert ALL.arranged(messages) == messages


def test_calls_stay_with_what_was_said():
    call = ToolCall("1", "f", "{}")
    turns = Turns(chains=frozenset())
    said, called = Message("assistant", "I look."), Message("assistant", "", tool_calls=(call,))
    assert turns.arranged([said, called]) == [Message("assistant", "I look.", tool_calls=(call,))]
    assert turns.arranged([called, called]) == [called, called]
    results = [Message("tool", "x", tool_call_id="1"), Message("tool", "y", tool_call_id="1")]
    assert turns.arranged(results) == results


def test_a_name_is_kept_where_it_is_that_of_both():
    turns = Turns(chains=frozenset())
    ann, bob = Message("user", "a", name="ann"), Message("user", "b", name="bob")
    assert [message.name for message in turns.arranged([ann, ann])] == ["ann"]
    assert [message.name for message in turns.arranged([ann, bob])] == [None]
