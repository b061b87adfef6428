"""How streamed answers are documented: by the schema of one event, which is how tools for OpenAPI 3.1 read it."""

from __future__ import annotations

from typing import Any

from assistant.api.answer_stream import DONE

_DONE = DONE.decode().removeprefix("data: ").strip()


def chunks_until_done(chunk: str) -> dict[str, Any]:
    """The content of an answer that is streamed as such chunks; what is said of its events holds behind their parsing.

    Args:
        chunk: the name of the schema.
    """
    return _content(
        f"With `stream: true`: events with a {chunk} each, the last one `[DONE]`; an ErrorResponse in its place where the "
        "answer failed.",
        {"data": {"anyOf": [_json(chunk, "ErrorResponse"), {"const": _DONE}]}},
    )


def named_events(event: str) -> dict[str, Any]:
    """The same for events that have their type as a name too.

    Args:
        event: the name of the schema.
    """
    return _content(
        f"With `stream: true`: events with a {event} each, from `response.created` to `response.completed`, "
        "`response.incomplete`, or `error` and `response.failed`.",
        {"event": {"type": "string"}, "data": _json(event)},
    )


def _content(description: str, event: dict[str, Any]) -> dict[str, Any]:
    schema = {"type": "object", "description": description, "required": [*event], "properties": event}
    return {"text/event-stream": {"schema": schema}}


def _json(*names: str) -> dict[str, Any]:
    forms = [{"$ref": f"#/components/schemas/{name}"} for name in names]
    return {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": {"anyOf": forms} if forms[1:] else forms[0],
    }
