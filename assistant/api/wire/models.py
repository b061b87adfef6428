"""What goes over the wire of `GET /v1/models`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.api.wire.fields import Response


class Model(Response):
    """A model that requests can name."""

    id: str
    object: Literal["model"] = "model"
    created: int = Field(description="Unix time, in seconds, when this server loaded it.")
    owned_by: str
    context_length: int | None = Field(description="Tokens of a prompt and its answer together, where that is known.")


class ModelList(Response):
    """All models of this server."""

    object: Literal["list"] = "list"
    data: list[Model]
