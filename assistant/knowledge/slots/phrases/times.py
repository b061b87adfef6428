"""Times: spans in the units of a slot, beginnings as journalctl reads them, times of repeated work."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from assistant.knowledge.slots.phrases import repeated
from assistant.knowledge.slots.slot import Slot

_UNITS_OF_SLOTS = {"milliseconds": 0.001, "seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}
_SPANS = {"s": 1, "se": 1, "mi": 60, "ho": 3600, "hr": 3600, "da": 86400, "we": 604800, "mo": 2592000, "ye": 31536000}
_SPAN = re.compile(
    r"(?i)(?<![\w.])(\d{1,5}|an?|one|last|past)[ -]?(sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?|s)\b"
)
_SINCE_DATE = re.compile(r"(?i)\b(?:since|after|from|seit)\s+(\d{4}-\d{2}-\d{2}(?:[ T]\d{2}:\d{2}(?::\d{2})?)?|\d{1,2}:\d{2})")
_AGO = re.compile(
    r"(?i)\b(?:last|past|letzten?|letzter|letzte|(?:la |las |los |el )?[uú]ltim[oa]s?|derni[eè]re?s?)\s+(?:(\d{1,5})\s*)?(second|minute|min|hour|hr|day|week|stunde|tag|hora|d[ií]a|minuto|heure|jour)e?[sn]?\b|\b(\d{1,5})\s*(second|minute|min|hour|hr|day|week)s?\s+ago\b"
)
_UNITS = {
    "min": "minute",
    "hr": "hour",
    "stunde": "hour",
    "tag": "day",
    "hora": "hour",
    "heure": "hour",
    "día": "day",
    "dia": "day",
    "jour": "day",
    "minuto": "minute",
}
_SINCE_DAY = re.compile(
    r"(?i)\b(?:since|from|of|after|seit)\s+(yesterday|today|midnight|this morning|gestern|heute|ayer|hoy|hier)\b|\b(yesterday|today|gestern|heute|ayer|hoy|aujourd'hui)\b"
)
_DAYS = {
    "ayer": "yesterday",
    "hier": "yesterday",
    "hoy": "today",
    "aujourd'hui": "today",
    "gestern": "yesterday",
    "heute": "today",
    "midnight": "today",
    "this morning": "today",
}
_MORNING = re.compile(
    r"(?i)\b(?:since|from|after|seit|this morning|today|at)\b[^\n]{0,24}?\b(\d{1,2})(?::(\d{2}))?\s*(o'?\s?clock|uhr|h\b|am|pm)?(?![\w:.-])"
)


def told(text: str, slots: Mapping[str, Slot]) -> Iterator[tuple[str, str]]:
    for name, seconds in _UNITS_OF_SLOTS.items():
        if name in slots and slots[name].kind == "number" and (value := _in_units(text, seconds)):
            yield name, value
    for name in ("since", "from"):
        if name in slots and slots[name].kind == "text" and (value := _since(text)):
            yield name, value
    for name, slot in slots.items():
        if slot.kind == "schedule" and (value := repeated.cron(text)):
            yield name, value
    if "calendar" in slots and (value := repeated.calendar(text)):
        yield "calendar", value
    if "hours" in slots and (
        match := re.search(r"(?i)(?<![\w.])(\d{1,4})\s*(?:hours?|hrs?|h)\b|\b(?:a|one)\s+(day|hour)\b", text)
    ):
        yield "hours", match[1] or ("24" if match[2].casefold() == "day" else "1")


def _in_units(text: str, unit: float) -> str | None:
    """A span of time as a number of units, where it is a whole one."""
    if not (match := _SPAN.search(text)):
        return None
    count = 1 if match[1].casefold() in ("a", "an", "one", "last", "past") else int(match[1])
    seconds = count * _SPANS[match[2].casefold()[:2] if match[2][:2].casefold() != "mo" else "mo"]
    return str(int(seconds / unit)) if seconds % unit == 0 else None


def _since(text: str) -> str | None:
    """A beginning as journalctl reads it."""
    if match := _SINCE_DATE.search(text):
        return match[1].replace("T", " ")
    if match := _AGO.search(text):
        count, unit = match[1] or match[3] or "1", (match[2] or match[4]).casefold()
        unit = _UNITS.get(unit, unit)
        return f"{count} {unit}{'s' if count != '1' else ''} ago"
    day = _SINCE_DAY.search(text)
    clock = _MORNING.search(text)
    if clock and (clock[2] or clock[3]) and int(clock[1]) < 24:  # noqa: PLR2004  # hours of a day
        hour = int(clock[1]) + (12 if (clock[3] or "").casefold() == "pm" and int(clock[1]) < 12 else 0)  # noqa: PLR2004
        time = f"{hour:02d}:{clock[2] or '00'}"
        return f"yesterday {time}" if day and (day[1] or day[2]).casefold() in ("yesterday", "gestern") else time
    if day:
        word = (day[1] or day[2]).casefold()
        return _DAYS.get(word, word)
    return None
