"""Time zones, by their names and as people say them."""

from __future__ import annotations

import re

_TIMEZONE = re.compile(
    r"\b(UTC|GMT|(?:Africa|America|Antarctica|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc)/[A-Za-z_]{2,30}(?:/[A-Za-z_]{2,30})?)\b"
)
_CITIES = {
    "Europe": "Berlin Paris London Madrid Rome Amsterdam Vienna Zurich Brussels Dublin Lisbon Warsaw Prague Stockholm Oslo Copenhagen Helsinki Athens Istanbul Moscow Kyiv Budapest",
    "Asia": "Tokyo Singapore Shanghai Seoul Dubai Kolkata Bangkok Jakarta Manila Taipei Jerusalem Karachi",
    "America": "New_York Chicago Denver Los_Angeles Toronto Vancouver Phoenix Sao_Paulo Mexico_City Bogota Lima",
    "Australia": "Sydney Melbourne Brisbane Perth",
    "Africa": "Cairo Johannesburg Lagos Nairobi",
    "Pacific": "Auckland Honolulu",
}
_ZONES = {
    city.replace("_", " ").lower(): f"{region}/{city}" for region, cities in _CITIES.items() for city in cities.split()
} | {
    "hong kong": "Asia/Hong_Kong",
    "india": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "san francisco": "America/Los_Angeles",
    "german": "Europe/Berlin",
    "uk": "Europe/London",
    "utc": "Etc/UTC",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "est": "America/New_York",
    "edt": "America/New_York",
    "eastern": "America/New_York",
    "us eastern": "America/New_York",
    "central european": "Europe/Berlin",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "pacific": "America/Los_Angeles",
    "us pacific": "America/Los_Angeles",
    "jst": "Asia/Tokyo",
    "ist": "Asia/Kolkata",
    "bst": "Europe/London",
}
_ZONE_WORDS = "|".join(sorted((re.escape(name) for name in _ZONES), key=len, reverse=True))
_SPOKEN_ZONE = re.compile(
    rf"\b({_ZONE_WORDS})\s+(?:local\s+)?time\b|\btime ?zone\s*(?:is|of|[:=])?\s*({_ZONE_WORDS})\b|\b(?:am|pm|\d:\d\d|o'?clock|\d)\s*(?:in\s+)?(utc|cet|cest|est|edt|pst|pdt|jst|bst)\b",
    re.IGNORECASE,
)
"""Time zones as people say them."""


def read(text: str) -> str | None:
    """The name of the time zone, such as `Europe/Berlin`."""
    match = _TIMEZONE.search(text)
    if match:
        return {"UTC": "Etc/UTC", "GMT": "Etc/UTC"}.get(match[1], match[1])
    spoken = _SPOKEN_ZONE.search(text)
    return _ZONES[re.sub(r"\s+", " ", next(group for group in spoken.groups() if group).lower())] if spoken else None
