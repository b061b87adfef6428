"""Text that a pipe decodes before a shell reads it: `echo ... | base64 -d | sh`."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence

from assistant.checks.risk.words import Word

_BLANKS = re.compile(r"\s+")


def decodes(words: Sequence[Word]) -> bool:
    """Whether a command decodes the base64 that it reads."""
    name, options = words[0].text.rpartition("/")[2], [word.text for word in words[1:]]
    if name in ("base64", "gbase64"):
        wanted = any(re.fullmatch(r"--decode|-[a-zA-Z]*[dD][a-zA-Z]*", option) for option in options)
        return wanted and all(option.startswith("-") for option in options)
    if name == "openssl":
        return options[:1] in (["base64"], ["enc"]) and "-d" in options and not {"-in", "-k", "-pass"} & set(options)
    return False


def decoded(text: str) -> str | None:
    """The text behind base64; None where it is none."""
    try:
        return base64.b64decode(_BLANKS.sub("", text), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
