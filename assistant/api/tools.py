"""From tools and tool_choice of the wire to what the model may call."""

from __future__ import annotations

from collections import Counter

from assistant.api.wire import AllowedToolsChoice, ChatCompletionRequest, NamedToolChoice
from assistant.engine.answer_form import ToolUse
from assistant.errors import InvalidParameter
from assistant.model.conversation import Tool


def tool_use(body: ChatCompletionRequest) -> ToolUse:
    """What the model may call and whether it has to.

    Raises:
        InvalidParameter: two tools of one name, or a choice of what is not there.
    """
    tools = tuple(
        Tool(tool.function.name, tool.function.description or "", tool.function.parameters or {}) for tool in body.tools or ()
    )
    names = [tool.name for tool in tools]
    if twice := next((name for name, count in Counter(names).items() if count > 1), None):
        raise InvalidParameter(f"tools: two functions have the name {twice!r}.", param="tools")
    parallel = body.parallel_tool_calls is not False
    match body.tool_choice:
        case NamedToolChoice(function=function):
            _require(names, [function.name])
            return ToolUse(tools, "required", function.name, parallel=False)
        case AllowedToolsChoice(allowed_tools=allowed):
            wanted = [tool.function.name for tool in allowed.tools]
            _require(names, wanted)
            return ToolUse(tuple(tool for tool in tools if tool.name in wanted), allowed.mode, parallel=parallel)
        case "required":
            _require(names, [])
            return ToolUse(tools, "required", parallel=parallel)
        case "none":
            return ToolUse(tools, "none")
    return ToolUse(tools, "auto" if tools else "none", parallel=parallel)


def _require(names: list[str], wanted: list[str]) -> None:
    if not names:
        raise InvalidParameter("tool_choice: there are no tools to choose from.", param="tool_choice")
    for name in wanted:
        if name not in names:
            raise InvalidParameter(f"tool_choice: there is no function {name!r} in tools.", param="tool_choice")
