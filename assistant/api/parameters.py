"""The table of parameters: what each route honours and refuses, from the types that parse them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from assistant.api.unsupported import IN_CHAT_COMPLETIONS, IN_COMPLETIONS, IN_RESPONSES, OF_OTHER_SERVERS, Neutral
from assistant.api.wire.chat import ChatCompletionRequest
from assistant.api.wire.completions import CompletionRequest
from assistant.api.wire.fields import Request
from assistant.api.wire.responses import ResponseRequest

_HEADER = "| parameter | | |\n|---|---|---|"
ROUTES: dict[str, tuple[type[BaseModel], Neutral]] = {
    "/v1/chat/completions": (ChatCompletionRequest, IN_CHAT_COMPLETIONS),
    "/v1/completions": (CompletionRequest, IN_COMPLETIONS),
    "/v1/responses": (ResponseRequest, IN_RESPONSES),
}


def tables() -> str:
    """Markdown: a table for each route."""
    sections = {f"`POST {path}`": _rows(*route) for path, route in ROUTES.items()}
    sections["Fields of other servers, on each of these routes"] = _rows(Request, OF_OTHER_SERVERS)
    return "\n\n".join(f"## {title}\n\n{_HEADER}\n{rows}" for title, rows in sections.items()) + "\n"


def _rows(model: type[BaseModel], refused: Neutral) -> str:
    schema = model.model_json_schema().get("properties", {})
    rows = {name: f"| `{name}` | {_verdict(field)} | {_remark(field)} |" for name, field in schema.items()}
    rows |= {name: f"| `{name}` | refused | {_neutral(values)} |" for name, values in refused.items()}
    return "\n".join(rows[name] for name in sorted(rows))


def _verdict(field: Mapping[str, Any]) -> str:
    return "accepted" if str(field.get("description", "")).startswith("Accepted") else "honoured"


def _remark(field: Mapping[str, Any]) -> str:
    """The limits and the description."""
    forms = [field, *field.get("anyOf", [])]
    limits = [
        f"{words} {form[key]}"
        for key, words in (("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to"), ("exclusiveMaximum", "below"))
        for form in forms
        if key in form
    ]
    return " ".join(filter(None, (f"{' '.join(limits).capitalize()}." if limits else "", field.get("description", ""))))


def _neutral(values: tuple[Any, ...]) -> str:
    if not values:
        return "With 400 `unsupported_parameter`."
    return f"With 400 `unsupported_parameter`, but for {' and '.join(f'`{value!r}`' for value in values)}."


if __name__ == "__main__":
    sys.stdout.write(tables())
