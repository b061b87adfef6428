"""What is wrong with a body, from what pydantic says of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from assistant.errors import InvalidJson, InvalidParameter, MissingParameter, RequestError

_OWN_WORDS = re.compile(r" or instance of .*| after validation|, unable to parse string as an? \w+", re.DOTALL)


def invalid_body(errors: Sequence[Any], body: object = None) -> RequestError:
    """The error that tells a client what is wrong with its body.

    Args:
        errors: pydantic's list.
        body: what the client sent, where that is at hand.
    """
    wrong = Counter(_form(error, body) for error in errors)
    first = max(errors, key=lambda error: (*_fit(error, _path(error, body)), -wrong[_form(error, body)]))
    param = _path(first, body)
    if first["type"] == "json_invalid":
        reason = first.get("ctx", {}).get("error") or first["msg"].removeprefix("Invalid JSON: ")
        return InvalidJson(f"The body is not valid JSON: {reason}.")
    if not param:
        return InvalidParameter("A request must be a JSON object.")
    same = [first] if first["type"] == "too_long" else [error for error in errors if _path(error, body) == param]
    reasons = dict.fromkeys(map(_said, same))
    kind = MissingParameter if first["type"] == "missing" else InvalidParameter
    return kind(f"{_dotted(param)}: {' or '.join(reasons)}.", param=_dotted(param))


def unreadable_body() -> RequestError:
    """The error for a body that the JSON reader gave up on without saying where."""
    return InvalidJson("The body cannot be read as JSON: it is not UTF-8, nested too deep, or has a number of too many digits.")


def _said(error: Any) -> str:
    """Pydantic's sentence without its own words for things."""
    context = error.get("ctx", {})
    match error["type"]:
        case "union_tag_invalid":
            return f"{context['discriminator']} should be one of {context['expected_tags']}, not {context['tag']!r}"
        case "union_tag_not_found":
            return f"{context['discriminator']} is missing"
        case "dict_type" | "model_type" | "model_attributes_type":
            return "Input should be an object"
        case "extra_forbidden":
            return "this route knows no such field"
    return _OWN_WORDS.sub("", str(error["msg"]))


def _fit(error: Any, path: Sequence[str | int]) -> tuple[bool, int, bool]:
    """How well one of the forms that a value may have fits: it failed late, or said at once that it is another."""
    return error["type"] == "too_long", len(path), path[-1:] == ("type",)


def _form(error: Any, body: object) -> tuple[str | int, ...]:
    """The names of the members of unions that it was read as."""
    path = _path(error, body)
    return tuple(part for part in error["loc"] if part not in path)


def _path(error: Any, body: object) -> tuple[str | int, ...]:
    """Where in the body, without the names that pydantic gives to the members of a union."""
    place = error["loc"][1:] if error["loc"][:1] == ("body",) else error["loc"]
    if body is None:
        return tuple(place)
    path = []
    for position, part in enumerate(place, 1):
        if isinstance(body, list | dict) and part in (body if isinstance(body, dict) else range(len(body))):
            path.append(part)
            body = body[part]
        elif error["type"] == "missing" and position == len(place):
            path.append(part)
    return tuple(path)


def _dotted(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
