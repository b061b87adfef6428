"""The block checker against what is hostile: its bounds, its processes, what it leaves behind."""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

from assistant.checks.block_checker import BlockChecker
from assistant.checks.checkers.registry import all_checkers
from assistant.checks.fences import FencedBlock
from assistant.checks.inspection import Inspection
from assistant.checks.kinds import Kind
from assistant.checks.limits import Limits
from assistant.checks.report import Source
from assistant.checks.risk import Risk, assess

SLOW = "a {" * 20_000  # deeper than crossplane can go in a second
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)


def folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("assistant-checks-*"))


def children() -> set[int]:
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == os.getpid() and fields[0] != "Z":
            found.add(int(stat.parent.name))
    return found


def run(task, **limits):
    async def main():
        checker = BlockChecker(limits=Limits(**limits))
        try:
            return await task(checker)
        finally:
            await checker.close()

    return asyncio.run(main())


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("yaml", BOMB),
        ("yaml", "[" * 30_000),
        ("json", "[" * 30_000 + "]" * 30_000),
        ("json", '{"a":' * 9_000),
        ("toml", "a=" + "[" * 30_000),
        ("yaml", "a: \x01"),
        ("yaml", "a: \ud800"),
        ("bash", "ls \0"),
        ("bash", "a" * (1 << 20)),
        ("", "a" * (1 << 20)),
        ("yaml", " \n\n"),
        ("python", "-" * 60_000 + "1"),
        ("sql", "SELECT 1"),
        ("x" * 100_000, "a"),
    ],
)
def test_what_cannot_be_checked_says_why(checks, language, text):
    started = time.monotonic()
    checked = checks.check(text, language)
    assert checked.status == "not_checked"
    assert checked.reason
    assert not checked.checkers
    assert time.monotonic() - started < 30


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("yaml", "a: " + "9" * 60_000),
        ("json", "[" + "9" * 60_000 + "]"),
        ("yaml", "a: 1e99999\nb: 0x" + "f" * 5_000),
        ("nginx", "include /etc/passwd;\nserver { include /etc/*; }"),
        ("console", "$ echo '" + "a\n" * 150 + "'\n" + "output (\n" * 5_000),
    ],
)
def test_what_is_large_and_right_is_right(checks, language, text):
    assert checks.check(text, language).status == "no_findings"


def test_findings_without_end_are_counted(checks):
    text = "stages: [a]\n" + "".join(f"j{i}:\n  script: [a]\n  stage: b\n" for i in range(500))
    checked = checks.check(text, "yaml")
    assert (len(checked.findings), checked.left_out) == (50, 450)


def test_a_check_that_takes_too_long_is_killed_and_the_next_block_is_checked():
    before, others = folders(), children()

    async def task(checker):
        slow = await checker.check(SLOW, language="nginx")
        assert (slow.status, slow.kind) == ("not_checked", Kind.NGINX)
        assert "took longer than 1 s" in slow.reason
        assert children() == others
        assert folders() == before
        return await checker.check("listen 80;", language="nginx")

    assert run(task, block_s=1).status == "no_findings"
    assert folders() == before
    assert children() == others


def test_a_process_that_dies_is_replaced_and_its_block_tried_again():
    async def task(checker):
        await checker.check("a: 1", language="yaml")
        [child] = children() - others
        os.kill(child, 9)
        return await checker.check("b: 1", language="yaml")

    others = children()
    assert run(task).status == "no_findings"


def test_a_block_that_ends_two_processes_is_not_checked(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")  # a process that ends at once

    async def task(checker):
        crashed = await checker.check("listen 80;", language="nginx")
        assert (crashed.status, crashed.reason) == ("not_checked", "its checker crashed on it")
        [judged] = await checker.risks("ls\nuptime", Kind.SHELL)
        assert (judged.risk, judged.text) == (Risk.UNKNOWN, "ls")
        assert (await checker.assess("ls")).risk is Risk.UNKNOWN
        monkeypatch.undo()
        return await checker.check("b: 1", language="yaml")

    assert run(task).status == "no_findings"


def test_processes_are_made_ready_before_any_block_and_outside_any_loop():
    others = children()
    checker = BlockChecker()
    checker.prepare()
    try:
        while not children() - others:
            time.sleep(0.01)
        [child] = children() - others
        checker.wait_until_prepared()

        async def task():
            return await checker.check("ls -l", language="bash"), await checker.risks("rm -rf /srv", Kind.SHELL, "bash")

        checked, risks = asyncio.run(task())
        assert checked.status == "no_findings"
        assert [each.risk for each in risks] == [Risk.DESTRUCTIVE]
        assert asyncio.run(task())[0] is checked
        assert children() - others == {child}
    finally:
        checker.stop()
    assert children() == others


def test_who_stops_while_it_is_made_ready_leaves_nothing_behind():
    before, others = folders(), children()
    checker = BlockChecker()
    checker.prepare()
    checker.stop()
    while children() - others:  # its thread may just be starting it
        checker.stop()
    assert folders() == before


def test_who_leaves_takes_the_process_along():
    others = children()

    async def task(checker):
        waiting = asyncio.create_task(checker.check(SLOW, language="nginx"))
        while not children() - others:
            await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert children() == others
        return await checker.check("a: 1", language="yaml")

    assert run(task).status == "no_findings"


def test_the_process_has_its_limits_and_no_environment(monkeypatch):
    monkeypatch.setenv("ASSISTANT_API_KEYS", "sk-1")
    others = children()

    def look_at(child: Path) -> None:
        assert str(1 << 29) in (child / "limits").read_text()
        assert "sk-1" not in (child / "environ").read_text()
        folder = (child / "cwd").readlink()
        assert folder.name.startswith("assistant-checks-")
        assert folder.stat().st_mode & 0o077 == 0

    async def task(checker):
        await checker.check("a: 1", language="yaml")
        [child] = children() - others
        look_at(Path(f"/proc/{child}"))

    run(task, memory_bytes=1 << 29)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("bash", "$(touch {0})\ntouch {0}\n`touch {0}`\n"),
        ("bash", ". {0}.source\n"),
        ("python", "import pathlib\npathlib.Path('{0}').touch()\n"),
        ("yaml", "!!python/object/apply:os.system ['touch {0}']\n"),
        ("dockerfile", "FROM alpine:3\nRUN touch {0}\n"),
        ("systemd", "[Service]\nExecStart=/bin/touch {0}\nExecStartPre=/bin/touch {0}\n"),
        ("makefile", "$(shell touch {0})\n"),
    ],
)
def test_nothing_is_executed(checks, tmp_path, language, text):
    mark = tmp_path / "mark"
    checks.check(text.format(mark), language)
    assert not mark.exists()


def test_a_tool_that_hangs_floods_or_fails_is_no_proof(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    tool = tmp_path / "shellcheck"
    limits = Limits(tool_s=0.3, output_bytes=1000)
    for behaviour, reason in [
        ("sleep 60", "took longer than 0.3 s"),
        ("yes | head -c 5000", "wrote more than 1000 bytes"),
        ("exit 3", "failed with status 3"),
        ("kill -9 $$", "killed by signal 9"),
    ]:
        tool.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo version: 1.0 && exit\n{behaviour}\n')
        tool.chmod(0o755)
        checked = Inspection(all_checkers(), limits).check(Source("ls -l\n", Kind.SHELL, "bash"))
        assert checked.status == "not_checked"
        assert reason in (checked.reason or "")


def test_a_tool_that_is_not_there_is_no_proof(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    for kind, text, name in [(Kind.DOCKERFILE, "FROM a:1\n", "hadolint"), (Kind.SHELL, "ls\n", "shellcheck")]:
        checked = Inspection(all_checkers(), Limits()).check(Source(text, kind))
        assert checked.status == "not_checked"
        assert f"{name} is not on this machine" in (checked.reason or "")
        assert name not in {each.name for each in checked.checkers}


def test_without_shellcheck_a_broken_script_is_still_found(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    checked = Inspection(all_checkers(), Limits()).check(Source("ls\nif true; then\n", Kind.SHELL))
    assert checked.status == "findings"
    assert [each.name for each in checked.checkers] == ["tree-sitter-bash", "command-facts"]


def test_results_are_remembered_by_kind_text_and_version():
    pod = "apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: {name: a}\n"

    async def task(checker):
        first = await checker.check(pod, language="yaml")
        assert await checker.check(pod, language="yaml") is first
        assert (await checker.check(pod, language="text")).kind is Kind.TEXT
        old = await checker.check(pod, language="yaml", kubernetes_version="1.25")
        assert old.findings == first.findings
        unknown = await checker.check(pod, language="yaml", kubernetes_version="1.7")
        assert (unknown.status, "1.25 to 1.37" in unknown.reason) == ("not_checked", True)

    run(task)


def test_scripts_are_classed_in_the_process_as_anywhere():
    async def task(checker):
        for script, shell in (
            ("kubectl get ns; rm -rf /srv", "bash"),
            ("$ ls\nx", "console"),
            ("del /s a", "cmd"),
            ("", "bash"),
        ):
            assert await checker.assess(script, shell) == assess(script, shell)

    run(task)


def test_blocks_beyond_the_limit_are_not_checked():
    async def task(checker):
        blocks = [FencedBlock("yaml", f"a: {number}\n", number, 0, 0) for number in range(4)]
        return await checker.check_blocks(blocks)

    checked = run(task, blocks=3)
    assert [each.status for each in checked] == ["no_findings"] * 3 + ["not_checked"]
    assert checked[-1].reason == "it comes after the first 3 blocks"


def test_a_text_that_is_not_the_process_of_this_loop_is_checked_beside_others():
    async def task(checker):
        texts = [f"a: {number}\n" for number in range(20)]
        return await asyncio.gather(*(checker.check(text, language="yaml") for text in texts))

    assert {each.status for each in run(task)} == {"no_findings"}
