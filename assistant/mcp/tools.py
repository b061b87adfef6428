"""The tools: search, check, risk and redact, with typed arguments and results."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mcp import types
from pydantic import BaseModel, Field, ValidationError

from assistant.api.body_errors import invalid_body
from assistant.api.wire import devops as wire
from assistant.errors import AssistantError, WorkTimeout
from assistant.mcp.parts import Parts
from assistant.mcp.resources import uri_of

_LIMIT_S = 120.0  # of one call


class RedactArguments(wire.Own):
    """A text to take the secrets out of."""

    text: str = Field(max_length=wire.MOST_TEXT, description="Logs, configuration, anything that may hold secrets.")


@dataclass(frozen=True)
class _Tool:
    """One tool.

    Attributes:
        part: of `Parts`, that it needs.
    """

    title: str
    description: str
    arguments: type[wire.Own]
    result: type[BaseModel]
    part: str


_TOOLS: Mapping[str, _Tool] = {
    "search": _Tool(
        "Search the handbook",
        "Find commands and manifests for a DevOps task, an error message or a symptom, in a handbook whose every command was "
        "checked. Names, images, ports and sizes of the query stand in the commands; each has a risk class. Nothing fits: no "
        "results.",
        wire.SearchRequest,
        wire.SearchResults,
        "knowledge",
    ),
    "check": _Tool(
        "Check code",
        "Check shell, Dockerfiles, Kubernetes manifests, compose, pipelines, nginx, Terraform, systemd, JSON, YAML with real "
        "tools (shellcheck, hadolint, schemas ...), or every fenced block of Markdown. Gives findings by line, and corrected "
        "text where a defect can be mended with certainty. Nothing in it is run. `not_checked` never means that it is fine.",
        wire.CheckRequest,
        wire.CheckResult,
        "checker",
    ),
    "risk": _Tool(
        "Class commands by risk",
        "Say what shell commands would do before they are run: read-only, changes state, unknown or destructive, and why, "
        "for each, through pipes, sudo, xargs, ssh, exec and -c. What is not known is never called read-only. Nothing is run.",
        wire.RiskRequest,
        wire.RiskAssessment,
        "checker",
    ),
    "redact": _Tool(
        "Take secrets out",
        "Replace passwords, tokens, keys and other secrets of a text by words such as REDACTED_PASSWORD_1, the same for one "
        "secret. Gives the clean text and where something was, never what it was.",
        RedactArguments,
        wire.RedactedTexts,
        "redactor",
    ),
}


def listed() -> list[types.Tool]:
    """As clients are told them."""
    return [
        types.Tool(
            name=name,
            title=tool.title,
            description=tool.description,
            input_schema=tool.arguments.model_json_schema(),
            output_schema=tool.result.model_json_schema(mode="serialization"),
            annotations=types.ToolAnnotations(
                title=tool.title,
                read_only_hint=True,
                destructive_hint=False,
                idempotent_hint=True,
                open_world_hint=False,
            ),
        )
        for name, tool in _TOOLS.items()
    ]


async def call(parts: Parts, name: str, arguments: Mapping[str, Any]) -> types.CallToolResult:
    """Run a tool; what is wrong with the arguments is told in the result, where a model reads it."""
    tool = _TOOLS.get(name)
    if tool is None:
        return _failed(f"There is no tool {name[:80]!r}: there are {', '.join(_TOOLS)}.")
    try:
        request = tool.arguments.model_validate(arguments)
        async with asyncio.timeout(_LIMIT_S):
            result = await _result(parts, tool, request)
    except ValidationError as error:
        return _failed(invalid_body(error.errors(), arguments).message)
    except TimeoutError:
        return _failed(WorkTimeout(_LIMIT_S).message)
    except AssistantError as error:
        return _failed(error.message)
    told = result.model_dump(mode="json")
    return types.CallToolResult(
        content=[types.TextContent(type="text", text=result.model_dump_json())], structured_content=told
    )


async def _result(parts: Parts, tool: _Tool, request: wire.Own) -> BaseModel:
    await asyncio.to_thread(parts.make, tool.part)
    answers = await asyncio.to_thread(_answers)
    asked = wire.RedactRequest(text=request.text) if isinstance(request, RedactArguments) else request
    result: BaseModel = await answers.answer(parts, asked)
    if isinstance(result, wire.SearchResults):
        for each in result.results:
            each.link = uri_of(each.source, each.id)
    return result


def _answers() -> Any:
    from assistant.api.devops import answers

    return answers


def _failed(message: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=message)], is_error=True)
