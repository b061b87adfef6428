"""How busy an engine is."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.observability.metrics import metrics


@dataclass(frozen=True)
class Load:
    """Requests that have a place in an engine."""

    running: int
    waiting: int

    def observe(self, model: str) -> None:
        """Show it in the metrics."""
        metrics().running.labels(model).set(self.running)
        metrics().waiting.labels(model).set(self.waiting)
