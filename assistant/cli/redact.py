"""`assistant redact`: a filter that takes secrets out of logs and files."""

from __future__ import annotations

import codecs
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from typing import BinaryIO

import click

from assistant.redaction.finding import Finding
from assistant.redaction.placeholders import Redactions
from assistant.redaction.redactor import Redactor

_PIECE_BYTES = 1 << 16


@click.command(
    help="""Take secrets out of FILES, or of standard input, and write the text to standard output as it comes.

    Each secret becomes a word such as REDACTED_PASSWORD_1, the same for the same secret in all files. A summary by type goes
    to standard error. Nothing leaves this machine, and no value is shown or kept.

    Exit codes: 0; with --check 1 where a secret was found; 2 for a file that cannot be read.

    Examples: `kubectl logs web-0 | assistant redact`, `assistant redact --check values.yaml > /dev/null`."""
)
@click.argument("files", nargs=-1, type=click.File("rb"))
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object a file: file, text and findings (type, placeholder, place)."
)
@click.option("--check", is_flag=True, help="Exit with 1 if a secret was found, and tell each place on standard error.")
def redact(files: tuple[BinaryIO, ...], *, as_json: bool, check: bool) -> None:
    redactor, redactions = Redactor(), Redactions()
    found: Counter[str] = Counter()
    for file in files or (sys.stdin.buffer,):
        name = "-" if file is sys.stdin.buffer else file.name
        stream = redactor.stream(redactions)
        texts: list[str] = []
        for piece in _pieces(file):
            _give(stream.feed(piece), texts, as_json=as_json)
        _give(stream.close(), texts, as_json=as_json)
        if as_json:
            _write(_as_json(name, "".join(texts), stream.findings) + "\n")
        if check:
            for finding in stream.findings:
                click.echo(f"{name}:{finding.line}: {finding.type} {finding.placeholder}", err=True)
        found.update(finding.type for finding in stream.findings)
    click.echo(_summary(found), err=True)
    sys.exit(1 if check and found else 0)


def _pieces(file: BinaryIO) -> Iterator[str]:
    """The text as it comes; bytes that are no UTF-8 stay what they are."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    read = getattr(file, "read1", file.read)
    while data := read(_PIECE_BYTES):
        yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def _give(text: str, texts: list[str], *, as_json: bool) -> None:
    if as_json:
        texts.append(text)
    else:
        _write(text)


def _write(text: str) -> None:
    if text:
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.buffer.flush()


def _as_json(name: str, text: str, findings: tuple[Finding, ...]) -> str:
    whole = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return json.dumps({"file": name, "text": whole, "findings": [asdict(finding) for finding in findings]}, ensure_ascii=False)


def _summary(found: Counter[str]) -> str:
    if not found:
        return "no secrets found"
    return f"{found.total()} redacted: " + ", ".join(f"{count} {kind}" for kind, count in found.most_common())
