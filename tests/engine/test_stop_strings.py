from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.stop_strings import StopStrings

text = st.text("ab\n", max_size=30) | st.text(max_size=30)


def pieces(whole: str, cuts: list[int]) -> list[str]:
    ends = sorted({min(cut, len(whole)) for cut in cuts} | {0, len(whole)})
    return [whole[a:b] for a, b in pairwise(ends)]


@given(st.data())
def test_cut_anywhere_the_text_ends_before_the_first_stop_string(data):
    """The first is the one that begins first, also where another one is complete before it."""
    whole = data.draw(text)
    parts = st.tuples(st.integers(0, 30), st.integers(1, 5)).map(lambda span: whole[span[0] : sum(span)]).filter(bool)
    stops = tuple(data.draw(st.lists(parts | st.text("ab\n", min_size=1, max_size=4) | st.text(min_size=1), max_size=3)))
    expected = whole[: min((at for at in map(whole.find, stops) if at >= 0), default=len(whole))]
    matcher, shown = StopStrings(stops), ""
    for piece in pieces(whole, data.draw(st.lists(st.integers(0, 30)))):
        shown += matcher.push(piece)
        assert expected.startswith(shown)
        if matcher.met:
            break
    shown += "" if matcher.met else matcher.finish()
    assert shown == expected
    assert matcher.met == any(stop in whole for stop in stops)


def test_a_stop_string_inside_the_beginning_of_another_waits_for_it():
    for rest, shown in (("d", ""), ("x", "a"), ("", "a")):
        matcher = StopStrings(("abcd", "bc"))
        assert matcher.push("abc") == ""
        assert matcher.push(rest) + ("" if matcher.met else matcher.finish()) == shown
        assert matcher.met


def test_what_may_become_a_stop_string_is_held_back_and_no_more():
    matcher = StopStrings(("</answer>",))
    assert matcher.push("It works </ans") == "It works "
    assert matcher.push("wered") == "</answered"
    assert matcher.push(" </answer> more") == " "
    assert matcher.met


def test_without_stop_strings_nothing_is_held_back():
    assert StopStrings(()).push("abc") == "abc"


def test_before_it_is_looked_for_a_stop_string_passes_and_its_beginning_is_held_back():
    matcher = StopStrings(("stop",))
    assert matcher.push("one stop two st", looking=False) == "one stop two "
    assert not matcher.met
    assert matcher.push("op") == ""
    assert matcher.met
