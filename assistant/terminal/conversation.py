"""Questions and their answers, one after the other."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, TypeVar

from assistant.terminal.connection import ChatError, Connection
from assistant.terminal.display import Display

Got = TypeVar("Got")
_LONGEST_WAIT_S = 600.0  # for a server that is starting
_REMARKS = {"length": "cut off: the answer has as many tokens as it may have"}


class Conversation:
    """With one model of one server; it knows what was said before."""

    def __init__(self, connection: Connection, display: Display, model: str, tell: Callable[[str], None]) -> None:
        """
        Args:
            tell: what a person should know while nothing is shown.
        """
        self._connection = connection
        self._display = display
        self._model = model
        self._tell = tell
        self._messages: list[dict[str, str]] = []

    def forget(self) -> None:
        """Begin a new one."""
        self._messages = []

    def ask(self, question: str) -> None:
        """Show the answer as it comes. One that is interrupted is ended on the server too, and is part of what was said.

        Raises:
            ChatError: there is none, or no whole one; the question is forgotten.
            KeyboardInterrupt: from the terminal.
        """
        asked = [*self._messages, {"role": "user", "content": question}]
        said: list[str] = []
        try:
            end = self._patiently(lambda: self._show({"model": self._model, "messages": asked}, said))
        except KeyboardInterrupt:
            self._display.end("stopped")
            self._keep(asked, said)
            raise
        except ChatError:
            self._display.end()
            raise
        self._display.end(_REMARKS.get(end, ""))
        self._keep(asked, said)

    def whole(self, question: str) -> dict[str, Any]:
        """The answer as the server gives it, without showing it.

        Raises:
            ChatError: there is none.
        """
        body = {"model": self._model, "messages": [{"role": "user", "content": question}]}
        return self._patiently(lambda: self._connection.whole(body))

    def _show(self, body: Mapping[str, Any], said: list[str]) -> str:
        """The reason why it ended."""
        end = ""
        with closing(self._connection.chunks(body)) as chunks:  # type: ignore[type-var]  # a generator
            for chunk in chunks:
                for choice in _objects(chunk.get("choices")):
                    delta = choice.get("delta")
                    text = delta.get("content") if isinstance(delta, dict) else None
                    if isinstance(text, str):
                        said.append(text)
                        self._display.text(text)
                    end = str(choice.get("finish_reason") or end)
                if isinstance(notes := chunk.get("assistant"), dict):
                    self._display.notes(notes)
        return end

    def _patiently(self, ask: Callable[[], Got]) -> Got:
        """Ask until the server is ready."""
        deadline = time.monotonic() + _LONGEST_WAIT_S
        told = False
        while True:
            try:
                return ask()
            except ChatError as error:
                if error.retry_after_s is None or time.monotonic() + error.retry_after_s > deadline:
                    raise
                if not told:
                    self._tell(f"{error.message} Waiting ...")
                    told = True
                time.sleep(error.retry_after_s)

    def _keep(self, asked: list[dict[str, str]], said: list[str]) -> None:
        if said:
            self._messages = [*asked, {"role": "assistant", "content": "".join(said)}]


def _objects(value: object) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
