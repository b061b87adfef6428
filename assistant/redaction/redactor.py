"""Takes secrets out of text, whole or in pieces."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.redaction.finding import Finding
from assistant.redaction.placeholders import Redactions
from assistant.redaction.rules import Rules
from assistant.redaction.scanner import Scanner


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without its secrets.

    Attributes:
        findings: what was taken out, in the order of their places.
    """

    text: str
    findings: tuple[Finding, ...]


class Redactor:
    """All rules, made ready once; without state, for any number of threads."""

    def __init__(self) -> None:
        self._rules = Rules()

    def redact(self, text: str, redactions: Redactions | None = None) -> Redacted:
        """Replace every secret by a placeholder.

        Args:
            redactions: of the conversation that the text belongs to; None for one of its own.
        """
        stream = self.stream(redactions)
        return Redacted(stream.feed(text) + stream.close(), stream.findings)

    def stream(self, redactions: Redactions | None = None) -> StreamRedactor:
        """The same for a text that comes in pieces."""
        return StreamRedactor(self._rules, Redactions() if redactions is None else redactions)


class StreamRedactor:
    """Redacts a text in pieces, cut anywhere: what it gives, joined, is the redaction of the whole.

    Text in which nothing could be a secret is held back to its last space. After a word such as `password` up to 160
    characters of the line are waited for, after one that is given a value up to 1024, and 4096 (`view.AHEAD`) where the
    kind of a Kubernetes manifest has to be seen first. Long values and private keys are replaced when they begin.
    """

    def __init__(self, rules: Rules, redactions: Redactions) -> None:
        self._scanner = Scanner(rules, redactions)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was taken out so far."""
        return tuple(self._scanner.findings)

    def feed(self, piece: str) -> str:
        """Take the next piece; the text that is certain now comes back, possibly empty."""
        return self._scanner.feed(piece)

    def close(self) -> str:
        """The text has ended; its rest comes back."""
        return self._scanner.close()
