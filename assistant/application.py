"""Builds every part once from the settings and closes them in reverse."""

from __future__ import annotations

import asyncio
import logging
import os
import platform
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from importlib.metadata import version
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from assistant import __version__, local_model
from assistant.chat.assistant import ASSISTANT_MODEL, Assistant
from assistant.chat.request import Defaults
from assistant.chat.response_store import ResponseStore
from assistant.engine.completion import CompletionEngine
from assistant.engine.engine import Engine
from assistant.engine.load import Load
from assistant.engine.remote.engine import RemoteEngine
from assistant.errors import ModelError, ModelFailed, ModelLoading, RemoteUnavailable, ShuttingDown
from assistant.local_model import EngineInfo, ModelInfo, PreparedModel
from assistant.model import source
from assistant.model.loader import LoadedModel
from assistant.model_pool import ModelPool, ModelState, PooledModel, require_budget
from assistant.observability.memory import resident_bytes
from assistant.observability.metrics import STATES, metrics
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.chat.pipeline import Pipeline
    from assistant.knowledge.runbooks.watcher import Watcher

Made = TypeVar("Made")
State = Literal["loading", "ready", "stopping", "failed"]
_log = logging.getLogger(__name__)
_SHUTTING_DOWN = "This server is shutting down: send the request to another replica or try again."


@dataclass(frozen=True)
class Parts:
    """What a replica that can answer consists of.

    Attributes:
        memory_bytes: what a model in this process takes.
    """

    engine: CompletionEngine
    assistant: Assistant
    model_info: ModelInfo
    engine_info: EngineInfo
    memory_bytes: int = 0


@dataclass(frozen=True)
class ModelStatus:
    """How one of the models is.

    Attributes:
        reason: why it cannot be loaded.
        memory_bytes: what it takes while it is loaded; None where that is not known.
    """

    id: str
    state: ModelState
    reason: str | None
    context_length: int | None
    memory_bytes: int | None


@dataclass(frozen=True)
class Status:
    """How a replica is.

    Attributes:
        reason: why it is not ready.
        models: every model that can be named, the default one first.
        uptime_s: since it was made.
        warnings: what is wrong although it answers.
    """

    state: State
    reason: str | None
    model: ModelInfo | None
    engine: EngineInfo | None
    load: Load | None
    models: tuple[ModelStatus, ...]
    uptime_s: float
    warnings: tuple[str, ...] = ()


class Application:
    """One replica: loads the model in the background, or waits for an inference server, then answers."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.created = int(time.time())
        self.responses = ResponseStore(settings.response_store_bytes) if settings.response_store_bytes else None
        self._start = time.monotonic()
        metrics()  # made here, once, before several threads ask for them
        self._parts: Parts | None = None
        self._error: str | None = None
        self._stopping = False
        self._remote = _remote_engine(settings) if settings.engine_url else None
        self._pool = ModelPool(budget_bytes=settings.model_memory_bytes)
        self._pipeline = _Beside(partial(make_pipeline, settings), name="pipeline")
        self._watcher: Watcher | None = None
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
            raise ShuttingDown(_SHUTTING_DOWN)
        if status.state == "failed":
            raise ModelFailed(f"This server cannot answer: {status.reason}")
        if self._remote:
            raise RemoteUnavailable(str(status.reason))
        raise ModelLoading(f"The model is still being loaded, {status.uptime_s:.0f} s so far: try again in a few seconds.")

    async def pipeline(self) -> Pipeline:
        """What stands around the model and needs none: there while the model is being loaded, and where it failed.

        Raises:
            ShuttingDown: not any more.
        """
        if self._stopping:
            raise ShuttingDown(_SHUTTING_DOWN)
        made = asyncio.wrap_future(self._pipeline.future())
        return await asyncio.shield(made)  # a client that leaves ends it for nobody else

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
            self._model_statuses(state, reason),
            uptime_s,
            self._watcher.warnings if self._watcher else (),
        )

    def observe(self) -> None:
        """Show in the metrics how this replica is now; what happens is counted where it happens."""
        status, instruments = self.status, metrics()
        for state in STATES:
            instruments.state.labels(state).set(state == status.state)
        for model in status.models:
            instruments.model_memory_bytes.labels(model.id).set((model.state == "ready" and model.memory_bytes) or 0)
        instruments.places.labels("running").set(self.settings.max_running)
        instruments.places.labels("waiting").set(self.settings.max_waiting)
        instruments.resident_memory_bytes.set(resident_bytes())
        if status.model and status.engine:
            instruments.info.labels(__version__, status.model.id, status.engine.runner, status.engine.device or "").set(1)

    @property
    def busy(self) -> bool:
        """Whether an answer is running or waits to."""
        engine = self._parts.engine if self._parts else None
        load = engine.load if engine and engine.alive else None
        return bool(load and (load.running or load.waiting)) or not self._pool.idle

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
        self._pool.close()
        if self._watcher:
            self._watcher.close()
        if engine := self._parts.engine if self._parts else self._remote:
            engine.close()
        self._pipeline.close(lambda pipeline: pipeline.close())

    def _make_parts(self) -> Parts | None:
        pipeline = self._pipeline.future
        if self._remote:
            return _connect(self._remote, self.settings, pipeline)
        return _build(self.settings, self._pool, pipeline)

    def _state(self, engine: CompletionEngine | None) -> tuple[State, str | None]:
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

    def _model_statuses(self, state: State, reason: str | None) -> tuple[ModelStatus, ...]:
        """How each model is; the default one is as the replica is."""
        others = (ModelStatus(m.name, m.state, m.error, m.context_length, m.memory_bytes) for m in self._pool.models.values())
        if self._parts is None:
            return tuple(others)
        info = self._parts.model_info
        own: ModelState = "ready" if state == "stopping" else state
        return (ModelStatus(info.id, own, reason, info.context_length, self._parts.memory_bytes or None), *others)

    def _load(self) -> None:
        self._watcher = watcher = _watch_runbooks(self.settings)
        if watcher and self._stopping:  # `close` may have found none
            watcher.close()
        pipeline = self._pipeline.future()  # beside the model
        try:
            parts = self._make_parts()
            pipeline.result().wait_until_prepared()  # ready means at full speed: nothing is left to do beside the first answers
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
                self._pool.start(reserved_bytes=parts.memory_bytes, load_all=self.settings.model_loading == "start")


def prepare(settings: Settings) -> PreparedModel:
    """Fetch, convert and check the default model; quick where that was done before.

    Raises:
        ModelError: it cannot be had, is not a chat model, or cannot run as the settings say.
    """
    default, _ = _sources(settings)
    return local_model.prepare(source.find(settings.model, default), settings)


def prepare_all(settings: Settings) -> None:
    """Do that for every model that the settings name; one of the others that cannot be had is only logged.

    Raises:
        ModelError: the default one cannot be had, two have one name, or one can never fit into the memory for models.
    """
    _, others = _sources(settings)
    default, budget = prepare(settings), settings.model_memory_bytes
    if budget is not None:
        require_budget(settings.model, default.memory_bytes, 0, budget)
    for name, location in others.items():
        try:
            prepared = local_model.prepare(source.find(location, name), settings)
        except ModelError as error:
            _log.error("the model %s cannot be served now: %s", name, error.message)
            continue
        if budget is not None:
            require_budget(name, prepared.memory_bytes, default.memory_bytes, budget)


@cache
def versions() -> dict[str, str]:
    """Versions of the libraries that make the answers."""
    packages = {name: version(name) for name in ("bentoml", "openvino", "torch", "transformers", "tokenizers")}
    return {"python": platform.python_version(), **packages}


def start_engine(settings: Settings) -> tuple[LoadedModel, Engine]:
    """Load the default model and generate with it once.

    Raises:
        ModelError: it cannot be had, loaded or run.
    """
    return local_model.start_engine(prepare(settings), settings)


@dataclass(frozen=True)
class _Further:
    """A model beside the default one; implements `Loadable`."""

    prepared: PreparedModel
    settings: Settings

    @property
    def memory_bytes(self) -> int:
        return self.prepared.memory_bytes

    @property
    def context_length(self) -> int:
        return self.prepared.context_length

    def load(self) -> tuple[CompletionEngine, int]:
        model = local_model.start(self.prepared, self.settings)
        return model.engine, model.model.context_length or self.context_length


def _build(settings: Settings, pool: ModelPool, pipeline: Callable[[], Future[Pipeline]]) -> Parts:
    _, others = _sources(settings)
    prepared = prepare(settings)
    if settings.model_memory_bytes is not None:
        require_budget(settings.model, prepared.memory_bytes, 0, settings.model_memory_bytes)
    for name, location in others.items():
        pool.add(name, partial(_prepare_further, name, location, settings))
    model = local_model.start(prepared, settings)
    assistant = _assistant(model.engine, model.model, settings, pipeline(), tuple(pool.models.values()))
    return Parts(model.engine, assistant, model.model, model.where, prepared.memory_bytes)


def _prepare_further(name: str, location: str, settings: Settings) -> _Further:
    return _Further(local_model.prepare(source.find(location, name), settings), settings)


def _sources(settings: Settings) -> tuple[str, dict[str, str]]:
    """The name of the default model, and the locations of the others by their names.

    Raises:
        ModelError: a name cannot be used, or stands for two models.
    """
    default = source.find(settings.model, settings.model_name).name
    _require_name(default, "set ASSISTANT_MODEL_NAME to another name, without a slash")
    others: dict[str, str] = {}
    for entry in settings.models:
        name, named, location = (part.strip() for part in entry.partition("="))
        name, location = (name, location) if named else (source.name_of(entry), entry)
        _require_name(name, "write another one before it in ASSISTANT_MODELS, as name=location")
        if name in (default, *others):
            raise ModelError(f"Two models have the name {name!r}: write another one in ASSISTANT_MODELS, as name=location.")
        others[name] = location
    return default, others


def _require_name(name: str, remedy: str) -> None:
    if name == ASSISTANT_MODEL or "/" in name or not name:
        raise ModelError(f"A model cannot be served as {name!r}: {remedy}.")


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


def _connect(remote: RemoteEngine, settings: Settings, pipeline: Callable[[], Future[Pipeline]]) -> Parts | None:
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
    return Parts(remote, _assistant(remote, info, settings, pipeline()), info, _remote_info(remote))


def _assistant(
    engine: CompletionEngine,
    model: ModelInfo,
    settings: Settings,
    pipeline: Future[Pipeline],
    others: Sequence[PooledModel] = (),
) -> Assistant:
    return Assistant(
        engine,
        base_model=model.id,
        owner="remote" if model.source == "remote" else "local",
        context_length=model.context_length,
        defaults=Defaults(settings.temperature, settings.top_p, settings.max_tokens, settings.system_prompt),
        timeout_s=settings.request_timeout_s,
        most_choices=settings.max_running + settings.max_waiting,
        others=others,
        pipeline=pipeline,
    )


def _watch_runbooks(settings: Settings) -> Watcher | None:
    """Index the runbooks of the settings in a thread, and keep up with them; None where there never were any."""
    from assistant.knowledge.runbooks.watcher import Watcher
    from assistant.knowledge.store.database import FILE_NAME

    store = settings.data_dir / FILE_NAME
    if not settings.runbooks and not os.access(store, os.F_OK):  # also where its folder may not be read
        return None
    return Watcher(settings.runbooks, store, _cleaner)


def _cleaner() -> Callable[[str], str]:
    """What takes the secrets out of runbooks before they are kept."""
    from assistant.redaction.masking import mask
    from assistant.redaction.redactor import Redactor

    return partial(mask, Redactor())


def make_pipeline(settings: Settings) -> Pipeline:
    """What `devops-assistant` does around a model; it takes a second, and its checkers are made ready in the background."""
    from assistant.chat.pipeline import Pipeline
    from assistant.checks.block_checker import BlockChecker
    from assistant.knowledge import glossary, handbook
    from assistant.knowledge.glossary import Glossary
    from assistant.knowledge.knowledge import Knowledge
    from assistant.knowledge.store.database import FILE_NAME
    from assistant.knowledge.store.shelf import Shelf
    from assistant.redaction.redactor import Redactor

    checker = BlockChecker()
    checker.prepare()
    knowledge = Knowledge(handbook.load().values(), Shelf(settings.data_dir / FILE_NAME), Glossary(glossary.load()))
    pipeline = Pipeline(Redactor(), checker, knowledge)
    pipeline.warm_up()
    return pipeline


class _Beside(Generic[Made]):
    """Makes something once, when it is first asked for, in a thread of its own: others go on meanwhile."""

    def __init__(self, make: Callable[[], Made], *, name: str) -> None:
        self._make = make
        self._name = name
        self._made: Future[Made] | None = None
        self._lock = threading.Lock()

    def future(self) -> Future[Made]:
        with self._lock:
            if self._made is None:
                maker = ThreadPoolExecutor(1, thread_name_prefix=self._name)
                self._made = maker.submit(self._make)
                maker.shutdown(wait=False)
            return self._made

    def close(self, end: Callable[[Made], None]) -> None:
        """Give what was made to `end`, once it is there; nothing where nobody asked for it."""

        def ended(made: Future[Made]) -> None:
            if not made.cancelled() and made.exception() is None:
                end(made.result())

        with self._lock:
            made = self._made
        if made:
            made.add_done_callback(ended)


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
