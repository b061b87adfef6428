"""Where in a request something is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.errors import InvalidParameter, UnsupportedParameter


@dataclass(frozen=True)
class Place:
    """A place in a field of a request, written like `tools[0].function.parameters.properties.a`."""

    field: str
    steps: tuple[str | int, ...] = ()

    def __truediv__(self, step: str | int) -> Place:
        return Place(self.field, (*self.steps, step))

    def __str__(self) -> str:
        return self.field + "".join(
            f".{step}" if isinstance(step, str) and step.replace("$", "_").isidentifier() else f"[{step!r}]"
            for step in self.steps
        )

    def invalid(self, problem: str) -> InvalidParameter:
        """What to raise where a value is wrong."""
        return InvalidParameter(f"{self}: {problem}.", param=self.field)

    def unsupported(self, problem: str) -> UnsupportedParameter:
        """What to raise where a value is right and cannot be enforced."""
        return UnsupportedParameter(f"{self}: {problem}.", param=self.field)
