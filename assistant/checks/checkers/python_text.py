"""Python: the syntax of the Python that runs here; nothing is imported or run."""

from __future__ import annotations

import ast
import platform
import re
import textwrap
import warnings

from assistant.checks.findings import Finding, Severity
from assistant.checks.limits import Limits
from assistant.checks.report import Report, Source

_PROMPT = re.compile(r"^(?:>>>|\.\.\.)(?: |$)", re.MULTILINE)
_FLAGS = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT


class Python:
    """`compile` as far as the syntax tree."""

    name = "python"
    decides = True

    def load(self) -> str | None:
        return platform.python_version()

    def check(self, source: Source, limits: Limits) -> Report:  # noqa: ARG002 - killed from outside
        text = source.text
        if text.lstrip().startswith(">>>"):
            text = "\n".join(_PROMPT.sub("", line) if _PROMPT.match(line) else "" for line in text.split("\n"))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                compile(textwrap.dedent(text), "block", "exec", flags=_FLAGS, dont_inherit=True)
            except SyntaxError as error:
                version = ".".join(platform.python_version_tuple()[:2])
                message = f"{error.msg} (Python {version})"
                return Report([Finding(error.lineno or 1, message, "python-syntax", self.name, Severity.ERROR, error.offset)])
        return Report()
