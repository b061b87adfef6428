"""The BentoML service: one process and one model for each replica."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any

import bentoml
import click
import pydantic
from bentoml._internal.configuration.containers import BentoMLContainer
from bentoml._internal.context import server_context
from bentoml._internal.utils.analytics.usage_stats import do_not_track

from assistant import __version__
from assistant.api import batch, http_protocol
from assistant.api.app import BODY_LIMIT_S, create_api, middleware, with_patterns
from assistant.api.openapi import BATCH_PATH
from assistant.application import Application, prepare_all
from assistant.errors import StartupError
from assistant.observability import logs, tracing
from assistant.ports import require_free
from assistant.settings import Settings


class BuildArguments(pydantic.BaseModel):
    """`bentoml build --arg torch=cpu`: which build of torch the image gets; that of PyPI, with CUDA, where it is not said."""

    torch: str = pydantic.Field("", pattern=r"^(cpu|cu\d+)?$")


def _image(torch: str) -> bentoml.images.Image:
    image = bentoml.images.Image(
        base_image="python:3.11-slim",
        distro="none",  # of those that BentoML would install a compiler and git for
        lock_python_packages=False,  # requirements.txt is a lock already
    )
    if torch:  # uv asks PyTorch's own index for torch then, and PyPI for all else
        image.run(f"mkdir -p /etc/uv && printf '[pip]\\ntorch-backend = \"{torch}\"\\n' > /etc/uv/uv.toml")
    return image.python_packages(*Path(__file__).with_name("requirements.txt").read_text().splitlines())


def _log_in_json() -> None:
    """Where this is `bentoml serve` or its worker: what BentoML says before it makes the service is JSON too."""
    if _serves() or server_context.worker_index is not None:
        logs.configure(settings.log_level)
    if _serves():
        logging.getLogger("bentoml.serve").setLevel(settings.log_level)  # it tells the address


def _take_address() -> None:
    """Where this is `bentoml serve`: see that the port is free, and give it a folder of metrics that no other port has.

    BentoML empties the folder of metrics before it listens, and all servers with one home would share it.

    Raises:
        StartupError: the port is taken.
    """
    if _serves():
        options = click.get_current_context().params
        host = options["host"] or BentoMLContainer.http.host.get()
        port = options["port"] or BentoMLContainer.http.port.get()
        require_free(host, port, "--port")
        home = Path(BentoMLContainer.bentoml_home.get())
        BentoMLContainer.prometheus_multiproc_dir.set(str(home / "prometheus_multiproc_dir" / str(port)))


def _serves() -> bool:
    context = click.get_current_context(silent=True)
    return context is not None and context.info_name == "serve"


os.environ.setdefault("BENTOML_DO_NOT_TRACK", "true")  # BentoML reports to its makers otherwise: nothing leaves this machine
do_not_track.cache_clear()  # `bentoml serve` has asked before it came here, and remembers the answer
try:
    settings = Settings.of_a_server()
    _log_in_json()
    _take_address()
except StartupError as error:
    raise bentoml.exceptions.BentoMLException(error.message) from None
api = create_api()
http_protocol.install(stall_s=settings.request_timeout_s, around=with_patterns)


@bentoml.service(
    name="devops_ai_assistant",
    image=_image(bentoml.use_arguments(BuildArguments).torch),
    resources={"cpu": "1", "memory": "1Gi"} if settings.engine_url else {"gpu": 1, "memory": "8Gi"},
    traffic={"timeout": 2 * settings.request_timeout_s + BODY_LIMIT_S, "concurrency": settings.max_running},
    logging={"access": {"enabled": False}},
    tracing={
        "excluded_urls": ["/v1/chat/completions", "/v1/completions", "/v1/responses"]
    },  # it would open a span for every token of a stream
    envs=[{"name": "OMP_WAIT_POLICY", "value": "PASSIVE"}],
)
@bentoml.asgi_app(api, path="/")
class DevOpsAssistant:
    """Chat goes through the mounted API straight to the engine; the bulk route through adaptive batching."""

    def __init__(self) -> None:
        logs.configure(settings.log_level)
        tracing.configure(settings.traces_url, version=__version__)
        self.application = api.state.application = Application(settings)
        _on_stop_signal(self.application)

    @bentoml.on_deployment
    def prepare_model() -> None:  # BentoML calls it without an instance, once before the workers
        """Fetch, convert and check the models, if there are any here; an unusable default one ends start-up."""
        try:
            if not settings.engine_url:
                prepare_all(settings)
        except StartupError as error:
            raise bentoml.exceptions.BentoMLException(error.message) from None

    @bentoml.api(route=BATCH_PATH, batchable=True, max_batch_size=64, max_latency_ms=int(2 * settings.request_timeout_s * 1000))
    async def create_batch(self, requests: list[Any]) -> list[Any]:
        """Answer many conversations: a completion or an error for each, in order."""
        return await batch.answer_all(requests, self.application)

    def __is_ready__(self) -> bool:
        return self.application.status.state == "ready"

    def __is_alive__(self) -> bool:
        return self.application.status.state != "failed"

    @bentoml.on_shutdown
    def close(self) -> None:
        """End what runs and free the model."""
        self.application.close()
        tracing.close()


def _on_stop_signal(application: Application) -> None:
    """Drain at the signal that ends this process, and let the web server stop listening only when no answer is running.

    BentoML's parent process holds the socket open: who connected then would wait for an answer that nobody gives, instead
    of hearing that this replica goes away.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGINT, signal.SIGTERM):
        then = signal.getsignal(number)

        def handle(number: int, _frame: FrameType | None, then: Any = then) -> None:
            application.drain()
            if callable(then):
                threading.Thread(target=_when_idle, args=(application, partial(then, number, None)), daemon=True).start()

        signal.signal(number, handle)


def _when_idle(application: Application, stop: Callable[[], object]) -> None:
    while application.busy:
        time.sleep(0.05)
    stop()


for layer in middleware(settings, api):
    DevOpsAssistant.add_asgi_middleware(layer.cls, **layer.kwargs)  # type: ignore[attr-defined]
