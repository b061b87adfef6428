"""What goes over the wire of `GET /health`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from assistant.api.wire.fields import Response


class HealthModel(Response):
    """The model that answers."""

    id: str
    source: Literal["hub", "folder", "gguf", "embedded", "remote"]
    architecture: str | None = Field(description="Not known of a remote one; nor are, of some, the next two.")
    parameters: int | None
    context_length: int | None


class HealthEngine(Response):
    """How it runs."""

    runner: Literal["native", "openvino", "torch", "remote"]
    device: str | None = Field(description="This and the next two are not known of a remote one.")
    dtype: str | None
    threads: int | None
    host: str | None = Field(description="The inference server that runs a remote one.")


class HealthModelState(Response):
    """How one of the models is that requests can name."""

    id: str
    state: Literal["unloaded", "loading", "ready", "failed"] = Field(description="An unloaded one is loaded when asked for.")
    reason: str | None = Field(description="Why it could not be loaded; it is tried again.")
    context_length: int | None
    memory_bytes: int | None = Field(description="What its weights and its cache take while it is loaded.")


class HealthQueue(Response):
    """Requests in the engine now, and its limits."""

    running: int
    waiting: int
    max_running: int
    max_waiting: int


class Health(Response):
    """Whether this replica can answer, and what it is."""

    status: Literal["ready", "loading", "stopping", "failed"]
    reason: str | None = Field(description="Why it is not ready.")
    warnings: list[str] = Field(description="What is wrong although it answers, such as runbooks that cannot be read.")
    version: str
    model: HealthModel | None
    engine: HealthEngine | None
    queue: HealthQueue | None = Field(description="Of the default model.")
    models: list[HealthModelState] = Field(description="Every model, the default one first.")
    versions: dict[str, str] = Field(description="Of the libraries that matter.")
    uptime_s: float
