"""What an error means: of those that were found in a message, and all that is known of one."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.chat.fenced import fenced
from assistant.chat.listed import listed
from assistant.chat.notes import Reference
from assistant.knowledge.passages import link_of
from assistant.understanding.explanation import Finding
from assistant.understanding.intent import Understanding
from assistant.understanding.parts import Part
from assistant.understanding.signature import Risk, Signature

_MOST_CAUSES = 4
_MOST_COMMANDS = 3


def explanation(understood: Understanding, first: int) -> tuple[str, tuple[Reference, ...]]:
    """The likeliest root of the errors, and what else there is.

    Args:
        understood: a message with an error at least.
        first: the number of its first reference.

    Returns:
        Markdown with an empty line behind it, and what it cites, in order.
    """
    root, *others = understood.explanation.findings
    parts = [_finding(root, first, understood.pasted)]
    if others:
        also = (f"{other.signature.title} [{number}]" for number, other in enumerate(others, first + 1))
        parts.append(f"Also there: {', '.join(also)}.\n")
    return "\n".join(parts) + "\n", tuple(_reference(each.signature) for each in (root, *others))


def signature_text(signature: Signature) -> str:
    """All that is known of an error, in Markdown; slots stand in its commands as `<slot>`."""
    parts = [f"# {signature.title}\n", f"{signature.means}\n"]
    if signature.causes:
        parts.append(_causes(signature.causes))
    if signature.look:
        parts.append(_look([(each.run, each.purpose) for each in signature.look]))
    if signature.fix:
        parts.append(
            _fixes((each.do, (each.command.run, each.command.risk) if each.command else None) for each in signature.fix)
        )
    return "\n".join(parts)


def _reference(signature: Signature) -> Reference:
    return Reference("error", signature.id, signature.title, link_of("error", signature.id))


def _finding(finding: Finding, number: int, pasted: Iterable[Part]) -> str:
    signature = finding.signature
    line = _line_of_paste(finding.evidence[0].start, pasted) if finding.evidence else 1
    where = f" (line {line})" if line > 1 else ""
    parts = [f"**{signature.title}** [{number}]{where}: {signature.means}\n"]
    if signature.causes:
        parts.append(_causes(signature.causes[:_MOST_CAUSES]))
    if finding.look:
        parts.append(_look([(each.text, each.purpose) for each in finding.look[:_MOST_COMMANDS]]))
    if finding.fix:
        parts.append(
            _fixes((each.do, (each.command.text, each.command.risk) if each.command else None) for each in finding.fix)
        )
    return "\n".join(parts)


def _causes(causes: Iterable[str]) -> str:
    return "Likely causes:\n\n" + listed(causes, numbered=True)


def _look(commands: Iterable[tuple[str, str]]) -> str:
    """
    Args:
        commands: each with what it shows.
    """
    script = "\n".join(f"# {purpose}\n{text}" for text, purpose in commands)
    return f"Look next:\n\n{fenced(script, 'bash')}"


def _fixes(fixes: Iterable[tuple[str, tuple[str, Risk] | None]]) -> str:
    """
    Args:
        fixes: what to do, and perhaps a command with its risk.
    """
    items = (f"{do}{f' (`{command[0]}`, {command[1]})' if command else ''}" for do, command in fixes)
    return "What repairs it:\n\n" + listed(items)


def _line_of_paste(place: int, pasted: Iterable[Part]) -> int:
    """The line of what was pasted, as its own lines are counted, at a place of the message."""
    part = next((part for part in pasted if part.start <= place < part.end), None)
    return part.text[: place - part.start].lstrip("\n").count("\n") + 1 if part else 1
