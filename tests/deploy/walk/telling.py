"""What the walk prints: each step with its proofs and times, and a table at the end."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Telling:
    """Prints and keeps a transcript."""

    def __init__(self, transcript: Path) -> None:
        self._transcript = transcript
        self._transcript.write_text("")
        self._started = time.monotonic()
        self._steps: list[tuple[str, str, float]] = []

    def say(self, text: str = "") -> None:
        print(text, flush=True)
        with self._transcript.open("a") as file:
            file.write(f"{text}\n")

    def proof(self, text: str) -> None:
        """One line, with the time since the start of the walk."""
        first, *more = text.splitlines()
        self.say(f"  {self._elapsed():>4.0f} s  {first}")
        for line in more:
            self.say(f"          {line}")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """A part of the way; what fails in it ends the walk."""
        self.say(f"\n{len(self._steps) + 1}. {title}")
        began = self._elapsed()
        try:
            yield
        except BaseException:
            self._steps.append((title, "FAILED", self._elapsed() - began))
            raise
        self._steps.append((title, "proved", self._elapsed() - began))

    def summary(self) -> None:
        self.say("\nWhat was walked")
        for number, (title, end, seconds) in enumerate(self._steps, 1):
            self.say(f"  {number}. {title:<70} {end}  {seconds:>4.0f} s")
        self.say(f"  In all {self._elapsed() / 60:.1f} minutes.")

    def _elapsed(self) -> float:
        return time.monotonic() - self._started
