"""Ends an answer at a string of the client's, none of which is ever shown."""

from __future__ import annotations


class StopStrings:
    """Passes text on up to the first stop string; holds back what may be the start of one."""

    def __init__(self, stops: tuple[str, ...]) -> None:
        self._stops = stops
        self._held = ""
        self.met = False

    def push(self, text: str, *, looking: bool = True) -> str:
        """Take the next text and give what can be shown; `met` tells whether the answer is over.

        Args:
            looking: False where the answer may not end yet; a stop string that is complete now is passed on.
        """
        text = self._held + text
        found = [at for at in (text.find(stop) for stop in self._stops) if at >= 0] if looking else []
        if found:
            self.met, self._held = True, ""
            return text[: min(found)]
        keep = max((overlap(text, stop) for stop in self._stops), default=0)
        self._held = text[len(text) - keep :]
        return text[: len(text) - keep]

    def finish(self) -> str:
        """The text that was held back and turned out to be no stop string."""
        held, self._held = self._held, ""
        return held


def overlap(text: str, stop: str) -> int:
    """Length of the longest end of `text` that is a beginning of `stop`."""
    return next((n for n in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:n])), 0)
