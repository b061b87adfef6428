"""Times of repeated work in words, as cron and systemd write them: `every weekday at 6:30`, `every 15 minutes`."""

from __future__ import annotations

import re

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_DAY = r"(sun|mon|tue|wed|thu|fri|sat)(?:[a-z]{0,6}days?|s)?"
_EVERY = re.compile(r"(?i)\bevery\s+(\d{1,2}|other)?\s*(minutes?|mins?|m|hours?|hrs?|h)\b")
_CLOCK = re.compile(
    r"(?i)(?<![\d:.])(\d{1,2})(?::(\d{2}))\s*(am|pm)?(?![\d:])|\b(?:at\s+)?(\d{1,2})\s?(am|pm)\b|\bat\s+(\d{1,2})\b(?![\d:.%])"
)
_ON_DAYS = re.compile(rf"(?i)\b(?:every|each|on|and|,)\s+{_DAY}\b")
_DAILY = re.compile(r"(?i)\b(?:every|each)\s+(?:day|night|morning|evening)|\b(?:daily|nightly)\b|\bonce a day\b")
_HOURLY = re.compile(r"(?i)\bhourly\b|\bevery\s+(?:full\s+)?hour\b|\bonce an hour\b")
_WEEKDAYS = re.compile(
    r"(?i)\b(?:every\s+|on\s+)?(?:week ?days?|working days?|work ?days?|mon(?:day)?\s*(?:-|to|through)\s*fri(?:day)?)\b"
)
_WEEKLY = re.compile(r"(?i)\bweekly\b|\bonce a week\b|\bevery week\b")
_MONTHLY = re.compile(r"(?i)\bmonthly\b|\bevery month\b|\b(?:first|1st) (?:day )?of (?:the|every|each) month\b")
_NOON = 12


def cron(text: str) -> str | None:
    """Five fields; None where a text names no time of repeated work."""
    if match := _EVERY.search(text):
        count = {"other": "2", None: "1"}.get(match[1], match[1])
        if match[2][0].casefold() == "m":
            return f"*/{count} * * * *" if count != "1" else "* * * * *"
        return f"0 */{count} * * *" if count != "1" else "0 * * * *"
    if _HOURLY.search(text):
        return "0 * * * *"
    days = _days(text)
    if days is None:
        return None
    hour, minute = _clock(text) or (0, 0)
    return f"{minute} {hour} {days}"


def calendar(text: str) -> str | None:
    """The same as `OnCalendar` takes it."""
    fields = cron(text)
    if fields is None:
        return None
    minute, hour, date, _, days = fields.split()
    if "/" in minute or minute == "*":
        return f"*:0{minute[1:]}" if minute != "*" else "*:*"
    if "/" in hour or hour == "*":
        return f"00{hour[1:]}:00" if hour != "*" else "hourly"
    week = {"*": "", "1-5": "Mon..Fri "}.get(
        days, f"{','.join(_DAYS[int(day)].title() for day in days.split(',') if day.isdigit())} "
    )
    return f"{week}*-*-{'*' if date == '*' else date.zfill(2)} {int(hour):02d}:{int(minute):02d}:00"


def _days(text: str) -> str | None:
    """The last three fields of cron."""
    if _WEEKDAYS.search(text):
        return "* * 1-5"
    if found := [match[1].casefold() for match in _ON_DAYS.finditer(text)]:
        return f"* * {','.join(str(_DAYS.index(day)) for day in dict.fromkeys(found))}"
    if _DAILY.search(text):
        return "* * *"
    if _WEEKLY.search(text):
        return "* * 0"
    return "1 * *" if _MONTHLY.search(text) else None


def _clock(text: str) -> tuple[int, int] | None:
    for match in _CLOCK.finditer(text):
        hour = int(match[1] or match[4] or match[6])
        half = (match[3] or match[5] or "").casefold()
        if half:
            hour = hour % _NOON + (_NOON if half == "pm" else 0)
        minute = int(match[2] or 0)
        if hour < 24 and minute < 60:  # noqa: PLR2004  # of a day, of an hour
            return hour, minute
    if re.search(r"(?i)\bmidnight\b", text):
        return 0, 0
    return (_NOON, 0) if re.search(r"(?i)\bnoon\b", text) else None
