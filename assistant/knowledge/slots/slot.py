"""The named places of a template, and what may stand in each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.errors import InvalidParameter

_LONGEST_VALUE = 500
_KINDS = {
    "name": r"(\.{1,2}/)?[A-Za-z0-9][\w.@:/-]*(\[[^\]\s\'$`\\]{1,60}\])?",  # of an object, unit, container, branch, table, user
    "namespace": r"[a-z0-9]([a-z0-9-]*[a-z0-9])?",
    "image": r"[a-z0-9][\w.-]*(:\d+)?(/[\w.-]+)*(:[\w.-]+)?(@sha256:[0-9a-f]{64})?",
    "path": r"(~?/|\.{1,2}/|\w|\.\w)[\w./@+=,:-]*",
    "command": r"[\w./~@%+:,-][\w./~@%+=:,-]*( [\w./~@%+=:,-]+)*",  # plain words, which a shell does nothing with
    "host": r"([\w-]+@)?[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?|[0-9A-Fa-f:]+",
    "address": r"[0-9A-Fa-f.:]+(/\d{1,3})?",  # an IP address or a network
    "url": r"[a-z][a-z0-9+]*://[\w.~:/@%+=,#-]+|[\w.-]+@[\w.-]+:[\w./~+-]+",  # also as git and scp write it
    "port": r"\d{1,5}",
    "number": r"-?\d+(\.\d+)?",
    "size": r"\d+(\.\d+)?([kKMGTPE]i?)?[bB]?",
    "duration": r"(\d+(\.\d+)?(ns|us|ms|s|m|min|h|d|w|y))+|\d+(\.\d+)?",
    "revision": r"[A-Za-z0-9][\w./^~@{}+-]*",  # of git: a commit, branch, tag or range
    "label": r"[A-Za-z0-9][\w./-]*=[\w.-]*",  # key=value
    "schedule": r"@[a-z]+|[\d*/,A-Za-z-]+( [\d*/,A-Za-z-]+){4}",  # of cron
    "text": r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+",  # a message, a pattern, a statement of SQL
}
KINDS = {kind: re.compile(pattern, re.ASCII) for kind, pattern in _KINDS.items()}
NUMERIC = frozenset({"port", "number"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A named place of a template."""

    name: str
    kind: str  # one of KINDS
    example: str  # stands in the place where no value is known
    meaning: str

    def check(self, value: str) -> None:
        """
        Raises:
            InvalidParameter: the value is not of the slot's kind.
        """
        if len(value) > _LONGEST_VALUE or not KINDS[self.kind].fullmatch(value):
            raise InvalidParameter(f"{self.name}: {value[:80]!r} is not a {self.kind}.", param=self.name)
        if value.startswith("-") and self.kind not in NUMERIC:
            raise InvalidParameter(
                f"{self.name}: {value[:80]!r} begins with '-', a command would read a flag.", param=self.name
            )
        if self.kind == "port" and not 0 < int(value) < 1 << 16:  # a port has sixteen bits
            raise InvalidParameter(f"{self.name}: {value} is not a port: 1 to 65535.", param=self.name)
