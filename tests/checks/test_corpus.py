"""Labelled blocks: what is right has no findings, what is wrong has that defect found on its line."""

import json
import re
from pathlib import Path

import pytest

from assistant.checks import tool
from assistant.checks.fences import FencedBlock, FenceSplitter
from assistant.checks.findings import Severity
from assistant.checks.kinds import Kind

LABEL = re.compile(r"^<!-- (valid|not_checked|\d+) (.*) -->$", re.MULTILINE)


def labelled() -> list:
    cases = []
    for file in sorted((Path(__file__).parent / "corpus").glob("*.md")):
        text = file.read_text()
        splitter = FenceSplitter()
        blocks = [*splitter.feed(text), *splitter.finish()]
        labels = LABEL.findall(text)
        assert len(labels) == len(blocks), file
        cases += [
            pytest.param(*label, block, id=f"{file.stem}-{block.line}") for label, block in zip(labels, blocks, strict=True)
        ]
    return cases


@pytest.mark.parametrize(("label", "expected", "block"), labelled())
def test_a_block_is_what_its_label_says(checks, label: str, expected: str, block: FencedBlock):
    checked = checks.check(block.text, block.info)
    if checked.kind in (Kind.PROMETHEUS_RULES, Kind.PROMQL) and tool.find("promtool"):
        assert checked.status == ("no_findings" if label == "not_checked" else "findings")
        return
    if label == "valid":
        assert (checked.status, checked.kind, checked.findings) == ("no_findings", expected, ())
        assert checked.checkers
    elif label == "not_checked":
        assert (checked.status, checked.kind) == ("not_checked", expected)
        assert checked.reason
    else:
        severity, _, what = expected.partition(" ")
        found = [finding for finding in checked.findings if finding.line == int(label) and finding.severity == severity]
        assert any(what in f"{finding.rule}: {finding.message}" for finding in found), checked.findings


def test_the_corpus_has_enough_of_both():
    labels = [case.values[0] for case in labelled()]
    assert labels.count("valid") >= 60
    assert sum(label.isdigit() for label in labels) >= 60


def test_blocks_of_somebody_who_did_not_know_the_rules_are_told_apart(checks):
    """Of 60 with a defect 58 were found at first, and none of the 60 others had an error."""
    blocks = [json.loads(line) for line in (Path(__file__).parent / "corpus" / "unseen.jsonl").read_text().splitlines()]
    wrong = [block for block in blocks if not block["valid"]]
    assert len(wrong) == len(blocks) - len(wrong) == 60
    for block in blocks:
        if block["valid"]:
            assert checks.check(block["text"], block["language"]).count(Severity.ERROR) == 0, block["text"]
    assert sum(bool(checks.check(block["text"], block["language"]).findings) for block in wrong) >= 57
