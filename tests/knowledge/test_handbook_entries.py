"""Every entry of the handbook against its rules."""

import re

import pytest

from assistant.knowledge.handbook import FOLDER, load, read
from assistant.knowledge.templates import fill
from tests.knowledge.entry_check import problems

PATHS = sorted(FOLDER.glob("*/*.md"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_an_entry_keeps_the_rules(path):
    assert problems(read(path)) == []


def test_an_action_has_one_version_in_entries_and_in_what_is_generated():
    texts = [path.read_text() for path in (*PATHS, *(FOLDER.parents[1] / "generation" / "pipelines").glob("*.py"))]
    used = {match for text in texts for match in re.findall(r"\b((?:actions|docker)/[\w-]+)@(v\d+)", text)}
    assert len(used) == len(dict(used)) >= 10


def test_titles_are_unique_and_links_lead_somewhere():
    assert len(load()) == len(PATHS) >= 30


def test_nothing_is_left_unfilled():
    for entry in load().values():
        for template in entry.templates:
            for name in entry.slots:
                assert "{{" + name + "}}" not in fill(template, entry.slots, {}).text
