"""An answer that goes round in circles ends; others are not touched."""

import pytest

from assistant.chat.loops import LoopGuard

LOOP = "- Testing and more testing\n- Deployment and pipelines\n"
CODE = "```yaml\n" + "  - name: a web server\n" * 5 + "```\n"


def read(text, size):
    guard, said = LoopGuard(), ""
    for at in range(0, len(text), size):
        said += guard.feed(text[at : at + size])
        if guard.ended:
            return said, True
    return said + guard.close(), guard.ended


@pytest.mark.parametrize("size", [1, 5, 1000])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can help:\n" + LOOP * 9, "I can help:\n" + LOOP * 2),
        ("It is so. It is so. It is so. It is so.", "It is so. It is so."),
        ("1. Save the file.\n2. Save the file.\n3. Save the file.\n", "1. Save the file.\n2. Save the file."),
    ],
)
def test_what_was_said_twice_is_not_said_again(text, expected, size):
    said, ended = read(text, size)
    assert (said.rstrip(), ended) == (expected.rstrip(), True)


def test_an_answer_that_goes_on_remembers_what_it_said():
    whole = "I can help:\n" + LOOP * 9
    for cut in range(len(whole)):
        guard = LoopGuard(whole[:cut])
        shown = guard.feed(whole[cut:])
        assert guard.ended
        assert len(shown) <= max(len(LOOP), len("I can help:\n" + LOOP * 2) - cut)
    guard = LoopGuard("```yaml\n  - name: a web server\n")
    assert guard.feed("  - name: a web server\n" * 4) + guard.close() == "  - name: a web server\n" * 4


@pytest.mark.parametrize("size", [1, 5, 1000])
@pytest.mark.parametrize(
    "text", [CODE, "Yes. Yes. Yes. Yes.", "One thing is this.\n\n" + CODE + "And the end is that, e.g. v1.2", ""]
)
def test_nothing_else_is_touched(text, size):
    assert read(text, size) == (text, False)
