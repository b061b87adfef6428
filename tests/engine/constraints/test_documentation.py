"""The page on structured output against the code."""

import re

from assistant.engine.constraints.json_formats import FORMATS
from assistant.engine.constraints.json_keywords import KEYWORDS
from assistant.engine.constraints.json_schema import ANNOTATIONS
from tests.server import ROOT


def test_the_tables_are_what_the_code_does():
    page = (ROOT / "docs" / "structured-output.md").read_text()
    rows = {
        name: re.findall(r"`([^`]+)`", row) for name, row in re.findall(r"^\| ([A-Z][\w ]+?) \| (.*) \|$", page, re.MULTILINE)
    }
    assert rows["Enforced"] == list(KEYWORDS)
    assert rows["Formats"] == list(FORMATS)
    assert set(rows["Ask nothing"]) == ANNOTATIONS | {"x-"}
