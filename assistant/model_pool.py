"""Several models in one process: loaded when they are asked for, unloaded where another needs their memory."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from queue import SimpleQueue
from typing import Literal, Protocol

from assistant.engine.completion import CompletionEngine
from assistant.errors import AssistantError, ModelError, ModelFailed, ModelMemoryFull, ShuttingDown
from assistant.model.memory import give_back

RETRY_S = 30.0
ModelState = Literal["unloaded", "loading", "ready", "failed"]
_log = logging.getLogger(__name__)


class Loadable(Protocol):
    """A model of which it is known how much memory it takes."""

    @property
    def memory_bytes(self) -> int: ...

    @property
    def context_length(self) -> int: ...

    def load(self) -> tuple[CompletionEngine, int]:
        """Read the weights; gives the engine and the tokens of its context.

        Raises:
            ModelError: it cannot be loaded.
        """
        ...


class PooledModel:
    """A model that is loaded with its first request."""

    def __init__(self, name: str, prepare: Callable[[], Loadable], pool: ModelPool) -> None:
        """
        Args:
            prepare: fetches and checks it; may take long, and be called again where it failed.
        """
        self.name = name
        self.error: str | None = None
        self.used_at = 0.0  # of `time.monotonic`
        self._prepare = prepare
        self._pool = pool
        self._loadable: Loadable | None = None
        self._engine: CompletionEngine | None = None
        self._context_length: int | None = None
        self._loading: Future[CompletionEngine] | None = None
        self._failed_at = 0.0
        self._users = 0  # requests that wait for it or are on their way into its engine

    @property
    def context_length(self) -> int | None:
        """Tokens of a prompt and its answer together; None until the model is known."""
        return self._context_length or (self._loadable.context_length if self._loadable else None)

    @property
    def memory_bytes(self) -> int | None:
        """What it takes while it is loaded; None until the model is known."""
        return self._loadable.memory_bytes if self._loadable else None

    @property
    def state(self) -> ModelState:
        if self._engine and self._engine.alive:
            return "ready"
        return "loading" if self._loading else "failed" if self.error else "unloaded"

    @property
    def wanted(self) -> bool:
        """Whether somebody waits for it."""
        return self._loading is not None

    @property
    def loaded_bytes(self) -> int:
        """What it takes now."""
        return (self.memory_bytes or 0) if self._engine else 0

    @property
    def idle(self) -> bool:
        """Whether it is loaded and nobody needs it now."""
        if self._engine is None:
            return False
        load = self._engine.load
        return not (self._users or load.running or load.waiting)

    @asynccontextmanager
    async def use(self) -> AsyncIterator[CompletionEngine]:
        """Its engine, after loading it where it is not; it stays inside the block and for what was accepted there.

        Raises:
            ModelFailed: loading it failed, now or shortly before.
            ModelMemoryFull: the models in use leave no room for it.
            ShuttingDown: the pool is closed.
        """
        with self._pool.lock:
            loading = self._wanted()
            self._users += 1
        try:
            yield await asyncio.wrap_future(loading)
        finally:
            with self._pool.lock:
                self._users -= 1
                self.used_at = time.monotonic()

    def close(self) -> None:
        """Free it; the pool closes all."""
        with self._pool.lock:
            engine = self.release()
        if engine:
            engine.close()

    def release(self) -> CompletionEngine | None:
        """Take its engine away, which is to be closed then. The lock is held."""
        engine, self._engine, self._context_length = self._engine, None, None
        return engine

    def prepare(self) -> Loadable:
        """Know it; quick the second time.

        Raises:
            ModelError: it cannot be had.
        """
        if self._loadable is None:
            self._loadable = self._prepare()
        return self._loadable

    def want(self) -> None:
        """Load it, if that has not been done."""
        with self._pool.lock:
            self._wanted()

    def loaded(self, engine: CompletionEngine, context_length: int) -> None:
        """Note that it can answer now."""
        with self._pool.lock:
            self._engine, self._context_length, self.error = engine, context_length, None
            self.used_at = time.monotonic()
            loading, self._loading = self._loading, None
        if loading:
            loading.set_result(engine)

    def failed(self, error: AssistantError, *, for_a_while: bool) -> None:
        """Tell those who wait, and where it is `for_a_while` also those who come shortly after."""
        with self._pool.lock:
            if for_a_while:
                self.error, self._failed_at = error.message, time.monotonic()
            loading, self._loading = self._loading, None
        if loading:
            loading.set_exception(error)

    def _wanted(self) -> Future[CompletionEngine]:
        """What gives its engine: at once, or when it is loaded. The lock is held."""
        if self._pool.closed:
            raise ShuttingDown("The server is shutting down: send the request to another replica or try again.")
        if self._engine and self._engine.alive:
            there: Future[CompletionEngine] = Future()
            there.set_result(self._engine)
            return there
        if self._loading is None:
            left_s = self._failed_at + RETRY_S - time.monotonic() if self.error else 0
            if left_s > 0:
                raise _failed(str(self.error), left_s)
            self._loading = Future()
            self._loading.set_running_or_notify_cancel()  # nobody who leaves ends it for the others
            self._pool.load(self)
        return self._loading


class ModelPool:
    """The models beside the default one. One thread loads them, one after the other."""

    def __init__(self, *, budget_bytes: int | None) -> None:
        """
        Args:
            budget_bytes: memory of all loaded models together; None for no limit.
        """
        self.lock = threading.Lock()
        self.closed = False
        self.models: dict[str, PooledModel] = {}
        self._budget_bytes = budget_bytes
        self._reserved_bytes = 0
        self._queue: SimpleQueue[PooledModel | None] = SimpleQueue()

    @property
    def idle(self) -> bool:
        """Whether no model here has a request."""
        return all(model.idle for model in self.models.values() if model.state == "ready")

    def add(self, name: str, prepare: Callable[[], Loadable]) -> None:
        """Serve one more model."""
        self.models = {**self.models, name: PooledModel(name, prepare, self)}  # others may be looking at them

    def start(self, *, reserved_bytes: int, load_all: bool) -> None:
        """Get to know every model and load those that are asked for.

        Args:
            reserved_bytes: of the budget that others take for ever.
            load_all: whether to load all now, as far as they fit together.
        """
        self._reserved_bytes = reserved_bytes
        if self.models:
            threading.Thread(target=self._work, args=(load_all,), name="model-pool", daemon=True).start()

    def load(self, model: PooledModel) -> None:
        """Have a model loaded."""
        self._queue.put(model)

    def close(self) -> None:
        """Free every model and refuse what waits for one."""
        with self.lock:
            self.closed = True
        self._queue.put(None)
        for model in self.models.values():
            model.close()
            model.failed(ShuttingDown("The server shut down before the model was loaded: try again."), for_a_while=False)

    def _work(self, load_all: bool) -> None:
        for model in self.models.values():
            try:
                model.prepare()
            except Exception as error:  # noqa: BLE001 - one bad model must not take the others down
                _log.error("%s", message := _told(model, error))
                model.failed(_failed(message), for_a_while=True)
            else:
                if load_all and self._fits(model.memory_bytes or 0):
                    model.want()
                    self._load_wanted()
        while not self.closed:
            self._load_wanted()

    def _load_wanted(self) -> None:
        model = self._queue.get()
        if model and not self.closed:
            self._load(model)

    def _load(self, model: PooledModel) -> None:
        if not model.wanted:  # it failed or was loaded since somebody asked
            return
        start = time.monotonic()
        model.close()  # an engine that broke
        give_back()
        try:
            loadable = model.prepare()
            self._make_room(model, loadable.memory_bytes)
            _log.info("loading the model %s, which takes %d bytes", model.name, loadable.memory_bytes)
            engine, context_length = loadable.load()
        except ModelMemoryFull as error:
            _log.warning("%s", error.message)
            model.failed(error, for_a_while=False)
            return
        except Exception as error:  # noqa: BLE001 - the edge of the thread: whoever waits is told
            _log.error("%s", message := _told(model, error), exc_info=not isinstance(error, ModelError))
            model.failed(_failed(message), for_a_while=True)
            return
        _log.info("the model %s is loaded, in %.1f s", model.name, time.monotonic() - start)
        model.loaded(engine, context_length)
        if self.closed:  # meanwhile
            model.close()

    def _make_room(self, model: PooledModel, needed: int) -> None:
        """Unload what was unused for longest until the model fits.

        Raises:
            ModelMemoryFull: what is in use leaves too little.
            ModelError: it could never fit.
        """
        if self._budget_bytes is not None:
            require_budget(model.name, needed, self._reserved_bytes, self._budget_bytes)
        while not self._fits(needed):
            with self.lock:
                idle = [other for other in self.models.values() if other.idle]
                if not self._fits(needed - sum(other.loaded_bytes for other in idle)):  # then none is unloaded in vain
                    raise ModelMemoryFull(model.name, needed)
                oldest = min(idle, key=lambda other: other.used_at)
                engine = oldest.release()
            _log.info("unloading the model %s, since %s needs its memory", oldest.name, model.name)
            if engine:
                engine.close()
            del engine
            give_back()

    def _fits(self, needed: int) -> bool:
        return self._budget_bytes is None or self._taken_bytes() + needed <= self._budget_bytes

    def _taken_bytes(self) -> int:
        return self._reserved_bytes + sum(model.loaded_bytes for model in self.models.values())


def require_budget(name: str, needed: int, reserved: int, budget: int) -> None:
    """Refuse a model that can never fit beside the default one.

    Raises:
        ModelError: with the numbers.
    """
    if reserved + needed > budget:
        beside = f" beside the {reserved} of the default model" if reserved else ""
        raise ModelError(
            f"The model {name} takes {needed} bytes{beside}, and ASSISTANT_MODEL_MEMORY_BYTES allows {budget}: raise it, lower "
            "ASSISTANT_KV_CACHE_BYTES, which each model takes, or leave the model out."
        )


def _failed(message: str, retry_after_s: float = RETRY_S) -> ModelFailed:
    error = ModelFailed(message)
    error.retry_after_s = max(1, round(retry_after_s))
    return error


def _told(model: PooledModel, error: Exception) -> str:
    reason = error.message if isinstance(error, AssistantError) else f"{type(error).__name__}: {error}"
    return f"The model {model.name} cannot be served now: {reason}"
