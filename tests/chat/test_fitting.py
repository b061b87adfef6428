"""A long paste in a conversation with a limit."""

import asyncio

from assistant.chat.fitting import fitted
from assistant.model.conversation import Message

QUESTION = Message("user", "why does this fail?")
LOG = "\n".join([f"2026-01-02 INFO step {i} took {i % 7} ms" for i in range(5000)] + ["fatal: disk quota exceeded"])


async def words(messages) -> int:
    """Stands for a tokenizer: two tokens a word."""
    return sum(2 * len(message.content.split()) for message in messages)


def fit(messages, room):
    return asyncio.run(fitted(messages, room, words))


def test_what_fits_stays():
    assert fit([QUESTION], 100).messages == (QUESTION,)
    assert fit([QUESTION], 100).excerpt is None


def test_a_log_of_thousands_of_lines_fits_with_its_errors_and_the_question():
    found = fit([Message("system", "be brief"), QUESTION, Message("user", LOG), Message("assistant", "which?")], 1500)
    assert asyncio.run(words(found.messages)) <= 1500
    assert asyncio.run(words(found.messages)) > 700  # the room is used
    assert "disk quota exceeded" in found.messages[2].content
    assert [found.messages[at] for at in (0, 1, 3)] == [Message("system", "be brief"), QUESTION, Message("assistant", "which?")]
    assert found.excerpt.lines == 5001


def test_the_result_of_a_tool_may_be_the_long_one():
    found = fit([QUESTION, Message("tool", LOG, tool_call_id="a")], 1500)
    assert found.messages[1].tool_call_id == "a"
    assert found.excerpt


def test_what_can_never_fit_is_left_for_the_engine_to_refuse():
    long = Message("assistant", "word " * 5000)
    assert fit([long, QUESTION], 1500).messages == (long, QUESTION)
    assert fit([QUESTION, Message("user", LOG)], 3).excerpt is None
