"""Whatever the text: no exception, bounded work, and wrapping a command never makes it look better."""

import shlex
import time
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.checks.risk import assess
from assistant.checks.risk.tools import all_tools
from tests.checks.risk.labelled import read

SHELLS = ["bash", "sh", "zsh", "console", "powershell", "cmd"]
PIECES = st.sampled_from(
    [
        "kubectl",
        "get",
        "delete",
        "rm",
        "-rf",
        "/",
        "-c",
        "--dry-run=client",
        "'",
        '"',
        "`",
        "$(",
        ")",
        "${X}",
        ";",
        "|",
        "&&",
        "||",
        "&",
        "\n",
        "<<E",
        "E",
        "<(",
        ">",
        ">>",
        "/dev/sda",
        "sudo",
        "xargs",
        "ssh",
        "bash",
        "psql",
        "DROP",
        "TABLE",
        "--",
        "\\",
        "#",
        "$",
        "{",
        "}",
        "[",
        "]]",
        "for",
        "in",
        "do",
        "done",
        "if",
        "then",
        "fi",
        "case",
        "esac",
        "é",
        "\x00",
        "\t",
        "f()",
        ":(){",
        "<name>",
        "find",
        "-exec",
        "{}",
        ";",
        "awk",
        "sed",
    ]
)
NO_PREFIX = (":(", ">", "alias ", "$ ", "#", "PS ", "[ec2", "root@", "127.0.0.1:", "postgres=")
SINGLE_LINES = sorted(
    {each.command for each in read("commands.tsv") if "\n" not in each.command and not each.command.startswith(NO_PREFIX)}
)


@settings(deadline=None, max_examples=60)
@given(st.text(), st.sampled_from(SHELLS))
def test_no_text_is_too_strange(text, shell):
    found = assess(text, shell)
    assert all(0 <= each.start <= each.end <= len(text) and each.line >= 1 for each in found.commands)


@settings(deadline=None, max_examples=100)
@given(st.lists(PIECES, max_size=25), st.sampled_from(["", " "]), st.sampled_from(SHELLS))
def test_no_mixture_of_shell_is_too_strange(pieces, between, shell):
    found = assess(between.join(pieces), shell)
    assert found.risk == max([each.risk for each in found.commands], default=0)
    assert all(each.reason for each in found.commands)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(all_tools())), st.lists(PIECES | st.text(max_size=8), max_size=8))
def test_no_arguments_are_too_strange_for_any_tool(tool, words):
    assert assess(" ".join([tool, *map(shlex.quote, words)])).commands


@pytest.mark.parametrize(
    "text",
    [
        "(", "$(", '"$(', "<<A\n", "{ ", "if ", "`", "a|", "${", "[[ ", "((", "case x in ", "f(){ ", "a;", '"', "'", "&", "|", ">",
        "bash -c '", "sudo ", "\\\n", "rm x ", "a b=c ", "é", "$ ls\n", "# rm\n", "/*", "psql -c '\\! ", "-", "<a ", "* ",
        "awk '//,", "sed 's/\\a", "kubectl get $X ", "x=$(x ", "eval eval ", "\n", "a=(", "{a,", "find -exec ",
    ],
)  # fmt: skip
def test_huge_and_nested_text_takes_bounded_time(text):
    begun = time.monotonic()
    assess(text * (6_000 // len(text)))
    assert time.monotonic() - begun < 60  # without bounds some take hours


def test_what_lies_beyond_the_limits_is_never_read_only():
    assert assess("ls\n" * 60_000).risk.label == "unknown"
    assert assess("ls " + "a " * 60_000).risk.label == "unknown"
    assert assess("bash -c " * 50 + "ls").risk.label == "unknown"
    assert assess("$(" * 300 + "ls" + ")" * 300).risk.label == "unknown"


@cache
def classes():
    return {command: assess(command).risk for command in SINGLE_LINES}


@pytest.mark.parametrize(
    "wrapper",
    ["sudo {}", "env A=1 {}", "nohup {}", "timeout 5 {}", "nice -n 5 {}", "time {}", "xargs {}", "({})", "{} | cat", "$({})",
     "echo `{}`", "bash -c {q}", "sh -xc {q}", "ssh h {q}", "eval {q}", "su -c {q}", "kubectl exec p -- sh -c {q}", "watch {q}",
     "docker exec c sh -c {q}", "if true; then {}; fi", "f() {{ {}; }}; f", "while read x; do {}; done", "echo {q} | bash"],
)  # fmt: skip
def test_a_wrapper_never_lowers_the_class(wrapper):
    for command, plain in classes().items():
        wrapped = wrapper.format(command, q=shlex.quote(command))
        if "`" in wrapper and "`" in command:
            continue
        assert assess(wrapped).risk >= plain, wrapped
