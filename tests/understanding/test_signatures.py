"""The table of error signatures: what it must hold, whatever it says."""

import re
import subprocess
from pathlib import Path

import pytest
import tree_sitter_bash
from tree_sitter import Language, Parser

from assistant.understanding.pattern import read_pattern
from assistant.understanding.signature import Risk, consequences, signatures
from assistant.understanding.slot import ACCEPTED, SLOT, fill
from tests.understanding.data import error_texts

TABLE = signatures()
COMMANDS = [(each.id, command) for each in TABLE.values() for command in each.commands]
LINE_PATTERNS = [
    (each.id, line) for each in TABLE.values() for pattern in each.patterns for line in (pattern.first, *pattern.others)
]
SAMPLES = {name: "5432" if "\\d" in accepted[:4] else "web-1" for name, accepted in ACCEPTED.items()} | {
    "path": "/srv/app",
    "unit": "web.service",
    "lock_id": "3f1d2c4b-5a69-7788-99aa-bbccddeeff00",
    "variable": "web_1",
    "verb": "get",
}


def test_there_are_many_and_each_is_whole():
    assert f"table of {len(TABLE)} signatures" in (Path(__file__).parents[2] / "README.md").read_text()
    for each in TABLE.values():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.id)
        assert each.patterns, each.id
        assert each.causes, each.id
        assert each.look, each.id
        assert each.fix, each.id
        assert len(each.terms) >= 2, each.id
        assert each.means.endswith("."), each.id
        assert all(command.risk is Risk.READ_ONLY or command.risk in Risk for command in each.look)


def test_commands_parse_as_bash():
    parser = Parser(Language(tree_sitter_bash.language()))
    for signature, command in COMMANDS:
        text, missing = fill(command.run, SAMPLES)
        assert not missing, (signature, command.run)
        assert not parser.parse(text.encode()).root_node.has_error, (signature, text)


def test_the_parser_of_bash_would_see_a_mistake():
    parser = Parser(Language(tree_sitter_bash.language()))
    assert parser.parse(b"kubectl get pods | (").root_node.has_error
    assert subprocess.run(["bash", "-n", "-c", fill(COMMANDS[0][1].run, SAMPLES)[0]], check=False).returncode == 0


def test_slots_that_are_declared_are_those_that_are_used():
    used = {name for _, command in COMMANDS for name in command.slots}
    taken = {name for _, line in LINE_PATTERNS for name in re.compile(line.source).groupindex}
    assert used <= set(ACCEPTED)
    assert taken <= set(ACCEPTED)
    assert set(ACCEPTED) == used | taken
    assert not [line.source for _, line in LINE_PATTERNS if re.search(r"(?<!\?P)<[a-z_]+>(?!\w*\))", line.source)]


def test_samples_are_what_slots_accept():
    for name, accepted in ACCEPTED.items():
        assert re.fullmatch(accepted, SAMPLES[name], re.IGNORECASE), name


@pytest.mark.parametrize(
    "hostile",
    [
        "-rf",
        "--all",
        "a b",
        "a;b",
        "$(id)",
        "`id`",
        "a|b",
        "a&b",
        "a>b",
        "a<b",
        "a'b",
        'a"b',
        "a\\b",
        "a\nb",
        "*",
        "a*",
        "~",
        "!x",
        "#x",
        "{a,b}",
        "a$b",
        "",
        "é",
    ],
)
def test_no_slot_takes_what_a_shell_would_act_on(hostile):
    assert not [name for name, accepted in ACCEPTED.items() if re.fullmatch(accepted, hostile, re.IGNORECASE | re.ASCII)]


def test_what_an_error_leads_to_exists_and_goes_in_no_circle():
    for each in TABLE.values():
        assert set(each.leads_to) <= set(TABLE), each.id
        assert each.id not in consequences(each.id)


def test_every_signature_has_a_text():
    assert {signature for signature, _ in error_texts()} == set(TABLE)


def test_patterns_are_bounded():
    """Nothing that takes many kinds of characters may be repeated without end: that is how matching gets slow."""
    sets = re.compile(r"\[\^?(?:\\.|[^\]\\])+\]")
    wide = re.compile(r"(?<!\\)(?:\.|\\[SWDw]|§|\))(?:[*+]|\{\d+,\})")
    assert not [(signature, line.source) for signature, line in LINE_PATTERNS if wide.search(sets.sub("§", line.source))]


def test_a_pattern_is_never_skipped_where_it_would_match():
    lines = {line for _, text in error_texts() for line in text.splitlines()}
    for signature, pattern in LINE_PATTERNS:
        for line in lines:
            if len(pattern.literal) >= 3 and pattern.literal not in line.lower():
                assert not pattern.expression.search(line), (signature, pattern.source, line)


@pytest.mark.parametrize("source", ["(?:a|b)", "a|b", r"\d+ \w{3}", "ab?c?"])
def test_a_pattern_needs_a_word_to_be_found_by(source):
    with pytest.raises(ValueError, match=r"characters in a row|alternatives"):
        read_pattern(source)


def test_destructive_commands_are_told_as_such():
    for signature, command in COMMANDS:
        if re.search(
            r"\brm\b|\bprune\b|\bkubectl delete\b|--force(?![-\w])|force-unlock|terminate_backend|vacuum", command.run
        ):
            assert command.risk is Risk.DESTRUCTIVE or "helm repo" in command.run or "remote prune" in command.run, (
                signature,
                command.run,
            )


def test_what_looks_only_reads():
    """Verbs that change something, in a command that says it only reads."""
    changes = re.compile(r"\b(?:apply|create|delete|restart|install|init|rm|chmod|chown|sysctl|push|commit|scale|undo|set)\b")
    for signature, command in COMMANDS:
        if command.risk is Risk.READ_ONLY and "--dry-run" not in command.run:
            assert not changes.search(re.sub(r"'[^']*'|\"[^\"]*\"|--\S+", "", SLOT.sub("", command.run))), (
                signature,
                command.run,
            )
