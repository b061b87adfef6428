"""Writes data as YAML that every version of YAML reads alike."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString

# YAML 1.1, which Kubernetes, Compose and PyYAML read, takes these for booleans, nulls, numbers, times and dates.
_NOT_A_STRING = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|~|\.inf|\.nan|)|[-+.]?[0-9][-+._:0-9a-fA-FeExXoOtTzZ ]*")
_QUOTED_ANYWAY = re.compile(r"[\x85\xa0\u2028\u2029\ufeff]")


@dataclass(frozen=True)
class Commented:
    """A value with a comment at the end of its line; for a mapping or list, on the line before."""

    value: Any
    comment: str


def write(*documents: Mapping[str, Any]) -> str:
    """Write documents in the given order of keys; keys whose value is None are left out.

    Returns:
        text that ends with a newline; documents are separated by `---`.
    """
    return "---\n".join(_write_one(document) for document in documents)


def write_list(items: Sequence[Mapping[str, Any]]) -> str:
    """Write one document that is a list, as a playbook is."""
    return "---\n" + _write_one(items, offset=0)


def _write_one(document: Mapping[str, Any] | Sequence[Mapping[str, Any]], offset: int = 2) -> str:
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=2 + offset, offset=offset)
    yaml.width = 1 << 20  # a folded line is hard to search for
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(_node(document), stream)
    return stream.getvalue()


def _node(value: Any, indent: int = 0) -> Any:
    if isinstance(value, Mapping):
        return _mapping(value, indent)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Sequence):
        items = CommentedSeq([_node(_bare(item), indent + 2) for item in value])
        for index, item in enumerate(value):
            if isinstance(item, Commented):
                items.yaml_add_eol_comment(_one_line(item.comment), index, column=0)
        if not items:
            items.fa.set_flow_style()
        return items
    return value


def _mapping(value: Mapping[str, Any], indent: int) -> CommentedMap:
    mapping = CommentedMap()
    for key, item in value.items():
        bare = _bare(item)
        if bare is None:
            continue
        name = key if key == "on" else _string(key)
        mapping[name] = _node(bare, indent + 2)
        if isinstance(item, Commented):
            if isinstance(bare, Mapping | list | tuple) and bare:
                mapping.yaml_set_comment_before_after_key(name, before=_one_line(item.comment), indent=indent)
            else:
                mapping.yaml_add_eol_comment(_one_line(item.comment), name, column=0)
    if not mapping:
        mapping.fa.set_flow_style()
    return mapping


def _bare(item: Any) -> Any:
    return item.value if isinstance(item, Commented) else item


def _string(text: str) -> Any:
    if (
        "\n" in text
        and text.isprintable() is False
        and text.replace("\n", "").isprintable()
        and not text.startswith((" ", "\n"))
    ):
        return LiteralScalarString(text)
    if _NOT_A_STRING.fullmatch(text) or _QUOTED_ANYWAY.search(text):
        return DoubleQuotedScalarString(text)
    return text


def _one_line(comment: str) -> str:
    return " ".join(comment.split())
