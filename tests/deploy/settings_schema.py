"""What values.schema.json of the chart has to say of the settings, made from the settings themselves."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from assistant.settings import Settings, variable

OF_THE_CHART = (  # values of their own, or what follows from these
    "model",
    "model_name",
    "engine_url",
    "engine_model",
    "engine_api_key",
    "api_keys",
    "cache_dir",
    "data_dir",
    "runbooks",
    "request_timeout_s",
    "shutdown_grace_s",
)
_INTEGER, _NUMBER = "^[0-9]+$", r"^[0-9]+(\.[0-9]+)?$"


def settings_schema() -> dict[str, Any]:
    """Of `settings`: text, since Helm writes large numbers as 1.073741824e+09."""
    fields = {name: field for name, field in Settings.model_fields.items() if name not in OF_THE_CHART}
    properties = {variable(name): _of(field.annotation) for name, field in fields.items()}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _of(annotation: Any) -> dict[str, Any]:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _of(arguments[0])
    if origin in {Union, UnionType}:
        [one] = [each for each in arguments if each is not type(None)]
        return _of(one)
    if origin is Literal:
        return {"enum": list(arguments)}
    pattern = {int: _INTEGER, float: _NUMBER}.get(annotation)
    return {"type": "string", "pattern": pattern} if pattern else {"type": "string"}
