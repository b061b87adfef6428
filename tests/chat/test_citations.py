"""Only what was given can be cited, however the text is cut."""

import pytest

from assistant.chat.citations import CitationFilter

GIVEN = "see https://wiki.shop.example/api_(v2)#restart and /v1/devops/references/handbook/git/undo"


def read(text, size, references=2):
    filter_ = CitationFilter(references, lambda target: target in GIVEN)
    return "".join(filter_.feed(text[at : at + size]) for at in range(0, len(text), size)) + filter_.close()


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Scale it first [1], then wait [2].", "Scale it first [1], then wait [2]."),
        ("Scale it first [3], then wait [0].\n", "Scale it first, then wait.\n"),
        ("Both [1, 7] say so [4,5].", "Both [1] say so."),
        ("A footnote[^1] and [^9] none", "A footnote[1] and none"),
        (
            "Take spec.items[3] and items[7].name and `a [7]` as they are",
            "Take spec.items[3] and items[7].name and `a [7]` as they are",
        ),
        ("It restarts[1]. It stops[8].", "It restarts[1]. It stops."),
        ("As [the docs](https://docs.example/x) say", "As the docs say"),
        (
            "As [the wiki](https://wiki.shop.example/api_(v2)#restart) says",
            "As [the wiki](https://wiki.shop.example/api_(v2)#restart) says",
        ),
        ("![plan](https://evil.example/p.png?q=1) it", "plan it"),
        ('[undo](/v1/devops/references/handbook/git/undo "Undo")', '[undo](/v1/devops/references/handbook/git/undo "Undo")'),
        ("- [ ] open\n- [x] done [8]\n", "- [ ] open\n- [x] done\n"),
        ("```python\na = b [7]\n[x](y)\n```\nend [7]", "```python\na = b [7]\n[x](y)\n```\nend"),
        ("open [bracket and a [2", "open [bracket and a [2"),
        ("a\r\nb [9]\r\nc", "a\r\nb\r\nc"),
        ("see [1]: it", "see [1]: it"),
    ],
)
def test_what_was_not_given_is_not_cited(text, expected, size):
    assert read(text, size) == expected


def test_without_references_nothing_is_cited():
    assert read("So it is [1].", 1, references=0) == "So it is."


def test_a_bracket_that_never_closes_does_not_hold_the_answer_back():
    filter_ = CitationFilter(1, lambda _: False)
    out = "".join(filter_.feed("word ") for _ in range(10)) + filter_.feed("[" + "x" * 5000)
    assert len(out) > 4000
