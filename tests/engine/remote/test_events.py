import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine.remote.events import MAX_EVENT_BYTES, EventReader

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.lists(words), st.sampled_from(["\n", "\r\n"]), st.lists(st.integers(0, 2000)))
def test_cut_anywhere_the_events_are_the_same(texts, end, cuts):
    events = [json.dumps({"text": text}, ensure_ascii=False) for text in texts]
    stream = "".join(f": still here{end}event: x{end}data: {event}{end}{end}" for event in events).encode()
    ends = sorted({min(cut, len(stream)) for cut in cuts} | {0, len(stream)})
    reader = EventReader()
    assert [event for a, b in pairwise(ends) for event in reader.push(stream[a:b])] == events


def test_comments_and_other_fields_are_no_events():
    assert EventReader().push(b": ping\n\n:\n\nevent: ping\n\nid: 1\nretry: 3\n\n") == []


def test_several_lines_of_data_are_one_event():
    assert EventReader().push(b"data: a\ndata:b\n\n") == ["a\nb"]


def test_an_event_that_is_not_complete_is_none():
    assert EventReader().push(b"data: a\n") == []


@pytest.mark.parametrize(
    "stream", [b"data: \xff\xfe\n\n", b"x" * (MAX_EVENT_BYTES + 1), b"data: abc\n" * (MAX_EVENT_BYTES // 3)]
)
def test_garbage_is_refused_and_not_gathered_for_ever(stream):
    with pytest.raises(ValueError, match=r"utf-8|longer"):
        EventReader().push(stream)
