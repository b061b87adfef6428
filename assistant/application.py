"""Builds every part once from the settings and closes them in reverse."""

from __future__ import annotations

import logging
import os
import platform
import threading
import time
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Literal

from assistant import __version__
from assistant.chat.assistant import ASSISTANT_MODEL, Assistant
from assistant.chat.request import Defaults
from assistant.engine.engine import Engine, Load
from assistant.engine.generation import GenerationRequest
from assistant.errors import AssistantError, ModelError, ModelFailed, ModelLoading, ShuttingDown
from assistant.model import checkpoint, loader, source
from assistant.model.loader import LoadedModel
from assistant.model.placement import place
from assistant.observability.metrics import metrics
from assistant.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parts:
    """What a replica that can answer consists of."""

    model: LoadedModel
    engine: Engine
    assistant: Assistant


@dataclass(frozen=True)
class Status:
    """How a replica is.

    Attributes:
        reason: why it is not ready.
        uptime_s: since it was made.
    """

    state: Literal["loading", "ready", "stopping", "failed"]
    reason: str | None
    parts: Parts | None
    load: Load | None
    uptime_s: float


class Application:
    """One replica: loads the model in the background, then answers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.created = int(time.time())
        self._start = time.monotonic()
        metrics()  # made here, once, before several threads ask for them
        self._parts: Parts | None = None
        self._error: str | None = None
        self._stopping = False
        self._loader = threading.Thread(target=self._load, name="loader", daemon=True)
        self._loader.start()

    @property
    def assistant(self) -> Assistant:
        """The part that answers.

        Raises:
            ModelLoading: not yet.
            ModelFailed: not any more, or never.
        """
        status = self.status
        if status.state == "ready" and status.parts:
            return status.parts.assistant
        if status.state == "stopping":
            raise ShuttingDown("This server is shutting down: send the request to another replica or try again.")
        if status.state == "failed":
            raise ModelFailed(f"This server cannot answer: {status.reason}")
        raise ModelLoading(f"The model is still being loaded, {status.uptime_s:.0f} s so far: try again in a few seconds.")

    @property
    def status(self) -> Status:
        """How this replica is now."""
        uptime_s = time.monotonic() - self._start
        parts = self._parts
        if self._error:
            return Status("failed", self._error, None, None, uptime_s)
        if self._stopping:
            return Status("stopping", "The server is shutting down.", parts, parts.engine.load if parts else None, uptime_s)
        if parts is None:
            return Status("loading", "The model is being loaded.", None, None, uptime_s)
        if not parts.engine.alive:
            return Status("failed", "The engine has stopped.", parts, None, uptime_s)
        return Status("ready", None, parts, parts.engine.load, uptime_s)

    def drain(self) -> None:
        """Take no new work, and end what still runs after the grace; returns at once."""
        if not self._stopping:
            self._stopping = True
            grace = threading.Timer(self.settings.shutdown_grace_s, self.close)
            grace.daemon = True
            grace.start()

    def close(self) -> None:
        """End every request and free what was taken."""
        self._stopping = True
        if self._parts:
            self._parts.engine.close()

    def _load(self) -> None:
        try:
            parts = _build(self.settings)
        except ModelError as error:
            self._error = error.message
            _log.critical("%s", error.message)
        except Exception as error:  # noqa: BLE001 - the replica stays up to tell why it cannot answer
            self._error = f"Loading the model failed ({type(error).__name__}: {error})."
            _log.critical("loading the model failed", exc_info=error)
        else:
            self._parts = parts
            if self._stopping:  # the stop signal came while the model was being loaded
                parts.engine.close()
            else:
                _announce(parts, time.monotonic() - self._start)


def prepare(settings: Settings) -> checkpoint.Checkpoint:
    """Fetch, convert and check the model that the settings name; quick where that was done before.

    Raises:
        ModelError: it cannot be had, or is not a chat model.
    """
    found = source.find(settings.model, settings.model_name)
    if found.name == ASSISTANT_MODEL or "/" in found.name:
        raise ModelError(
            f"A model cannot be served as {found.name!r}: set ASSISTANT_MODEL_NAME to another name, without a slash."
        )
    if settings.device == "cuda":
        place(settings.device, settings.dtype, settings.threads)
    return checkpoint.prepare(found, settings.cache_dir)


@cache
def versions() -> dict[str, str]:
    """Versions of the libraries that make the answers."""
    packages = {name: version(name) for name in ("bentoml", "torch", "transformers", "tokenizers")}
    return {"python": platform.python_version(), **packages}


def _build(settings: Settings) -> Parts:
    ready = prepare(settings)
    model = loader.load(
        ready,
        place(settings.device, settings.dtype, settings.threads),
        kv_cache_bytes=settings.kv_cache_bytes,
        context_length=settings.context_length,
    )
    engine = Engine(
        model.runner, max_running=settings.max_running, max_waiting=settings.max_waiting, step_tokens=settings.step_tokens
    )
    try:
        engine.warm_up(GenerationRequest(prompt_ids=tuple(model.tokenizer.encode("ready?")), max_tokens=2))
    except AssistantError as error:
        engine.close()
        raise ModelError(f"The model {ready.source.location} cannot produce a token: {error.__cause__ or error}") from error
    assistant = Assistant(
        engine,
        model.tokenizer,
        base_model=ready.source.name,
        context_length=model.context_length,
        defaults=Defaults(settings.temperature, settings.top_p, settings.max_tokens, settings.system_prompt),
        timeout_s=settings.request_timeout_s,
    )
    return Parts(model, engine, assistant)


def _announce(parts: Parts, took_s: float) -> None:
    model = parts.model
    where = (
        model.placement.device if model.placement.device == "cuda" else f"cpu, {model.placement.threads} threads, no GPU in use"
    )
    _log.info(
        "ready: %s from %s on %s, %s, in %.1f s",
        model.checkpoint.source.name,
        model.checkpoint.source.kind,
        where,
        model.placement.dtype,
        took_s,
        extra={
            "version": __version__,
            "model": model.checkpoint.source.name,
            "context_length": model.context_length,
            "pid": os.getpid(),
        },
    )
