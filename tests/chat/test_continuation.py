"""Where an answer goes on."""

import pytest

from assistant.chat.continuation import Continuation, continuation

LEAD = "Use `kubectl get pods` [1].\n\n"


@pytest.mark.parametrize(
    ("begun", "said", "expected"),
    [
        ("", "", Continuation("", "", 0, leads=True)),
        ("", LEAD, Continuation("", LEAD, 0, leads=True)),
        (LEAD[:9], LEAD, Continuation("", LEAD[9:], 0, leads=True)),
        (LEAD, LEAD, Continuation("", "", 0, leads=True)),
        (LEAD + "It lists", LEAD, Continuation("It lists", "", 0, leads=False)),
        (LEAD + "It lists ", LEAD, Continuation("It lists", "", 1, leads=False)),
        ("if x:\n    ", "", Continuation("if x:\n   ", "", 1, leads=False)),
        ("if x:\n   ", "", Continuation("if x:\n   ", "", 0, leads=False)),
    ],
)
def test_what_is_left_to_say(begun, said, expected):
    assert continuation(begun, said) == expected
