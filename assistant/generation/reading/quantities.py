"""CPU, memory, storage and durations, in any spelling, as Kubernetes writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_AMOUNT = r"(?:(?<![\w.:/-])(\d{1,7}(?:\.\d{1,4})?)|\b(half a|a half|a quarter of a|quarter of a|a quarter|one|two|three|four|six|eight|a|an|half)\b)"
_UNITS = re.compile(
    _AMOUNT
    + r"(?:\s?-?(m(?:illi)?(?:cores?|cpus?)|(?:v?cpus?|(?:cpu )?cores?)\b|[kmgtpe]i?b?\b|(?:kilo|mega|giga|tera|kibi|mebi|gibi|tebi)bytes?"
    r"|gigs?|megs?))(?![\w-])",
    re.IGNORECASE,
)
_CPU_BARE = re.compile(
    r"\bcpus?(?: (?:requests?|limits?|of|to|is|at|max(?:imum)?))*\s*[:=]?\s*(\d{1,4}(?:\.\d{1,3})?)(m?)(?![\w%.]| ?(?:%|percent|[kmg]i?b?\b))",
    re.IGNORECASE,
)
_PAIR = re.compile(r"(?<![\w./])(\d{1,5}m|\d{1,3}(?:\.\d{1,3})?) ?/ ?(\d{1,6}(?:[KMG]i?B?))\b", re.IGNORECASE)
_WORD_AMOUNTS = {"half": "0.5", "quarter": "0.25", "one": "1", "two": "2", "three": "3", "four": "4", "six": "6", "eight": "8"}
_BETWEEN = re.compile(
    r"\b(cpus?|mem(?:ory)?|ram)\s*(?:of|is|from|between|[:=])?\s*(\d{1,6}(?:\.\d{1,3})?)(m|[kmgt]i?b?)?\s*(?:-|to|and|\.\.|/)\s*(\d{1,6}(?:\.\d{1,3})?)(m|[kmgt]i?b?)?(?![\w%.])",
    re.IGNORECASE,
)
_ROLE_BEFORE = re.compile(
    r"\b(requests?|guaranteed?|reserv\w*|at least|min(?:imum)?)\b|\b(limit(?:s|ed)?|up to|at most|max(?:imum)?|capp?(?:ed)?|no more than|burst\w*)\b",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(
    r"\s*(?:of )?(?:cpus?|memory|mem|ram|cores?)?\s*(?:(?:and|,|\+)\s*\d[\w.]{0,8}\s*(?:of )?(?:cpus?|memory|mem|ram|cores?)\s+)?(?:(requests?|requested|guaranteed)|(limits?|max(?:imum)?))\b(?!\s*(?:of|is|to|:|=)?\s*\d)",
    re.IGNORECASE,
)
_CPU_LIMIT_AFTER = re.compile(
    r"\bcpus?\s+requests?\s*[:=]?\s*[\d.]{1,6}m?,?\s+(?:and\s+)?limits?\s*[:=]?\s*(\d{1,4}(?:\.\d{1,3})?)(m?)(?![\w.])",
    re.IGNORECASE,
)
_STORAGE = re.compile(r"\b(storage|disks?|volumes?|pvcs?|persist\w*|claims?|space|ssd|data|capacity)\b", re.IGNORECASE)
_MEMORY = re.compile(r"\b(memory|mem|ram)\b", re.IGNORECASE)
_BOUNDARY = re.compile(r"[;\n]|\.\s")
_DURATION = re.compile(
    r"(?<![\w.])(\d{1,6}|an?|one|two|five|ten|fifteen|thirty|half an)\s?-?(seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Found:
    """A quantity in a text.

    Attributes:
        what: `cpu`, `memory` or `storage`.
        role: `request`, `limit` or empty where the text does not say.
        value: as Kubernetes writes it.
    """

    what: str
    role: str
    value: str
    start: int


def read(text: str, *, sizes_are_storage: bool = False) -> dict[str, Any]:
    """Read `cpu_request`, `cpu_limit`, `memory_request`, `memory_limit` and `storage`.

    Args:
        text: of a request.
        sizes_are_storage: a size that says nothing of itself is one of storage, not of memory.
    """
    facts: dict[str, Any] = {}
    bare: dict[str, list[str]] = {"cpu": [], "memory": []}
    for found in _find(text, sizes_are_storage):
        if found.what == "storage":
            facts.setdefault("storage", found.value)
        elif found.role:
            facts.setdefault(f"{found.what}_{found.role}", found.value)
        else:
            bare[found.what].append(found.value)
    for what, values in bare.items():
        for role, value in zip(("request", "limit"), values if len(values) > 1 else values * 2, strict=False):
            if not (
                facts.get(f"{what}_{role}") or (len(values) == 1 and f"{what}_{_other(role)}" in facts and role == "request")
            ):
                facts[f"{what}_{role}"] = value
    return facts


def cores(value: str) -> Decimal:
    """The number of cores of a Kubernetes CPU quantity."""
    return Decimal(value[:-1]) / 1000 if value.endswith("m") else Decimal(value)


def mebibytes(value: str) -> Decimal:
    """The size of what `read` gives."""
    return Decimal(value[:-2]) * Decimal(1024) ** (("Ki", "Mi", "Gi", "Ti", "Pi", "Ei").index(value[-2:]) - 1)


def durations(text: str) -> Iterator[tuple[int, int, str]]:
    """Every duration: where it starts, where it ends, and it as Prometheus writes it (`5m`)."""
    for match in _DURATION.finditer(text):
        amount = match[1].lower()
        unit = match[2].lower()[0]
        words = {"a": 1, "an": 1, "one": 1, "two": 2, "five": 5, "ten": 10, "fifteen": 15, "thirty": 30}
        if amount == "half an":
            yield match.start(), match.end(), "30m" if unit == "h" else f"1{unit}"
        else:
            count = words[amount] if amount in words else int(amount)
            if count:
                yield match.start(), match.end(), f"{count}{unit}"


def _other(role: str) -> str:
    return "limit" if role == "request" else "request"


def _find(text: str, sizes_are_storage: bool) -> Iterator[Found]:
    found: list[Found] = []
    for match in _PAIR.finditer(text):
        role = _role(text, match.start(), match.end())
        found.append(Found("cpu", role, _cpu(Decimal(match[1].lower().rstrip("m")), "m" in match[1].lower()), match.start()))
        found.append(
            Found(
                "memory", role, _bytes(Decimal(re.sub(r"[^\d.]", "", match[2])), re.sub(r"[\d.]", "", match[2])), match.start(2)
            )
        )
    for match in _BETWEEN.finditer(text):
        found += _pair_of(match)
    after = _CPU_LIMIT_AFTER.search(text)
    if after:
        found.append(Found("cpu", "limit", _cpu(Decimal(after[1]), bool(after[2])), after.start(1)))
    taken = {each.start for each in found}
    for match in _CPU_BARE.finditer(text):
        if match.start(1) not in taken:
            found.append(
                Found("cpu", _role(text, match.start(1), match.end()), _cpu(Decimal(match[1]), bool(match[2])), match.start(1))
            )
    taken = {each.start for each in found}
    for match in _UNITS.finditer(text):
        if match.start() not in taken and (each := _quantity(text, match, sizes_are_storage)):
            found.append(each)
    yield from sorted((each for each in found if each.value), key=lambda each: each.start)


def _pair_of(match: re.Match[str]) -> list[Found]:
    """`cpu 100m-500m`: the request and the limit."""
    what = "cpu" if match[1].lower().startswith("cpu") else "memory"
    units = (match[3] or match[5] or "").lower(), (match[5] or match[3] or "").lower()
    if (what == "memory" and not units[0]) or (what == "cpu" and not set(units) <= {"", "m"}):
        return []
    amounts = Decimal(match[2]), Decimal(match[4])
    values = [
        _cpu(amount, (match[3], match[5])[side] is not None) if what == "cpu" else _bytes(amount, units[side])
        for side, amount in enumerate(amounts)
    ]
    return [Found(what, ("request", "limit")[side], value, match.start(2 + 2 * side)) for side, value in enumerate(values)]


def _quantity(text: str, match: re.Match[str], sizes_are_storage: bool) -> Found | None:
    unit = match[3].lower()
    amount = Decimal(match[1]) if match[1] else Decimal(_word_amount(match[2].lower()))
    if match[2] and len(unit) < 3:  # "a m"
        return None
    role = _role(text, match.start(), match.end())
    if "core" in unit or "cpu" in unit:
        return Found("cpu", role, _cpu(amount, unit.startswith("m")), match.start())
    around = _clause(text, match.start(), match.end())
    if unit == "m" and not _near(_MEMORY, around):  # "500m" alone is CPU, "5m" of time is not
        after = text[match.end() : match.end() + 12].lower()
        named = re.match(r"\s*(?:of )?(?:v?cpu|cores?)", after) or "cpu" in around[0].lower() or role
        return Found("cpu", role, _cpu(amount, True), match.start()) if named and amount >= 10 else None
    storage = _nearest(_STORAGE, around)
    memory = _nearest(_MEMORY, around)
    if unit in {"k", "m", "t", "p", "e", "b"} and storage is None and memory is None:
        return None
    what = (
        "storage"
        if (memory is None and (sizes_are_storage or storage is not None)) or (storage or 99) < (memory or 99)
        else "memory"
    )
    return Found(what, role, _bytes(amount, unit), match.start())


def _word_amount(word: str) -> str:
    return next((value for name, value in _WORD_AMOUNTS.items() if name in word), "1")


def _cpu(amount: Decimal, milli: bool) -> str:
    thousandths = int(amount if milli else amount * 1000)
    if not 0 < thousandths <= 1_000_000:
        return ""
    return str(thousandths // 1000) if thousandths % 1000 == 0 else f"{thousandths}m"


def _bytes(amount: Decimal, unit: str) -> str:
    letter = unit.lower()[0]
    kibibytes = int(amount * 1024 ** "kmgtpe".index(letter))
    if not 0 < kibibytes < 1 << 42:
        return ""
    for power, suffix in ((3, "Ti"), (2, "Gi"), (1, "Mi")):
        if kibibytes % 1024**power == 0:
            return f"{kibibytes // 1024**power}{suffix}"
    return f"{kibibytes}Ki"


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """Some words before and after, not over the end of a sentence."""
    before = _BOUNDARY.split(text[max(0, start - 40) : start])[-1]
    after = _BOUNDARY.split(text[end : end + 24])[0]
    return re.split(r",| and ", before)[-1], re.split(r",| and |/", after)[0]


def _near(pattern: re.Pattern[str], around: tuple[str, str]) -> bool:
    return bool(pattern.search(around[0]) or pattern.search(around[1]))


def _nearest(pattern: re.Pattern[str], around: tuple[str, str]) -> int | None:
    """How many characters lie between the quantity and the nearest match."""
    before = [len(around[0]) - match.end() for match in pattern.finditer(around[0])]
    after = [match.start() for match in pattern.finditer(around[1])]
    return min([*before, *after], default=None)


def _role(text: str, start: int, end: int) -> str:
    after = _ROLE_AFTER.match(text, end)
    if after:
        return "request" if after[1] else "limit"
    before = _BOUNDARY.split(text[max(0, start - 60) : start])[-1]
    last = None
    for match in _ROLE_BEFORE.finditer(before):
        last = match
    if last is None:
        return ""
    return "request" if last[1] else "limit"
