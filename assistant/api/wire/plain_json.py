"""Bodies of which everything can be told again: to a model, in an answer, in a log."""

from __future__ import annotations

import math
from typing import Any

from pydantic import model_validator

from assistant.api.wire.fields import Request
from assistant.errors import InvalidParameter

MAX_DEPTH = 100


class Body(Request):
    """A whole body; whatever its fields are, all of it is text, numbers and not too deep."""

    @model_validator(mode="before")
    @classmethod
    def _require_plain_json(cls, body: Any) -> Any:
        require_plain_json(body)
        return body


def require_plain_json(value: Any, place: str = "", depth: int = 0) -> None:
    """Refuse what Python's JSON reader lets through.

    Args:
        place: of the value in the body.
        depth: lists and objects around it.

    Raises:
        InvalidParameter: half of a surrogate pair, which no text contains, a number that is none, or too many levels.
    """
    if depth > MAX_DEPTH:
        top = place.partition(".")[0].partition("[")[0]
        raise InvalidParameter(f"{top}: it is nested deeper than {MAX_DEPTH} levels.", param=top or None)
    if isinstance(value, str):
        _require_text(value, place)
    elif isinstance(value, float) and not math.isfinite(value):
        raise InvalidParameter(f"{place}: {value} is not a number that JSON knows.", param=place)
    elif isinstance(value, dict):
        for name, item in value.items():
            _require_text(name, place)
            if isinstance(item, str | float | dict | list):
                require_plain_json(item, f"{place}.{name}" if place else name, depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            if isinstance(item, str | float | dict | list):
                require_plain_json(item, f"{place}[{index}]", depth + 1)


def _require_text(text: str, place: str) -> None:
    if text.isascii():
        return
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidParameter(
            f"{place}: the character at {error.start} is half of a surrogate pair.", param=place or None
        ) from None
