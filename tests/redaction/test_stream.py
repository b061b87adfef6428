"""Text in pieces, cut anywhere, against the same text as a whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.redaction.redactor import Redacted, Redactor
from assistant.redaction.rules import LONGEST_ANCHOR
from assistant.redaction.view import AHEAD
from tests.redaction import fresh, known
from tests.redaction.templates import fill, left

REDACTOR = Redactor()
TEMPLATES = known.POSITIVES + known.LOOKALIKES + fresh.POSITIVES + fresh.LOOKALIKES

filled = st.builds(lambda template, seed: fill(template, seed)[0], st.sampled_from(TEMPLATES), st.integers(0, 50))
joints = st.sampled_from(["\n", " ", "", "\r\n", "\n\n", "'", '"', "\\n", ": ", "=", "x" * 200])
# What rules look at, in any order: the shapes that nobody thought of.
fragments = st.sampled_from([
    "password", "token", ": ", "=", '"', "'", "\\", "\n", " ", "- name: ", "value: ", "kind: Secret\n", "data:\n", "  a: ", "|\n", "://", "u:", "@", "h/",
    "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "Ab1" * 12, "Ab1" * 600, "eyJhbGciOiJIUzI1NiJ9", ".", "-p", "mysql ", "REDACTED_PASSWORD_1",
    "Authorization: Bearer ", "cookie: a=", "{", "}", "\r", "\x1b[31m", " is ", "secret", "apiVersion: v1\n", '"data":{"a":"', "İ", "🔑", "${", "\t", ":5432:",
])  # fmt: skip
texts = st.one_of(
    st.lists(st.tuples(filled, joints), min_size=1, max_size=4).map(lambda parts: "".join(a + b for a, b in parts)),
    st.lists(fragments, max_size=25).map("".join),
    st.text(max_size=200),
)


def in_pieces(text: str, cuts: list[int]) -> Redacted:
    stream, given_out, begin = REDACTOR.stream(), [], 0
    for cut in [*sorted({cut % (len(text) + 1) for cut in cuts}), len(text)]:
        given_out.append(stream.feed(text[begin:cut]))
        begin = cut
    return Redacted("".join(given_out) + stream.close(), stream.findings)


@given(texts, st.lists(st.integers(0, 10**6), max_size=12))
@settings(max_examples=150, deadline=None)
def test_pieces_give_what_the_whole_gives(text, cuts):
    assert in_pieces(text, cuts) == REDACTOR.redact(text)


@given(texts)
@settings(max_examples=30, deadline=None)
def test_single_characters_give_what_the_whole_gives(text):
    assert in_pieces(text, list(range(len(text)))) == REDACTOR.redact(text)


@given(texts)
@settings(max_examples=100, deadline=None)
def test_what_is_redacted_needs_no_second_time(text):
    once = REDACTOR.redact(text).text
    assert REDACTOR.redact(once).text == once


def test_no_piece_of_a_secret_is_given_out_before_it_is_known():
    for template in known.POSITIVES[::3]:
        text, values = fill(template, 7)
        stream, seen = REDACTOR.stream(), ""
        for character in text:
            seen += stream.feed(character)
            assert not any(left(value, seen) for value in values)


def test_plain_text_is_held_back_to_its_last_word():
    stream, text = (
        REDACTOR.stream(),
        "The pod restarts because its memory limit is too low. Raise it with kubectl set resources.\n" * 5,
    )
    given_out = ""
    for end, character in enumerate(text, 1):
        given_out += stream.feed(character)
        assert given_out == text[: text.rfind(" ", 0, end) + 1] or given_out == text[: text.rfind("\n", 0, end) + 1]
    word = "a" * 5000
    assert len(stream.feed(word)) == len(word) - LONGEST_ANCHOR


@given(st.lists(fragments, max_size=60).map("".join))
@settings(max_examples=50, deadline=None)
def test_what_is_held_back_is_bounded(text):
    stream, given_out = REDACTOR.stream(), ""
    for begin in range(0, len(text), 50):
        given_out += stream.feed(text[begin : begin + 50])
    replaced = REDACTOR.redact(text)
    if not replaced.findings:
        assert len(text) - len(given_out) <= AHEAD + LONGEST_ANCHOR
