"""Text of others on its way to a terminal, which obeys what it is told in control characters."""

from __future__ import annotations

import re

# Controls but for the line feed and the tab, what turns the direction of writing or cannot be seen, and halves of
# surrogate pairs. The joiners of scripts and emoji (U+200C, U+200D) stay.
_OBEYED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
_SYMBOLS = 0x2400  # of U+0000 to U+0020; such as U+241B for the escape
_DELETE, _SYMBOL_OF_DELETE = "\x7f", "\u2421"


def harmless(text: str) -> str:
    """The text with visible signs in place of all that a terminal would obey or hide; the carriage return goes away.

    Each character is looked at alone, so that a text in pieces comes out as the whole would.
    """
    return _OBEYED.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    character = match[0]
    if character == "\r":
        return ""
    if character < " ":
        return chr(_SYMBOLS + ord(character))
    return _SYMBOL_OF_DELETE if character == _DELETE else f"<U+{ord(character):04X}>"
