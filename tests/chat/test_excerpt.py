"""What is kept of a log that does not fit."""

import random

from hypothesis import given
from hypothesis import strategies as st

from assistant.chat.excerpt import excerpt

QUIET = [f"2026-01-02T03:04:{i % 60:02d}Z INFO request {i} served in {i % 90} ms by pod web-{i % 7}" for i in range(5000)]


def log(**lines: str) -> str:
    """Quiet lines, with others at given places."""
    whole = list(QUIET)
    for place, line in lines.items():
        whole[int(place[1:])] = line
    return "\n".join(whole)


def test_a_text_that_fits_is_left_as_it_is():
    assert excerpt("a\nb", 300) is None


def test_head_tail_and_the_lines_that_went_wrong_are_kept():
    text = log(
        l2500="ERROR could not connect to postgres:5432: connection refused", l3100="java.lang.OutOfMemoryError: heap space"
    )
    found = excerpt(text, 6000)
    assert len(found.text) <= 6000
    for line in (QUIET[0], QUIET[-1], "connection refused", "OutOfMemoryError"):
        assert line in found.text
    assert (
        found.text.index(QUIET[0]) < found.text.index("refused") < found.text.index("OutOfMemory") < found.text.index(QUIET[-1])
    )
    assert "5,000 lines" in found.note


def test_gaps_tell_how_many_lines_are_left_out():
    found = excerpt(log(l2500="ERROR disk on fire"), 4000)
    out = sum(int(line.split()[1]) for line in found.text.splitlines() if line.startswith("[... ") and "lines left out" in line)
    assert out + found.kept == found.lines == 5000


def test_one_error_that_repeats_leaves_room_for_another():
    noise = {f"l{i}": f"ERROR retry {i}: upstream timed out after {i} ms" for i in range(100, 4900, 2)}
    found = excerpt(log(**noise | {"l2501": "fatal: certificate has expired"}), 3000)
    assert "certificate has expired" in found.text
    assert found.text.count("upstream timed out") <= 2 + 20  # the first, the last, and those of the tail


def test_what_is_worst_comes_first_where_the_room_is_small():
    warnings = {f"l{i}": f"WARN {'abcdefghij'[i % 10] * (i % 50 + 1)} is slow" for i in range(100, 4000)}
    found = excerpt(log(**warnings | {"l3999": "kernel: Out of memory: Killed process 4711 (java)"}), 2000)
    assert "Killed process 4711" in found.text


def test_a_line_without_end_is_cut_in_its_middle():
    found = excerpt("begin " + "x" * 1_000_000 + " Killed", 2000)
    assert len(found.text) <= 2000
    assert found.text.startswith("begin ")
    assert found.text.endswith(" Killed")
    assert "characters left out" in found.text


@given(st.lists(st.text(max_size=300), max_size=300), st.integers(300, 3000), st.randoms(use_true_random=False))
def test_an_excerpt_has_the_room_it_was_given(lines: list[str], room: int, rnd: random.Random):
    text = "\n".join(f"{rnd.choice(['', 'ERROR ', 'panic: '])}{line}" for line in lines)
    found = excerpt(text, room)
    assert found is None or (len(found.text) <= room and 0 <= found.kept <= found.lines)
