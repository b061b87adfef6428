"""Patterns of ECMA-262; the oracle is Python's `re`, where both languages agree."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.engine.constraints.grammar import Regex
from assistant.engine.constraints.regular_expression import translate
from assistant.errors import UnsupportedParameter
from tests.engine.constraints.forms import accepts, compact, compiled, walk

TEXTS = [
    "",
    "a",
    "b",
    "ab",
    "ba",
    "aab",
    "A",
    "é",
    "x1",
    "1",
    "12",
    "a-b",
    "a.b",
    "a/b",
    "[a]",
    "{1}",
    "a b",
    "\\",
    '"',
    "_",
    "^",
    "&",
]
PATTERNS = [
    "a", "^a", "a$", "^a$", "^a|b$", "(^a)|1", "(a|^)b", "^(a|b)+$", "^[ab]*$", "^[^ab]$", "^.$", "^\\w+$", "^\\W$",
    "^\\d{1,2}$", "^\\D*$", "^a{2}b?$", "^a{0,1}b{1,}$", "^[a-c]-[a-c]$", "^[-a]+$", "^\\[a\\]$", "^[\\]\\[a]+$", "^\\{1\\}$",
    "a/b", "a\\/b", "^\\x61$", "^\\u0061$", "^\\u00e9$", "^[&&a]$", "^[a&&b]$", "^\\.$|^\\\\$", '^"$', "^(?:ab|ba)$",
    "^[^\\w]$", "^a*?b$", "\\^", "^$", "[[a]", "^a.b$", "^[.]$|^_$", "^\\S+\\s\\S+$",
]  # fmt: skip


@pytest.mark.filterwarnings("ignore:Possible:FutureWarning")  # of Python, on brackets that may mean more some day
@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_means_what_it_means_to_a_validator(pattern, smollm, smollm_compiler):
    python = re.compile(pattern.replace("\\/", "/"), re.ASCII)
    schema = {"type": "string", "pattern": pattern}
    found = [text for text in TEXTS if accepts(smollm_compiler, smollm, schema, compact(text))]
    assert found == [text for text in TEXTS if python.search(text)]


def test_what_rust_and_javascript_read_differently_is_read_as_javascript_does(smollm, smollm_compiler):
    def matches(pattern, text):
        return accepts(smollm_compiler, smollm, {"type": "string", "pattern": pattern}, compact(text))

    assert matches("^\\s$", "\ufeff")
    assert not matches("^\\s$", "\u0085")
    assert not matches("^.$", "\u2028")
    assert not matches("^\\d$", "٣")
    assert matches("^\\ud83d\\ude00$", "😀")
    assert matches("^\\u{1F600}$", "😀")
    assert matches("^\\p{Lu}$", "É")
    assert matches("^(?<year>\\d{4})$", "2026")


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", "(?i)a", "(?P<x>a)", "(a)\\1", "\\k<x>", "\\bword\\b", "\\B", "\\Aa\\z",
        "\\cA", "a{,2}", "[]", "[^]", "[z-a]", "[a-\\d]", "(", ")", "[a", "a**", "*a", "^*", "\\", "\\ud800", "\\u{110000}",
        "a{3}{2}", "^{1}$", "[\ud800]",
    ],
)  # fmt: skip
def test_what_is_wrong_or_not_supported_is_refused(pattern):
    with pytest.raises(ValueError, match=r"character|surrogate"):
        translate(pattern)


@pytest.mark.parametrize("pattern", ["a^", "a$b", "a{3,2}", "\\p{Nothing}"])
def test_what_only_the_library_refuses_is_refused_with_its_place(pattern, smollm_compiler):
    with pytest.raises(UnsupportedParameter, match=r"^field\.schema: it cannot be enforced"):
        compiled(smollm_compiler, {"properties": {"a": {"pattern": pattern}}})
    with pytest.raises(UnsupportedParameter, match=r"^field: it cannot be enforced"):
        compiled(smollm_compiler, Regex(f"{pattern}", "field"))


def test_a_regular_expression_is_the_whole_answer(smollm, smollm_compiler):
    form = Regex("(yes|no)/[0-9]{2}|maybe", "field")
    assert accepts(smollm_compiler, smollm, form, "no/42")
    assert not accepts(smollm_compiler, smollm, form, "no/42 ")
    assert not accepts(smollm_compiler, smollm, form, "maybe/42")


_CHARACTER = st.sampled_from(list("abc012-_./ éß漢😀")).map(re.escape)
_CLASS = st.lists(st.sampled_from(["a-c", "0-2", "_", "é", "\\d", "\\w", "."]), min_size=1, max_size=3).map(
    lambda p: f"[{''.join(p)}]"
)
_ATOM = st.one_of(_CHARACTER, _CLASS, st.just("."), st.just("\\d"), st.just("\\w"))
_EXPRESSION = st.recursive(
    _ATOM,
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda options: f"({'|'.join(options)})"),
        st.builds(lambda part, times: f"(?:{part}){times}", inner, st.sampled_from(["?", "{2}", "{1,3}", "{0,2}"])),
    ),
    max_leaves=6,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(pattern=_EXPRESSION, seed=st.integers(0, 1000))
def test_whatever_is_generated_for_a_pattern_matches_it(pattern, seed, smollm, smollm_compiler):
    text = walk(smollm_compiler, smollm, Regex(pattern, "field"), seed=seed)
    assert text is not None
    assert re.fullmatch(pattern, text, re.ASCII)
