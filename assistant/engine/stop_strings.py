"""Ends an answer at a string of the client's, none of which is ever shown."""

from __future__ import annotations


class StopStrings:
    """Passes text on up to the first stop string, which is the one that begins first; holds back what may be a part of it."""

    def __init__(self, stops: tuple[str, ...]) -> None:
        self._stops = stops
        self._held = ""
        self._match: int | None = None  # where in what is held a stop string is complete
        self.met = False

    def push(self, text: str, *, looking: bool = True) -> str:
        """Take the next text and give what can be shown; `met` tells whether the answer is over.

        Args:
            looking: False where the answer may not end yet; a stop string that is complete now is passed on.
        """
        if not self._stops:
            return text
        text = self._held + text
        first = min((at for at in (text.find(stop) for stop in self._stops) if at >= 0), default=None) if looking else None
        certain = len(text) - max((overlap(text, stop) for stop in self._stops), default=0)
        if first is not None and first <= certain:
            self.met, self._held = True, ""
            return text[:first]
        # Before a stop string that is complete another one may have begun: the answer ends at the first, however it was cut.
        self._match = None if first is None else first - certain
        self._held = text[certain:]
        return text[:certain]

    def finish(self) -> str:
        """The text that was held back and turned out to be no stop string; `met` may become true only now."""
        self.met = self.met or self._match is not None
        held, self._held = self._held[: self._match], ""
        return held


def overlap(text: str, stop: str) -> int:
    """Length of the longest end of `text` that is a beginning of `stop`."""
    return next((n for n in range(min(len(stop) - 1, len(text)), 0, -1) if text.endswith(stop[:n])), 0)
