"""The examples of the AWS CLI, as the package awscli brings them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import metadata, util
from pathlib import Path

from assistant.errors import KnowledgeError
from assistant.knowledge.packs.build import Build, Reference
from assistant.knowledge.runbooks import restructured_text
from assistant.knowledge.runbooks.sections import Block, lines_of

_OTHER_PLACES = ("/usr/local/aws-cli/v2/current/dist/awscli", "/opt/aws-cli/v2/current/dist/awscli")  # of its own installer
_LARGEST = 256 << 10  # bytes of a file
_MOST_OUTPUT = 10  # lines
_MOST_CODE = 60  # lines
_HEADING = re.compile(r"\*\*(?:Example ?\d{0,3} ?:? ?)?(.{3,200}?):?\*\*:?\s*")
_WORDY = re.compile(r"^(?:to|example)\b[ :]*", re.IGNORECASE)


def build() -> Build:
    """
    Raises:
        KnowledgeError: the AWS CLI is not installed, or without examples.
    """
    folder = _folder()
    if folder is None:
        raise KnowledgeError("There are no examples of the AWS CLI here: install it with `pip install awscli`.")
    services = sorted(path for path in folder.iterdir() if path.is_dir())
    return Build(_source(), "aws", map(_service, services), len(services))


def _folder() -> Path | None:
    spec = util.find_spec("awscli")
    places = [*(spec.submodule_search_locations or () if spec else ()), *_OTHER_PLACES]
    folders = (Path(place) / "examples" for place in places)
    return next((folder for folder in folders if folder.is_dir()), None)


def _source() -> str:
    try:
        return f"awscli {metadata.version('awscli')}"
    except metadata.PackageNotFoundError:
        return "awscli"


def _service(folder: Path) -> Iterator[Reference]:
    for path in sorted(folder.rglob("*.rst")):
        try:
            if path.stat().st_size > _LARGEST:
                continue
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        words = (folder.name, *path.relative_to(folder).with_suffix("").parts)
        yield from _examples(words, lines_of(text))


def _examples(words: tuple[str, ...], lines: list[str]) -> Iterator[Reference]:
    """One passage for each example of a command."""
    command = " ".join(("aws", *words))
    starts = [at for at, line in enumerate(lines) if _HEADING.fullmatch(line)] or [0]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        heading = _HEADING.fullmatch(lines[start])
        task = _WORDY.sub("", heading[1]).strip() if heading else command
        inner = lines[start + 1 : end] if heading else lines[start:end]
        blocks = [block for section in restructured_text.sections(inner) for block in section.blocks]
        text = "\n\n".join(_shown(blocks))
        if text:
            code = "\n".join(block.text for block in blocks if block.code and "aws " in block.text)
            prose = "\n".join(block.text for block in blocks if not block.code)
            phrases = [task, f"{command} {task}" if heading else command, f"{words[0]} {task}"]
            yield Reference("/".join(words), f"{command}: {task}" if heading else command, f"{text}\n", phrases, code, prose)


def _shown(blocks: list[Block]) -> Iterator[str]:
    """The blocks, with little of what commands print."""
    output = False
    for block in blocks:
        if not block.code:
            output = block.text.strip().rstrip(":").casefold().endswith("output")
            yield block.text
        else:
            yield _cut(block.text, _MOST_OUTPUT if output else _MOST_CODE)
            output = False


def _cut(code: str, most: int) -> str:
    """A block of code with its fence, of a long one the beginning."""
    fence, *lines, end = code.split("\n")
    return code if len(lines) <= most else "\n".join((fence, *lines[:most], "...", end))
