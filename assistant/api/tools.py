"""From tools and tool_choice of the wire to what the model may call."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.engine.answer_form import ToolUse
from assistant.errors import InvalidParameter
from assistant.model.conversation import Tool


@dataclass(frozen=True)
class One:
    """The one function that must be called."""

    name: str


@dataclass(frozen=True)
class Some:
    """Some of the functions, of which one may or must be called."""

    names: tuple[str, ...]
    mode: Literal["auto", "required"]


Choice = Literal["none", "auto", "required"] | One | Some | None


def tool_use(tools: Sequence[Tool], choice: Choice, *, parallel: bool) -> ToolUse:
    """What the model may call and whether it has to.

    Raises:
        InvalidParameter: two tools of one name, or a choice of what is not there.
    """
    names = [tool.name for tool in tools]
    if twice := next((name for name, count in Counter(names).items() if count > 1), None):
        raise InvalidParameter(f"tools: two functions have the name {twice!r}.", param="tools")
    all_tools = tuple(tools)
    match choice:
        case One(name):
            _require(names, [name])
            return ToolUse(all_tools, "required", name, parallel=False)
        case Some(wanted, mode):
            _require(names, wanted)
            return ToolUse(tuple(tool for tool in tools if tool.name in wanted), mode, parallel=parallel)
        case "required":
            _require(names, [])
            return ToolUse(all_tools, "required", parallel=parallel)
        case "none":
            return ToolUse(all_tools, "none")
    return ToolUse(all_tools, "auto" if tools else "none", parallel=parallel)


def _require(names: Sequence[str], wanted: Sequence[str]) -> None:
    if not names:
        raise InvalidParameter("tool_choice: there are no tools to choose from.", param="tool_choice")
    for name in wanted:
        if name not in names:
            raise InvalidParameter(f"tool_choice: there is no function {name!r} in tools.", param="tool_choice")
