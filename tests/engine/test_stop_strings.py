from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.stop_strings import StopStrings

text = st.text("ab\n", max_size=30)
stops = st.lists(st.text("ab\n", min_size=1, max_size=4), max_size=3).map(tuple)


def pieces(whole: str, cuts: list[int]) -> list[str]:
    ends = sorted({min(cut, len(whole)) for cut in cuts} | {0, len(whole)})
    return [whole[a:b] for a, b in pairwise(ends)]


@given(text, stops, st.lists(st.integers(0, 30)))
def test_cut_anywhere_the_text_ends_before_the_first_stop_string(whole, stops, cuts):
    matcher, shown = StopStrings(stops), ""
    for piece in pieces(whole, cuts):
        shown += matcher.push(piece)
        assert not any(stop in shown for stop in stops)
        if matcher.met:
            break
    shown += matcher.finish()
    if not any(stop in whole for stop in stops):
        assert shown == whole
        assert not matcher.met
    else:
        assert matcher.met
        assert whole.startswith(shown)
        assert any(whole[len(shown) :].startswith(stop) for stop in stops)


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
