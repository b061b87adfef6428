"""`assistant risk`: what commands would do, without running them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import get_args

import click

from assistant.checks.risk import Assessment, CommandRisk, Dialect, Risk, assess

_EXIT_CODES = {Risk.READ_ONLY: 0, Risk.CHANGES_STATE: 1, Risk.UNKNOWN: 1, Risk.DESTRUCTIVE: 3}
_LONGEST_SHOWN = 60
_COLOURS = {Risk.READ_ONLY: "green", Risk.CHANGES_STATE: "yellow", Risk.UNKNOWN: "yellow", Risk.DESTRUCTIVE: "red"}


@click.command()
@click.argument("command")
@click.option(
    "--shell", type=click.Choice(get_args(Dialect)), default="bash", show_default=True, help="What they are typed into."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def risk(command: str, shell: Dialect, as_json: bool) -> None:
    """Say what COMMAND would do, without running it; - reads a script from standard input.

    Each command in it is read-only, changes state, destructive or unknown, and the script is as its worst command. Pasted
    prompts are understood.

    The exit code is 0 where all is read-only, 1 where something changes state or is unknown, 3 where something is
    destructive, and 2 where this command was called wrongly.
    """
    script = sys.stdin.buffer.read().decode(errors="replace") if command == "-" else command
    assessment = assess(script, shell)
    click.echo(_json(assessment) if as_json else _text(assessment))
    sys.exit(_EXIT_CODES[assessment.risk])


def _json(assessment: Assessment) -> str:
    commands = [{**asdict(each), "risk": each.risk.label} for each in assessment.commands]
    whole = {"risk": assessment.risk.label, "reason": assessment.reason, "commands": commands}
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _text(assessment: Assessment) -> str:
    whole = f"{click.style(assessment.risk.label, fg=_COLOURS[assessment.risk], bold=True)}: {assessment.reason}"
    if len(assessment.commands) <= 1:
        return whole
    return "\n".join([whole, "", *map(_line, assessment.commands)])


def _line(command: CommandRisk) -> str:
    label = click.style(f"{command.risk.label:<13}", fg=_COLOURS[command.risk])
    shown = " ".join(command.text.split())
    if len(shown) > _LONGEST_SHOWN:
        shown = shown[:_LONGEST_SHOWN] + "..."
    return f"  {command.line:>4}  {label}  {shown}  ({command.reason})"
