"""From the text that a model wrote to what the client gets: calls apart, nothing from the first stop string on."""

from __future__ import annotations

from assistant.engine.completion import EndReason, ToolCallPiece
from assistant.engine.generation import FinishReason
from assistant.engine.stop_strings import StopStrings
from assistant.engine.tool_calls import ToolCallParser


class AnswerText:
    """The text of one answer while it comes. Stop strings are looked for in what is shown, never inside a call.

    Attributes:
        stopped: whether a stop string ended the answer.
    """

    def __init__(self, stop: tuple[str, ...], parser: ToolCallParser | None = None) -> None:
        """
        Args:
            stop: none of them empty.
            parser: of calls, where the model may call functions.
        """
        self._stop = StopStrings(stop)
        self._parser = parser
        self._called = False

    @property
    def stopped(self) -> bool:
        return self._stop.met

    def push(self, text: str, *, looking: bool = True) -> tuple[str, list[ToolCallPiece]]:
        """Take the next text and give what is certain now: text, and pieces of calls.

        Args:
            looking: False where the answer may not end yet.
        """
        shown = ""
        calls: list[ToolCallPiece] = []
        for part in self._parser.push(text) if self._parser else [text]:
            if isinstance(part, ToolCallPiece):
                shown += self._stop.finish()  # a call in between makes two texts of it
                if self._stop.met:
                    break
                calls.append(part)
                self._called = True
                continue
            shown += self._stop.push(part, looking=looking)
            if self._stop.met:
                break
        return shown, calls

    def finish(self, text: str, *, looking: bool = True) -> tuple[str, list[ToolCallPiece]]:
        """The same for the last text, with what was held back."""
        shown, calls = self.push(text, looking=looking)
        if self._parser and not self._stop.met:
            shown += self._stop.push(self._parser.finish(), looking=looking)
        return shown + ("" if self._stop.met else self._stop.finish()), calls

    def end(self, reason: FinishReason | None) -> EndReason | None:
        """Why the answer ended, if it did; `tool_calls` only where it ended by itself and its last call is whole.

        Args:
            reason: of the model.
        """
        if self._stop.met:
            return "tool_calls" if self._called else "stop"
        if reason == "stop" and self._called and self._parser and self._parser.complete:
            return "tool_calls"
        return reason
