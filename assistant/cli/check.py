"""`assistant check`: the checkers of answers for files, in a terminal or in CI, without a model or a server."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from assistant.checks.block_checker import BlockChecker
from assistant.checks.fences import blocks_of
from assistant.checks.findings import CheckedBlock, Finding, Severity
from assistant.checks.markdown import is_bystander, is_markdown

_LARGEST_FILE = 4 << 20
_FINDINGS, _NOT_CHECKED = 1, 2
_HELP = """Check each FILE: shell, Dockerfiles, Kubernetes, compose, pipelines, nginx, Terraform, systemd, JSON, YAML, TOML ...;
of Markdown every fenced block. `-` is standard input. Nothing is executed.

One finding a line, `file:line: rule: message`.

\b
Exit codes:
  0  no findings
  1  findings
  2  no findings, but something could not be checked; or wrong usage
"""


@dataclass(frozen=True)
class _Checked:
    """A block, and the line of its file that its first line is."""

    file: str
    line: int
    result: CheckedBlock
    in_markdown: bool


@click.command(help=_HELP)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--language", default="", metavar="NAME", help="What the text is, as in a fence: bash, yaml, markdown ...")
@click.option("--kubernetes-version", default="", metavar="1.N", help="Schemas to check against.  [default: the newest]")
@click.option(
    "--severity",
    type=click.Choice([str(each) for each in Severity]),
    default="info",
    show_default=True,
    help="The least that counts.",
)
@click.option("--allow-unchecked", is_flag=True, help="Exit with 0 where something could not be checked.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON document.")
def check(  # noqa: PLR0917 - click gives them by name
    files: tuple[str, ...], language: str, kubernetes_version: str, severity: str, allow_unchecked: bool, as_json: bool
) -> None:
    texts, unread = _read(files)
    checked = asyncio.run(_check(texts, language, kubernetes_version))
    least = Severity(severity)
    if as_json:
        click.echo(json.dumps([_as_dict(each, least) for each in checked], indent=2))
    else:
        _print(checked, least)
    sys.exit(_exit_code(checked, least, unread=unread, allow_unchecked=allow_unchecked))


def _read(files: tuple[str, ...]) -> tuple[list[tuple[str, str]], bool]:
    """The texts of the files by name, and whether one could not be read."""
    texts = []
    failed = False
    for file in files:
        try:
            raw = sys.stdin.buffer.read(_LARGEST_FILE + 1) if file == "-" else _bytes(file)
            text = raw.decode("utf-8-sig")
        except OSError as error:
            reason = error.strerror or "it cannot be read"
        except UnicodeDecodeError:
            reason = "it is no UTF-8 text"
        else:
            if len(raw) <= _LARGEST_FILE:
                texts.append((file, text))
                continue
            reason = f"it is larger than {_LARGEST_FILE >> 20} MiB"
        click.echo(f"{file}: not checked: {reason}", err=True)
        failed = True
    return texts, failed


def _bytes(file: str) -> bytes:
    with Path(file).open("rb") as opened:
        return opened.read(_LARGEST_FILE + 1)


async def _check(texts: list[tuple[str, str]], language: str, kubernetes_version: str) -> list[_Checked]:
    checker = BlockChecker(kubernetes_version=kubernetes_version)
    try:
        return [checked for file, text in texts for checked in await _of_file(checker, file, text, language)]
    finally:
        await checker.close()


async def _of_file(checker: BlockChecker, file: str, text: str, language: str) -> list[_Checked]:
    if is_markdown(language, file):
        return [
            _Checked(file, block.line, await checker.check(block.text, language=block.info), True) for block in blocks_of(text)
        ]
    name = "" if file == "-" else file
    return [_Checked(file, 1, await checker.check(text.replace("\r\n", "\n"), language=language, filename=name), False)]


def _counting(checked: _Checked, least: Severity) -> Iterator[Finding]:
    order = list(Severity)
    return (finding for finding in checked.result.findings if order.index(finding.severity) <= order.index(least))


def _print(checked: list[_Checked], least: Severity) -> None:
    for each in checked:
        for finding in _counting(each, least):
            kind = "" if finding.severity is Severity.ERROR else f" ({finding.severity})"
            click.echo(f"{each.file}:{each.line + finding.line - 1}: {finding.rule}: {finding.message}{kind}")
        if each.result.left_out:
            click.echo(f"{each.file}:{each.line}: {each.result.left_out} more findings are not shown")
        if each.result.reason and not _nobody_checks(each):
            click.echo(f"{each.file}:{each.line}: not checked: {each.result.reason}", err=True)


def _nobody_checks(checked: _Checked) -> bool:
    """Output and languages of others stand in any Markdown file."""
    return checked.in_markdown and is_bystander(checked.result)


def _as_dict(checked: _Checked, least: Severity) -> dict[str, Any]:
    shown = replace(checked.result, findings=tuple(_counting(checked, least)))
    return {"file": checked.file, "line": checked.line, **shown.as_dict()}


def _exit_code(checked: list[_Checked], least: Severity, *, unread: bool, allow_unchecked: bool) -> int:
    if any(True for each in checked for _ in _counting(each, least)):
        return _FINDINGS
    unchecked = any(each.result.status == "not_checked" and not _nobody_checks(each) for each in checked)
    return _NOT_CHECKED if unread or (unchecked and not allow_unchecked) else 0
