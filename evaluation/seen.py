"""A text as the checkers see it: its code blocks, what is wrong with them, and its commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.checks.block_checker import BlockChecker
from assistant.checks.fences import FencedBlock
from assistant.checks.findings import CheckedBlock, Finding, Severity
from assistant.checks.kinds import Kind
from evaluation.commands import Command, commands_of, inline_commands

_TRANSCRIPTS = ("console", "shell-session", "shellsession", "sh-session")
_MAYBE_COMMANDS = (Kind.SHELL, Kind.TEXT, Kind.UNKNOWN)


@dataclass(frozen=True)
class Seen:
    """A text and its blocks."""

    text: str
    blocks: tuple[tuple[FencedBlock, CheckedBlock], ...] = ()

    @cached_property
    def prose(self) -> str:
        """What stands outside the blocks."""
        parts, at = [], 0
        for block, _ in self.blocks:
            parts.append(self.text[at : block.start])
            at = block.end
        return "\n".join((*parts, self.text[at:]))

    @cached_property
    def block_commands(self) -> tuple[Command, ...]:
        """Those of blocks; of blocks without a language too."""
        return tuple(each for block, checked in self.blocks if checked.kind in _MAYBE_COMMANDS for each in _of(block))

    @cached_property
    def commands(self) -> tuple[Command, ...]:
        """Those of blocks, and those between backticks in the prose."""
        return (*self.block_commands, *inline_commands(self.prose))

    def errors(self) -> Iterator[tuple[FencedBlock, Finding]]:
        """What makes a block useless."""
        for block, checked in self.blocks:
            yield from ((block, finding) for finding in checked.findings if finding.severity is Severity.ERROR)


async def see(text: str, checker: BlockChecker) -> Seen:
    """Check a text."""
    return Seen(text, tuple(await checker.check_markdown(text)))


def _of(block: FencedBlock) -> list[Command]:
    return commands_of(block.text, transcript=block.info.split(" ", 1)[0].lower() in _TRANSCRIPTS)
