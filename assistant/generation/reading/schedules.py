"""Times of repeated work: words or cron fields to cron and to systemd's OnCalendar."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.generation.reading.request import NUMBER, number

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_DAY = r"(?:sun|mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?)(?:day)?s?"
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_FIELD = r"(?:\*(?:/\d{1,2})?|[\dA-Za-z]{1,3}(?:-[\dA-Za-z]{1,3})?(?:/\d{1,2})?(?:,[\dA-Za-z]{1,3}(?:-[\dA-Za-z]{1,3})?){0,30})"
_CRON = re.compile(rf"(?<![\w*/,-])({_FIELD} {_FIELD} {_FIELD} {_FIELD} {_FIELD})(?![\w*/,-])")
_MACRO = re.compile(r"@(hourly|daily|midnight|weekly|monthly|yearly|annually)\b", re.IGNORECASE)
_EVERY = re.compile(
    rf"\b(?:every|each|once every|per)\s+(?:({NUMBER}|other|second|few)[\s-]*)?(seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|quarters?)\b",
    re.IGNORECASE,
)
_SHORT = re.compile(r"\bevery\s+(\d{1,3})\s?(s|m|h|d)\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"\b(?:at|around|@|by|and|,)\s*(?:about )?(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(am|pm|a\.m\.|p\.m\.|o'?clock|hours|in the morning|in the evening|at night)?(?![\w.%/:]\d|\d|[:/]| ?(?:replicas|gi|mi|%))"
    r"|\b(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)(?!\w)|\b(\d{1,2}):(\d{2})\b(?!:?\d)|\b(half past|quarter past|quarter to)\s+(\d{1,2}|[a-z]+)\s*(am|pm)?",
    re.IGNORECASE,
)
_WORD_CLOCK = re.compile(
    r"\bat\s+(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b\s*(am|pm|o'?clock)?", re.IGNORECASE
)
_SPAN = re.compile(
    r"\b(?:between|from)\s+(\d{1,2})(?::00)?\s*(am|pm)?\s*(?:and|to|until|till|-)\s*(\d{1,2})(?::00)?\s*(am|pm)?(?! ?(?:minutes|replicas|pods))|\b(\d{1,2})(am|pm)?\s*-\s*(\d{1,2})(am|pm)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:on |the )+(?:the )?(\d{1,2})(?:st|nd|rd|th)\b|\b(first|1st|second|15th|last) (?:day )?(?:of )?(?:the |each |every )?months?\b",
    re.IGNORECASE,
)
_MINUTES_PAST = re.compile(
    r"\bat\s+(?:minute\s+(\d{1,2})|(\d{1,2})\s+(?:minutes?\s+)?past(?: the| every)? hour|:(\d{2}))\b", re.IGNORECASE
)
_DAY_RANGE = re.compile(rf"\b({_DAY})\s*(?:-|to|through|thru|until|till)\s*({_DAY})\b", re.IGNORECASE)
_MIDNIGHT = re.compile(r"\bmidnight\b", re.IGNORECASE)
_NOON = re.compile(r"\b(?:noon|midday)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Schedule:
    """Five fields of cron; empty `minute` means that nothing was said."""

    minute: str = "*"
    hour: str = "*"
    day: str = "*"
    month: str = "*"
    weekday: str = "*"
    note: str = ""

    @property
    def cron(self) -> str:
        """The five fields."""
        return f"{self.minute} {self.hour} {self.day} {self.month} {self.weekday}"


def read(text: str) -> Schedule | None:
    """The schedule that a text names; None where it names none."""
    if match := _CRON.search(text):
        parsed = parse(match[1])
        if parsed:
            return parsed
    if match := _MACRO.search(text):
        return _macro(match[1].lower())
    schedule = _repeated(text)
    days = _weekdays(text)
    date = _day_of_month(text)
    clock = _clock(text)
    if schedule is None and days is None and date is None and not _daily(text):
        return Schedule(*_at(clock)) if clock and re.search(r"\b(cron|schedul|timer|daily)", text, re.IGNORECASE) else None
    if schedule is None:
        schedule = Schedule(*_at(clock or [_usual_hour(text)]))
        if clock is None and re.search(r"\bhourly\b", text, re.IGNORECASE):
            schedule = Schedule("0")
    if date:
        schedule = replace(schedule, day=date)
    elif days:
        schedule = replace(schedule, weekday=days)
    return schedule


def parse(cron: str) -> Schedule | None:
    """Read five cron fields; None where one is out of its range."""
    fields = cron.split()
    limits = ((0, 59), (0, 23), (1, 31), (1, 12), (0, 7))
    if len(fields) != len(limits):
        return None
    names = ((), (), (), tuple(m[:3] for m in _MONTHS), tuple(d[:3] for d in _DAYS))
    plain = [_number_names(field, words, low) for field, words, (low, _) in zip(fields, names, limits, strict=True)]
    if not all(_in_range(field, *limit) for field, limit in zip(plain, limits, strict=True)):
        return None
    return Schedule(*plain)


def on_calendar(cron: str) -> str:
    """The same times for systemd, in the form of systemd.time(7).

    Raises:
        ValueError: it is not a cron expression.
    """
    schedule = parse(cron)
    if schedule is None:
        raise ValueError(cron)
    days = ",".join(_calendar_days(schedule.weekday))
    date = f"*-{_calendar(schedule.month, 1)}-{_calendar(schedule.day, 1)}"
    time = f"{_calendar(schedule.hour, 0)}:{_calendar(schedule.minute, 0)}:00"
    return " ".join(part for part in (days, date, time) if part)


def _macro(name: str) -> Schedule:
    return {
        "hourly": Schedule("0"),
        "daily": Schedule("0", "0"),
        "midnight": Schedule("0", "0"),
        "weekly": Schedule("0", "0", weekday="0"),
        "monthly": Schedule("0", "0", "1"),
    }.get(name, Schedule("0", "0", "1", "1"))


def _repeated(text: str) -> Schedule | None:  # noqa: PLR0911  # one for each unit of time
    """Every so many minutes, hours, days."""
    match = _EVERY.search(text) or _SHORT.search(text)
    if match is None:
        if re.search(r"\b(hourly|every full hour|on the hour)\b", text, re.IGNORECASE):
            return _within(text, Schedule(_past(text) or "0"))
        if twice := re.search(
            rf"\b({NUMBER}|twice|once|thrice)\s*(?:times\s*)?(?:a|per|each|every) (day|hour|week)\b", text, re.IGNORECASE
        ):
            return _times_a(twice[1].lower(), twice[2].lower(), text)
        return None
    word = (match[1] or "1").lower()
    count = 2 if word in {"other", "second"} else 5 if word == "few" else number(word)
    unit = match[2].lower()
    if unit.startswith("s"):
        return Schedule("*", note=f"Cron cannot run every {count} seconds: it runs every minute.")
    if unit in {"m", "min", "mins", "minute", "minutes"}:
        return _within(text, _minutes(count))
    if unit.startswith("h"):
        return _within(text, _hours(count, _past(text) or "0"))
    clock = _clock(text)
    minute, hour = _at(clock or [_usual_hour(text)])
    if unit.startswith("d"):
        return Schedule(minute, hour, "*" if count < 2 else f"*/{min(count, 31)}")
    if unit.startswith("w"):
        weekday = _weekdays(text) or "0"
        return Schedule(
            minute,
            hour,
            weekday=weekday,
            note="" if count == 1 else f"Cron cannot run every {count} weeks: it runs every week.",
        )
    months = 3 if unit.startswith("q") else count
    return Schedule(minute, hour, _day_of_month(text) or "1", "*" if months == 1 else f"*/{min(months, 12)}")


def _times_a(word: str, unit: str, text: str) -> Schedule | None:
    count = {"once": 1, "twice": 2, "thrice": 3}.get(word) or number(word)
    if not count or unit == "week":
        return Schedule(*_at(_clock(text) or [(0, 0)]), weekday=_weekdays(text) or "0") if count == 1 else None
    if unit == "hour":
        return _minutes(max(1, 60 // count))
    clock = _clock(text)
    return Schedule(*_at(clock)) if clock else _hours(max(1, 24 // count), "0") if count > 1 else Schedule("0", "0")


def _minutes(count: int) -> Schedule:
    if count <= 1:
        return Schedule("*")
    if count < 60:
        uneven = "" if 60 % count == 0 else f"Cron starts anew each hour: */{count} is not always {count} minutes apart."
        return Schedule(f"*/{count}", note=uneven)
    if count % 60 == 0:
        return _hours(count // 60, "0")
    return _hours(
        max(1, count // 60), "0", note=f"Cron cannot run every {count} minutes: it runs every {max(1, count // 60)} hours."
    )


def _hours(count: int, minute: str, *, note: str = "") -> Schedule:
    if count <= 1:
        return Schedule(minute, note=note)
    if count < 24:
        uneven = "" if 24 % count == 0 else f"Cron starts anew each day: */{count} is not always {count} hours apart."
        return Schedule(minute, f"*/{count}", note=note or uneven)
    return Schedule(minute, "0", "*" if count < 48 else f"*/{min(count // 24, 31)}", note=note)


def _within(text: str, schedule: Schedule) -> Schedule:
    """Only in some hours, where the text says so."""
    match = _SPAN.search(text)
    if match is None:
        if re.search(r"\b(business|working|office) hours\b", text, re.IGNORECASE) and schedule.hour == "*":
            return replace(schedule, hour="9-17")
        return schedule
    start, end = (
        _hour(match[1] or match[5], match[2] or match[6] or ""),
        _hour(match[3] or match[7], match[4] or match[8] or ""),
    )
    if start is None or end is None or start >= end:
        return schedule
    step = schedule.hour.removeprefix("*")
    return replace(schedule, hour=f"{start}-{end}{step}")


def _past(text: str) -> str | None:
    match = _MINUTES_PAST.search(text)
    minute = next((group for group in match.groups() if group), None) if match else None
    return str(int(minute)) if minute and int(minute) < 60 else None


def _daily(text: str) -> bool:
    return bool(
        re.search(
            r"\b(daily|nightly|(every|each) (single )?(day|night|morning|evening|afternoon)|at midnight|overnight|weekly|monthly|yearly|annually|at noon)\b",
            text,
            re.IGNORECASE,
        )
    )


def _usual_hour(text: str) -> tuple[int, int]:
    """What people mean by a time of day without a number."""
    if _NOON.search(text):
        return 12, 0
    lowered = text.lower()
    return next(
        (
            (hour, 0)
            for word, hour in (
                ("morning", 6),
                ("afternoon", 15),
                ("evening", 18),
                ("nightly", 2),
                ("every night", 2),
                ("each night", 2),
            )
            if word in lowered and not _MIDNIGHT.search(text)
        ),
        (0, 0),
    )


def _clock(text: str) -> list[tuple[int, int]] | None:
    """The times of day, hour and minute."""
    if _MIDNIGHT.search(text):
        return [(0, 0)]
    if _NOON.search(text):
        return [(12, 0)]
    times: list[tuple[int, int]] = []
    for match in _WORD_CLOCK.finditer(text):
        hour = _hour(str(number(match[1])), match[2] or _half_of_day(text))
        times += [(hour, 0)] if hour is not None else []
    explicit = False
    for match in _CLOCK.finditer(text):
        joins = match[0].lower().startswith(("and", ","))
        if joins and not (
            explicit
            and (
                match[2]
                or match[3]
                or text[: match.start()].rstrip()[-1:].isdigit()
                or re.search(r"[ap]m$", text[: match.start()].rstrip().lower())
            )
        ):
            continue
        time = _time(match, text)
        if time is not None and time not in times:
            times.append(time)
            explicit = True
    return times or None


def _time(match: re.Match[str], text: str) -> tuple[int, int] | None:
    if match[9]:
        word = match[10].lower()
        base = int(word) if word.isdigit() else _word_hour(word)
        hour = _hour(str(base), match[11] or _half_of_day(text)) if base is not None else None
        if hour is None:
            return None
        return {"half past": (hour, 30), "quarter past": (hour, 15)}.get(match[9].lower(), ((hour - 1) % 24, 45))
    digits, minutes = match[1] or match[4] or match[7], match[2] or match[5] or match[8] or "0"
    half = match[3] or match[6] or ("" if match[2] or match[7] or int(digits) > 12 else _half_of_day(text))
    hour = _hour(digits, half)
    return (hour, int(minutes)) if hour is not None and int(minutes) < 60 else None


def _word_hour(word: str) -> int | None:
    try:
        return number(word)
    except KeyError:
        return None


def _half_of_day(text: str) -> str:
    return "pm" if re.search(r"\b(evening|afternoon)s?\b", text, re.IGNORECASE) else ""


def _hour(digits: str, half: str) -> int | None:
    hour, half = int(digits), half.lower().replace(".", "")
    if half in {"pm", "in the evening"} and hour < 12:
        hour += 12
    elif half in {"am", "at night"} and hour == 12:
        hour = 0
    elif half == "at night" and 6 <= hour < 12:
        hour += 12
    return hour if hour < 24 else None


def _at(times: list[tuple[int, int]]) -> tuple[str, str]:
    """Minute and hour fields; one minute for all, that of the first."""
    hours = sorted({hour for hour, _ in times})
    return str(times[0][1]), ",".join(map(str, hours))


def _weekdays(text: str) -> str | None:
    if re.search(
        r"\b(week ?days?|working days?|work ?days?|business days?|monday (?:to|through|-) friday|mon-fri)\b",
        text,
        re.IGNORECASE,
    ):
        return "1-5"
    if re.search(r"\bweek-?ends?\b", text, re.IGNORECASE):
        return "0,6"
    if match := _DAY_RANGE.search(text):
        first, last = _day_number(match[1]), _day_number(match[2])
        return f"{first}-{last}" if first < last else ",".join(str(day % 7) for day in range(first, last + 8))
    days = {_day_number(match[0]) for match in re.finditer(rf"\b{_DAY}\b", text, re.IGNORECASE) if _is_a_day(match, text)}
    if days:
        return ",".join(map(str, sorted(days)))
    return "0" if re.search(r"\bweekly\b", text, re.IGNORECASE) else None


def _is_a_day(match: re.Match[str], text: str) -> bool:
    """`sat` and `sun` alone are seldom days; `mon` and `wed` neither."""
    if "day" in match[0].lower():
        return True
    return bool(re.search(r"\b(on|every|and|each|,)\s*$", text[max(0, match.start() - 8) : match.start()], re.IGNORECASE))


def _day_number(word: str) -> int:
    return next(index for index, day in enumerate(_DAYS) if day.startswith(word.lower()[:3]))


def _day_of_month(text: str) -> str | None:
    match = _DATE.search(text)
    if match:
        if match[1]:
            return str(int(match[1])) if 1 <= int(match[1]) <= 31 else None
        return {"first": "1", "1st": "1", "second": "2", "15th": "15", "last": "28"}[match[2].lower()]
    return "1" if re.search(r"\b(monthly|every month|once a month)\b", text, re.IGNORECASE) else None


def _number_names(field: str, words: tuple[str, ...], low: int) -> str:
    for index, word in enumerate(words):
        field = re.sub(word, str(index + low), field, flags=re.IGNORECASE)
    return field


def _in_range(field: str, low: int, high: int) -> bool:
    for part in field.split(","):
        match = re.fullmatch(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?", part)
        if match is None or (match[3] is not None and int(match[3]) == 0):
            return False
        numbers = [int(digits) for digits in (match[1], match[2]) if digits is not None]
        if any(not low <= each <= high for each in numbers) or numbers != sorted(numbers):
            return False
    return True


def _calendar(field: str, low: int) -> str:
    parts = []
    for part in field.split(","):
        body, _, step = part.partition("/")
        first, _, last = body.partition("-")
        if body == "*":
            parts.append(f"{low:02d}/{step}" if step else "*")
        else:
            span = f"{int(first):02d}" + (f"..{int(last):02d}" if last else "")
            parts.append(f"{span}/{step}" if step else span)
    return ",".join(parts)


def _calendar_days(field: str) -> list[str]:
    if field == "*":
        return []
    names = [day[:3].capitalize() for day in _DAYS]
    days: list[int] = []
    for part in field.split(","):
        body, _, step = part.partition("/")
        first, _, last = body.partition("-")
        low, high = (0, 6) if body == "*" else (int(first), int(last or (6 if step else first)))
        days += range(low, high + 1, int(step or 1))
    return [names[day] for day in sorted({day % 7 for day in days})]
