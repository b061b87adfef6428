"""Watches whether the inference server answers, in a thread of its own."""

from __future__ import annotations

import logging
import threading
import time

from assistant.engine.remote.server import InferenceServer, RemoteModel
from assistant.errors import AssistantError

POLL_S = 3.0
_log = logging.getLogger(__name__)


class Watch:
    """Waits for the server's model first, then asks every few seconds whether it is still there.

    A server that is answering somebody is not asked: it may be slow because it is busy.
    """

    def __init__(self, server: InferenceServer, *, poll_s: float = POLL_S) -> None:
        self.model: RemoteModel | None = None
        self.awaits: str | None = (
            f"The inference server at {server.host} is being asked for its models: try again in a few seconds."
        )
        self._server = server
        self._poll_s = poll_s
        self._heard = -poll_s  # when it last said something, of time.monotonic
        self._wake = threading.Event()
        self._found = threading.Event()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="watch", daemon=True)
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive() and not self._closed

    def wait_for_model(self) -> RemoteModel | None:
        """Block until the model has answered; None where this was closed first."""
        self._found.wait()
        return self.model

    def heard(self) -> None:
        """Note that the server just said something."""
        self._heard = time.monotonic()

    def look_now(self) -> None:
        """Ask at once: a request found that it does not answer."""
        self._heard = -self._poll_s
        self._wake.set()

    def close(self) -> None:
        """Stop asking; returns at once."""
        self._closed = True
        self._found.set()
        self._wake.set()

    def _run(self) -> None:
        try:
            while not self._closed:
                self._note(self._look())
                if self.model:
                    self._found.set()
                self._wake.wait(self._poll_s)
                self._wake.clear()
        finally:
            self._found.set()
            self._server.close()

    def _look(self) -> str | None:
        """What is to be waited for."""
        try:
            if self.model is None:
                self.model = self._server.find_model()
            elif time.monotonic() - self._heard > self._poll_s:
                self._server.require(self.model)
        except AssistantError as error:
            return error.message
        return None

    def _note(self, awaits: str | None) -> None:
        if awaits and awaits != self.awaits and not self._closed:
            _log.warning("waiting for the inference server: %s", awaits)
        elif self.awaits and not awaits:
            _log.info("the inference server at %s answers", self._server.host)
        self.awaits = awaits
