"""Times of repeated work, said in words."""

import pytest

from assistant.knowledge.slots.phrases import repeated


@pytest.mark.parametrize(
    ("text", "cron", "calendar"),
    [
        ("every 15 minutes", "*/15 * * * *", "*:0/15"),
        ("run it every other hour", "0 */2 * * *", "00/2:00"),
        ("hourly", "0 * * * *", "hourly"),
        ("every weekday at 6:30", "30 6 * * 1-5", "Mon..Fri *-*-* 06:30:00"),
        ("every day at 2am", "0 2 * * *", "*-*-* 02:00:00"),
        ("each monday and friday at 5 pm", "0 17 * * 1,5", "Mon,Fri *-*-* 17:00:00"),
        ("monthly at noon", "0 12 1 * *", "*-*-01 12:00:00"),
        ("weekly", "0 0 * * 0", "Sun *-*-* 00:00:00"),
    ],
)
def test_words_become_the_fields_of_cron_and_of_systemd(text, cron, calendar):
    assert (repeated.cron(text), repeated.calendar(text)) == (cron, calendar)


@pytest.mark.parametrize("text", ["restart web at 6:30", "p95 over 5 minutes", "day old logs"])
def test_what_is_not_repeated_is_no_schedule(text):
    assert repeated.cron(text) is None
    assert repeated.calendar(text) is None
