"""Long pasted logs: lines of an ordinary day around the few that matter. `<<lines:2000>>` stands for so many."""

from __future__ import annotations

import random
import re

_SLOT = re.compile(r"<<lines:(\d{1,5})>>")
_PATHS = ("/api/orders", "/api/orders/{n}", "/healthz", "/api/users/{n}/cart", "/static/app.{n}.js", "/metrics", "/login")
_FORMS = (
    "INFO  http request method=GET path={path} status=200 duration_ms={ms}",
    "INFO  http request method=POST path={path} status=201 duration_ms={ms}",
    "INFO  cache hit ratio={ratio} keys={n}",
    "DEBUG pool stats active={small} idle={small2} waiting=0",
    "INFO  job finished name=rollup-{small} rows={n} duration_ms={ms}",
)


def fill(text: str, seed: str) -> str:
    """Put lines into the slots of a text."""

    def lines(slot: re.Match[str]) -> str:
        draw = random.Random(f"{seed} {slot.start()}")  # noqa: S311 - to be made again
        return "\n".join(_line(draw, at) for at in range(int(slot[1])))

    return _SLOT.sub(lines, text)


def _line(draw: random.Random, at: int) -> str:
    second = at // 3
    clock = f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}.{draw.randrange(1000):03}Z"
    number = draw.randrange(100_000)
    path = draw.choice(_PATHS).format(n=number)
    values = {"ms": draw.randrange(1, 240), "n": number, "path": path, "ratio": f"0.{draw.randrange(80, 99)}"}
    return f"2026-03-14T{clock} " + draw.choice(_FORMS).format(small=draw.randrange(9), small2=draw.randrange(20), **values)
