"""The prompts: what a person may start from in a client."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mcp import types
from mcp.shared.exceptions import MCPError

from assistant.chat.fenced import fenced


@dataclass(frozen=True)
class _Prompt:
    """One prompt, with one argument."""

    title: str
    description: str
    argument: str
    meaning: str
    task: str


_PROMPTS: Mapping[str, _Prompt] = {
    "explain": _Prompt(
        "Explain an error",
        "What an error or a log says, what it means, and what to look at next.",
        "output",
        "The error or the log, as it was printed.",
        "Explain what went wrong here and what to look at next. Look the error up with the tool search before you answer, give "
        "commands as they stand there, and class every other command with the tool risk before you propose it.",
    ),
    "review": _Prompt(
        "Review a file",
        "What is wrong with a script, a manifest or a configuration, and how it is right.",
        "file",
        "The whole text of the file.",
        "Review this file. Check it with the tool check first, explain each finding with its line, give the corrected file. "
        "Check that again before you answer.",
    ),
}


def listed() -> list[types.Prompt]:
    """As clients are told them."""
    return [
        types.Prompt(
            name=name,
            title=prompt.title,
            description=prompt.description,
            arguments=[types.PromptArgument(name=prompt.argument, description=prompt.meaning, required=True)],
        )
        for name, prompt in _PROMPTS.items()
    ]


def get(name: str, arguments: Mapping[str, str]) -> types.GetPromptResult:
    """A prompt with its text in it.

    Raises:
        MCPError: there is no such prompt, or its argument is missing.
    """
    prompt = _PROMPTS.get(name)
    if prompt is None:
        raise MCPError(types.INVALID_PARAMS, f"There is no prompt {name[:80]!r}: there are {', '.join(_PROMPTS)}.")
    text = arguments.get(prompt.argument, "")
    if not text.strip():
        raise MCPError(types.INVALID_PARAMS, f"The prompt {name} needs the argument {prompt.argument}.")
    content = types.TextContent(type="text", text=f"{prompt.task}\n\n{fenced(text)}")
    return types.GetPromptResult(description=prompt.description, messages=[types.PromptMessage(role="user", content=content)])
