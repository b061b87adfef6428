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
from assistant.engine import step_cost
from assistant.engine.completion import CompletionEngine
from assistant.engine.engine import Engine
from assistant.engine.generation import GenerationRequest
from assistant.engine.load import Load
from assistant.engine.local import LocalEngine
from assistant.engine.remote.engine import RemoteEngine
from assistant.errors import AssistantError, ModelError, ModelFailed, ModelLoading, RemoteUnavailable, ShuttingDown
from assistant.model import checkpoint, loader, source
from assistant.model.checkpoint import Checkpoint
from assistant.model.loader import LoadedModel
from assistant.model.placement import Placement, place
from assistant.observability.metrics import metrics
from assistant.settings import Settings

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ModelInfo:
    """The model that answers.

    Attributes:
        parameters: how many weights it has; this, the architecture and the context are not known of every remote one.
        context_length: tokens of a prompt and its answer together.
    """

    id: str
    source: Literal["hub", "folder", "gguf", "embedded", "remote"]
    architecture: str | None
    parameters: int | None
    context_length: int | None


@dataclass(frozen=True)
class EngineInfo:
    """What runs the model; of a remote one only the host is known."""

    runner: Literal["native", "openvino", "torch", "remote"]
    device: str | None = None
    dtype: str | None = None
    threads: int | None = None
    host: str | None = None


@dataclass(frozen=True)
class Parts:
    """What a replica that can answer consists of."""

    engine: CompletionEngine
    assistant: Assistant
    model_info: ModelInfo
    engine_info: EngineInfo


@dataclass(frozen=True)
class Status:
    """How a replica is.

    Attributes:
        reason: why it is not ready.
        uptime_s: since it was made.
    """

    state: Literal["loading", "ready", "stopping", "failed"]
    reason: str | None
    model: ModelInfo | None
    engine: EngineInfo | None
    load: Load | None
    uptime_s: float


class Application:
    """One replica: loads the model in the background, or waits for an inference server, then answers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.created = int(time.time())
        self._start = time.monotonic()
        metrics()  # made here, once, before several threads ask for them
        self._parts: Parts | None = None
        self._error: str | None = None
        self._stopping = False
        self._remote = _remote_engine(settings) if settings.engine_url else None
        self._loader = threading.Thread(target=self._load, name="loader", daemon=True)
        self._loader.start()

    @property
    def assistant(self) -> Assistant:
        """The part that answers.

        Raises:
            ModelLoading: not yet.
            RemoteUnavailable: not yet, or not now.
            ModelFailed: not any more, or never.
            ShuttingDown: not any more.
        """
        status = self.status
        if status.state == "ready" and self._parts:
            return self._parts.assistant
        if status.state == "stopping":
            raise ShuttingDown("This server is shutting down: send the request to another replica or try again.")
        if status.state == "failed":
            raise ModelFailed(f"This server cannot answer: {status.reason}")
        if self._remote:
            raise RemoteUnavailable(str(status.reason))
        raise ModelLoading(f"The model is still being loaded, {status.uptime_s:.0f} s so far: try again in a few seconds.")

    @property
    def status(self) -> Status:
        """How this replica is now."""
        parts, uptime_s = self._parts, time.monotonic() - self._start
        engine = parts.engine if parts else self._remote
        load = engine.load if engine and engine.alive else None
        state, reason = self._state(engine)
        return Status(
            state,
            reason,
            parts.model_info if parts else None,
            parts.engine_info if parts else _remote_info(self._remote) if self._remote else None,
            load,
            uptime_s,
        )

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
        if engine := self._parts.engine if self._parts else self._remote:
            engine.close()

    def _state(self, engine: CompletionEngine | None) -> tuple[Literal["loading", "ready", "stopping", "failed"], str | None]:
        """The state and why it is not ready."""
        if self._error:
            return "failed", self._error
        if self._stopping:
            return "stopping", "The server is shutting down."
        if engine and not engine.alive:
            return "failed", "The engine has stopped."
        if engine and engine.awaits:
            return "loading", engine.awaits
        return ("ready", None) if self._parts else ("loading", "The model is being loaded.")

    def _load(self) -> None:
        try:
            parts = _connect(self._remote, self.settings) if self._remote else _build(self.settings)
        except ModelError as error:
            self._error = error.message
            _log.critical("%s", error.message)
        except Exception as error:  # noqa: BLE001 - the replica stays up to tell why it cannot answer
            self._error = f"Loading the model failed ({type(error).__name__}: {error})."
            _log.critical("loading the model failed", exc_info=error)
        else:
            self._parts = parts
            if self._stopping:  # the stop signal came while the model was being loaded
                self.close()
            elif parts:
                _announce(parts, time.monotonic() - self._start)


def prepare(settings: Settings) -> tuple[Checkpoint, Placement]:
    """Fetch, convert and check the model that the settings name; quick where that was done before.

    Raises:
        ModelError: it cannot be had, is not a chat model, or cannot run as the settings say.
    """
    found = source.find(settings.model, settings.model_name)
    if found.name == ASSISTANT_MODEL or "/" in found.name:
        raise ModelError(
            f"A model cannot be served as {found.name!r}: set ASSISTANT_MODEL_NAME to another name, without a slash."
        )
    ready = checkpoint.prepare(found, settings.cache_dir)
    placement = place(
        ready.config, runner=settings.runner, device=settings.device, dtype=settings.dtype, threads=settings.threads
    )
    loader.prepare(ready, placement, settings.cache_dir)
    return ready, placement


@cache
def versions() -> dict[str, str]:
    """Versions of the libraries that make the answers."""
    packages = {name: version(name) for name in ("bentoml", "openvino", "torch", "transformers", "tokenizers")}
    return {"python": platform.python_version(), **packages}


def start_engine(settings: Settings) -> tuple[LoadedModel, Engine]:
    """Load the model that the settings name and generate with it once.

    Raises:
        ModelError: it cannot be had, loaded or run.
    """
    ready, placement = prepare(settings)
    model = loader.load(
        ready,
        placement,
        kv_cache_bytes=settings.kv_cache_bytes,
        cache_dir=settings.cache_dir,
        context_length=settings.context_length,
    )
    engine = Engine(
        model.runner,
        max_running=settings.max_running,
        max_waiting=settings.max_waiting,
        step_tokens=settings.step_tokens,
        cost=step_cost.measure(model.runner, model.context_length),
        speculate=settings.speculation == "auto",
    )
    try:
        engine.warm_up(GenerationRequest(prompt_ids=tuple(model.tokenizer.encode("ready?")), max_tokens=2))
    except AssistantError as error:
        engine.close()
        raise ModelError(f"The model {ready.source.location} cannot produce a token: {error.__cause__ or error}") from error
    return model, engine


def _build(settings: Settings) -> Parts:
    model, engine = start_engine(settings)
    local = LocalEngine(engine, model.tokenizer, context_length=model.context_length)
    return Parts(local, _assistant(local, _model_info(model), settings), _model_info(model), _engine_info(model))


def _remote_engine(settings: Settings) -> RemoteEngine:
    key = settings.engine_api_key
    return RemoteEngine(
        str(settings.engine_url),
        api_key=key.get_secret_value() if key else None,
        model=settings.engine_model,
        skip=(ASSISTANT_MODEL,),  # of another copy of this: it has a system prompt already
        max_running=settings.max_running,
        max_waiting=settings.max_waiting,
        silence_s=settings.engine_timeout_s,
    )


def _remote_info(remote: RemoteEngine) -> EngineInfo:
    return EngineInfo(runner="remote", host=remote.host)


def _connect(remote: RemoteEngine, settings: Settings) -> Parts | None:
    """The parts once the inference server has answered; None where the replica was closed first."""
    model = remote.wait_for_model()
    if model is None:
        return None
    name = settings.model_name or model.id
    if name == ASSISTANT_MODEL:
        remote.close()
        raise ModelError(f"A model cannot be served as {name!r}: set ASSISTANT_MODEL_NAME to another name.")
    if not model.tells_usage:
        _log.warning("the inference server at %s tells no usage: prompts count as 0 tokens, chunks as one", remote.host)
    info = ModelInfo(name, "remote", None, None, model.context_length)
    return Parts(remote, _assistant(remote, info, settings), info, _remote_info(remote))


def _assistant(engine: CompletionEngine, model: ModelInfo, settings: Settings) -> Assistant:
    return Assistant(
        engine,
        base_model=model.id,
        owner="remote" if model.source == "remote" else "local",
        context_length=model.context_length,
        defaults=Defaults(settings.temperature, settings.top_p, settings.max_tokens, settings.system_prompt),
        timeout_s=settings.request_timeout_s,
        most_choices=settings.max_running + settings.max_waiting,
    )


def _model_info(model: LoadedModel) -> ModelInfo:
    checkpoint = model.checkpoint
    return ModelInfo(
        id=checkpoint.source.name,
        source=checkpoint.source.kind,
        architecture=checkpoint.config["architectures"][0],
        parameters=model.parameters,
        context_length=model.context_length,
    )


def _engine_info(model: LoadedModel) -> EngineInfo:
    placement = model.placement
    return EngineInfo(runner=placement.runner, device=placement.device, dtype=placement.dtype, threads=placement.threads)


def _announce(parts: Parts, took_s: float) -> None:
    model, engine = parts.model_info, parts.engine_info
    if engine.runner == "remote":
        where = f"through the inference server at {engine.host}"
    elif engine.device == "cpu":
        where = f"from {model.source} with {engine.runner} on cpu, {engine.threads} threads, no GPU in use, {engine.dtype}"
    else:
        where = f"from {model.source} with {engine.runner} on {engine.device}, {engine.dtype}"
    _log.info(
        "ready: %s %s, in %.1f s",
        model.id,
        where,
        took_s,
        extra={"version": __version__, "model": model.id, "context_length": model.context_length, "pid": os.getpid()},
    )
