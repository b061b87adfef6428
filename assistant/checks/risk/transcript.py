"""Prompts in pasted text: `$ kubectl get pods`, `root@web:~# reboot`, `postgres=# DROP TABLE t;`.

Nothing moves: a prompt becomes spaces, so that places in the text stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_HOST = r"[\w.-]{1,64}@[\w.-]{1,64}"
_PROMPT = re.compile(
    r"[ \t]*(?:\([\w.-]{1,64}\)[ \t]*)?(?:"
    rf"\[?{_HOST}[: ][^\]\n$#%]{{0,200}}\]?[ \t]?[$#%][ \t]+"
    r"|(?:bash|sh|zsh|ksh|ash)(?:-\d[\d.]*)?[$#%][ \t]+"
    r"|(?:~|/[\w./-]{0,100})[ \t]?[$#%][ \t]+"
    r"|[$%\u276f\u279c][ \t]+(?:~[ \t]+)?"
    r"|PS(?:[ \t]+[A-Za-z]:[^>\n]{0,200})?>[ \t]*|[A-Za-z]:\\[^>\n]{0,200}>[ \t]*"
    r")(?=\S)"
)
_ROOT = re.compile(r"[ \t]*#[ \t]+(?=\S)")
_CONTINUED = re.compile(r"[ \t]*>[ \t]+(?=\S)")
CONSOLES = (
    ("sql", re.compile(r"[ \t]*(?:(?:mysql|MariaDB \[[^\]\n]{0,64}\]|sqlite)>|[\w-]{1,64}[=-][#>])[ \t]+(?=\S)")),
    ("redis", re.compile(r"[ \t]*(?:(?:\d{1,3}\.){3}\d{1,3}|localhost|redis):\d{2,5}(?:\[\d+\])?>[ \t]+(?=\S)")),
)
_PLACEHOLDER = re.compile(r"(?<![<\w&>])<([A-Za-z][A-Za-z0-9_ -]{0,60})>(?=[\s/:,.\"'|;)=@-]|$)(?!\s*(?:\.{0,2}/|[\w-]+\.\w))")
_HERE_DOCUMENT = re.compile(r"<<-?[ \t]*[\"'\\]?([A-Za-z_][\w.]*)")


@dataclass(frozen=True)
class Piece:
    """Some lines that belong together.

    Attributes:
        text: prompts replaced by spaces.
        start: characters of the whole text before it.
        language: `shell`, `sql` or `redis`.
        typed: whether somebody typed it; else it may be what a command printed.
    """

    text: str
    start: int
    language: str = "shell"
    typed: bool = True


def pieces(text: str, *, console: bool, is_command: Callable[[str], bool]) -> list[Piece]:
    """Cut a text into what was typed and what may be output; a text without prompts is one piece.

    Args:
        console: the text is known to be a transcript.
        is_command: whether a line begins with a tool that is known.
    """
    lines = text.splitlines(keepends=True)
    prompts = [_prompt(line) for line in lines]
    transcript = console or any(prompts)
    roots = _roots(lines, transcript, is_command)
    if not any(prompts) and not any(roots):
        return [Piece(text, 0)]
    found: list[Piece] = []
    start = at = 0
    while at < len(lines):
        prompt = prompts[at]
        language, length = prompt or ("shell", roots[at])
        last = _end(lines, at, length) if length else at
        body = " " * length + lines[at][length:] + "".join(map(_without_continuation, lines[at + 1 : last + 1]))
        if length or lines[at].strip():
            found.append(Piece(body, start, language, typed=bool(length)))
        start += sum(map(len, lines[at : last + 1]))
        at = last + 1
    return found


def without_placeholders(text: str) -> str:
    """Replace `<pod-name>` by a word of the same length: in an answer it is a slot, to a shell two redirections."""
    return _PLACEHOLDER.sub(lambda found: "_" + re.sub(r"\W", "_", found[1]) + "_", text) if "<" in text else text


def _prompt(line: str) -> tuple[str, int] | None:
    if found := _PROMPT.match(line):
        return "shell", found.end()
    for language, prompt in CONSOLES:
        if found := prompt.match(line):
            return language, found.end()
    return None


def _roots(lines: list[str], transcript: bool, is_command: Callable[[str], bool]) -> list[int]:
    """Lengths of the prompts of root, 0 where a line has none.

    `# reboot` is a prompt where all lines begin so, or others have prompts, and a tool that is known follows; else it is a
    comment.
    """
    found = [_ROOT.match(line) for line in lines]
    if not transcript and any(not root and line.strip() for root, line in zip(found, lines, strict=True)):
        return [0] * len(lines)
    return [root.end() if root and is_command(line[root.end() :]) else 0 for root, line in zip(found, lines, strict=True)]


def _end(lines: list[str], at: int, length: int) -> int:
    """The last line of the command that begins at a line: backslashes, `>` prompts and here-documents go on."""
    last = at
    here = _HERE_DOCUMENT.search(lines[at], length)
    if here:
        for number in range(at + 1, min(len(lines), at + 500)):
            if lines[number].strip().removeprefix("> ") == here[1]:
                return number
    while last + 1 < len(lines) and (lines[last].rstrip("\r\n").endswith("\\") or _CONTINUED.match(lines[last + 1])):
        last += 1
    return last


def _without_continuation(line: str) -> str:
    found = _CONTINUED.match(line)
    return " " * found.end() + line[found.end() :] if found else line
