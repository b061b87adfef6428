"""What begins a call where a model spells calls as a JSON object and nothing around it, as Llama 3 does.

Regular expressions that ECMA-262 and Python read alike.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection

from assistant.model.tool_format import ToolFormat

_SPACE = r"[ \t\r\n]*"
_OPEN = rf"\{{{_SPACE}"
_TYPE = f'"type"{_SPACE}:{_SPACE}"function"'
_ESCAPED = r'"(?:[^"\\]|\\.)*\\.(?:[^"\\]|\\.)*"'  # what a string with an escape in it says is not compared


def head(form: ToolFormat, name: str) -> str:
    """A call of a function up to its arguments, with the white space and the `type` that models write.

    What follows is certain from the last colon on, and a model that may write white space there can get lost in it.
    """
    before = f"{_SPACE}{_OPEN}(?:{_TYPE}{_SPACE},{_SPACE})?{_key(form.name_key)}{_string(name)}{_SPACE},{_SPACE}"
    return f'{before}"{re.escape(form.arguments_key)}"{_SPACE}: ?'


def openings(form: ToolFormat, names: Collection[str]) -> tuple[str, ...]:
    """Whatever begins as a call of one of some functions does; text that begins so would be taken for a call."""
    begin = f"{_SPACE}{_OPEN}"
    named = (
        f'{begin}{_key(form.name_key)}{name}{_SPACE},{_SPACE}"{re.escape(form.arguments_key)}"{_SPACE}:'
        for name in (*map(_string, names), _ESCAPED)
    )
    return (*named, f"{begin}{_key(form.arguments_key)}" + r"\{", begin + _TYPE)


def _key(name: str) -> str:
    return f'"{re.escape(name)}"{_SPACE}:{_SPACE}'


def _string(text: str) -> str:
    return re.escape(json.dumps(text, ensure_ascii=False))
