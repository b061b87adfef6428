"""Errors in texts: which are found, in what order, with which commands."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.understanding.explanation import explain
from assistant.understanding.signature import Risk, signatures
from tests.understanding.data import error_texts

NOISE = [
    "2026-01-02T03:04:{s:02d}Z INFO request {i} served in {m} ms path=/api/v1/items status=200",
    'level=debug msg="cache warm" entries={i} took={m}ms',
    "Jan  2 03:04:{s:02d} web-1 systemd[1]: Started session {i} of user deploy.",
    '10.0.0.{s} - - [02/Jan/2026:03:04:{s:02d} +0000] "GET /healthz HTTP/1.1" 200 {m} "-" "kube-probe/1.31"',
    "I0102 03:04:{s:02d}.123456       1 reconciler.go:{i}] Reconciled deployment web, 3/3 replicas ready",
]


def noise(lines: int, seed: int) -> list[str]:
    rnd = random.Random(seed)
    return [rnd.choice(NOISE).format(s=i % 60, i=i, m=rnd.randrange(900)) for i in range(lines)]


QUIET = noise(1500, seed=2)


def found(text: str) -> list[str]:
    return [each.signature.id for each in explain(text).findings]


@pytest.mark.parametrize(("signature", "text"), error_texts())
def test_an_error_is_the_root_of_its_own_text(signature, text):
    assert found(text)[0] == signature


@pytest.mark.parametrize(("signature", "text"), error_texts())
def test_an_error_is_found_in_a_long_log_with_its_line(signature, text):
    root = explain("\n".join([*QUIET[:1200], text, *QUIET[1200:]])).root
    assert root.signature.id == signature
    own = text.splitlines()
    for evidence in root.evidence:
        assert 1200 < evidence.line <= 1200 + len(own)
        assert evidence.text in own[evidence.line - 1201]


LOOK_ALIKES = [
    "\n".join(noise(3000, seed=1)),
    "All pods are running, no errors were found and the rollout is complete.",
    'deployment "web" successfully rolled out',
    "There were 0 evicted pods and no ImagePullBackOff today.",
    "The certificate expires in 60 days and will be renewed.",
    "Our permissions model allows everyone to read the wiki.",
    "Tests: 212 passed, 0 failed, 3 skipped",
    "I moved to the cluster team and ask 5 people about ports.",
    "nginx: configuration file /etc/nginx/nginx.conf test is successful",
    "Already up to date.",
    "exit code 0",
    "Container exited with code 0",
    "Last State: Terminated\n  Reason: Completed\n  Exit Code: 0",
    "Apply complete! Resources: 3 added, 0 changed, 0 destroyed.",
    "PONG",
    "We pending approval of the memory budget for the new node of the cluster.",
    'FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nCMD ["python", "main.py"]',
    "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80",
    "How do I write a network policy that only lets the frontend in?",
    "added 212 packages, and audited 213 packages in 3s\nfound 0 vulnerabilities",
    "Successfully installed requests-2.32.3",
    "NAME    READY   STATUS    RESTARTS   AGE\nweb-0   1/1     Running   0          4d",
    "● nginx.service - A high performance web server\n     Active: active (running) since Mon",
    "Your branch is up to date with 'origin/main'.\nnothing to commit, working tree clean",
    "order 502 was shipped to room 503 at 5:04",
    "",
]


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_what_only_looks_alike_matches_nothing(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("first", "then", "text"),
    [
        ("oom-killed", "crash-loop-back-off", "web-0 0/1 CrashLoopBackOff 3 1m\nReason: OOMKilled"),
        ("image-pull-unauthorized", "image-pull-back-off", "Status: ImagePullBackOff\npull access denied for acme/web"),
        ("disk-full", "read-only-file-system", "mv: cannot move 'a': Read-only file system\ntar: x: No space left on device"),
        ("nginx-upstream-timeout", "http-504", "GET / 504 Gateway Time-out\nupstream timed out (110: Operation timed out)"),
        ("systemd-exec", "systemd-start-limit", "a.service: Start request repeated too quickly.\nstatus=203/EXEC"),
        ("ssh-publickey-denied", "git-authentication-failed", "fatal: Could not read from remote repository.\ngit@h: Permission denied (publickey)."),
        ("java-out-of-memory", "probe-failed", "Liveness probe failed: HTTP probe\njava.lang.OutOfMemoryError: Metaspace"),
        ("python-module-not-found", "crash-loop-back-off", "CrashLoopBackOff\nModuleNotFoundError: No module named 'flask'"),
    ],
)  # fmt: skip
def test_a_cause_is_told_before_its_consequence(first, then, text):
    ids = found(text)
    assert ids.index(first) < ids.index(then)


def test_a_general_error_gives_way_on_a_line_that_another_explains():
    text = 'psql: error: connection to server at "db" (10.0.0.8), port 5432 failed: Connection refused'
    assert found(text) == ["postgres-connect"]
    assert found("curl: (7) Failed to connect to db port 80: Connection refused") == ["connection-refused"]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        (
            "NAMESPACE   NAME                   READY   STATUS             RESTARTS   AGE\n"
            "shop        web-7d4b9c6f5d-x2x9z   0/1     CrashLoopBackOff   5          3m",
            "kubectl logs web-7d4b9c6f5d-x2x9z -n shop --previous --tail=100",
        ),
        ("web-7d4b9c6f5d-x2x9z 0/1 CrashLoopBackOff 5 3m", "kubectl rollout undo deployment/web -n <namespace>"),
        ("app.service: Failed at step EXEC spawning /opt/run.sh: No such file", "systemctl cat app.service"),
        ("curl: (7) Failed to connect to db.internal port 5433 after 3 ms: Connection refused", "nc -zv db.internal 5433"),
        ("nginx: [emerg] unknown directive \"x\" in /etc/nginx/conf.d/a.conf:14", "sed -n '1,14p' /etc/nginx/conf.d/a.conf"),
        ("error: listen EADDRINUSE: address already in use :::3000", "sudo ss -tlnp 'sport = :3000'"),
        ("E: Could not get lock /var/lib/dpkg/lock. It is held by process 811 (apt)", "ps -fp 811"),
        ("FATAL: role \"shop\" does not exist", "psql -h <host> -U shop -l"),
        ("ModuleNotFoundError: No module named 'yaml'", "python -m pip show yaml"),
        ("Error response from daemon: manifest for redis:99 not found: manifest unknown", "docker manifest inspect redis:99"),
        ("Offending ED25519 key in /home/a/.ssh/known_hosts:12\nssh deploy@web1.example\nHost key verification failed.", "ssh-keygen -R web1.example"),
        (
            'deployments.apps is forbidden: User "system:serviceaccount:ci:deployer" cannot create resource "deployments" in API group "apps" in the namespace "shop"',
            "kubectl auth can-i create deployments -n shop --as=system:serviceaccount:ci:deployer",
        ),
        ("lookup db.shop.svc on 10.96.0.10:53: no such host", "dig +short db.shop.svc"),
    ],
)  # fmt: skip
def test_commands_are_filled_from_the_text(text, command):
    every = [
        each for finding in explain(text).findings for each in (*finding.look, *(fix.command for fix in finding.fix)) if each
    ]
    assert command in [each.text for each in every]
    assert all(set(each.missing) == set(re.findall(r"<(\w+)>", each.text)) for each in every)


def test_slots_that_nothing_tells_stay_as_they_are():
    look = explain("CrashLoopBackOff").root.look
    assert look[0].text == "kubectl logs <pod> -n <namespace> --previous --tail=100"
    assert look[0].missing == ("pod", "namespace")


def test_a_destructive_command_is_never_filled_from_a_text():
    finding = explain('Conflict. The container name "/db" is already in use by container "4f"').root
    [command] = [fix.command for fix in finding.fix if fix.command and fix.command.risk is Risk.DESTRUCTIVE]
    assert command.text == "docker rm <container>"
    assert finding.slots["container"] == "db"


@pytest.mark.parametrize("name", ["x;reboot", "$(reboot)", "-A", "`id`", "a|sh", "x\\$y", "'; id; '"])
def test_what_a_shell_would_act_on_is_never_put_into_a_command(name):
    text = f'Back-off restarting failed container a in pod "{name}"\npod/{name}\n{name} 0/1 CrashLoopBackOff 5 3m\nNode: {name}/10.0.0.1'
    for finding in explain(text).findings:
        for command in (*finding.look, *(fix.command for fix in finding.fix if fix.command)):
            template = next(
                each for each in finding.signature.commands if each.purpose == command.purpose and each.risk == command.risk
            )
            assert set(re.findall(r"[;$`|\\']", command.text)) <= set(re.findall(r"[;$`|\\']", template.run))
            assert not re.search(r"pod -\w+ -n|reboot", command.text)


def test_evidence_is_cut_around_the_match_and_findings_are_bounded():
    explanation = explain("\n".join(f"{'x' * 5000} {text} {'y' * 5000}" for _, text in error_texts() if "\n" not in text))
    assert len(explanation.findings) == 8
    for finding in explanation.findings:
        assert len(finding.evidence) <= 5
        assert all(len(evidence.text) <= 240 for evidence in finding.evidence)
    long = explain("a " * 3000 + "CrashLoopBackOff" + " b" * 3000).root
    assert "CrashLoopBackOff" in long.evidence[0].text


def test_many_lines_are_counted_up_to_a_hundred():
    root = explain("Error: connect ECONNREFUSED 127.0.0.1:3000\n" * 5000).root
    assert root.lines == 100
    assert [evidence.line for evidence in root.evidence] == [1, 2, 3, 4, 5]


def test_letters_that_change_their_length_in_lower_case_do_not_shift_places():
    root = explain("İİİ\nİ CrashLoopBackOff").root
    assert root.evidence[0].line == 2
    assert root.evidence[0].text == "İ CrashLoopBackOff"


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-02 INFO all is well with the pod of the cluster\n" * 90_000,
        "failed to pull image " * 100_000,
        "exit code 1 connection refused to x:1 " * 25_000,
        "\n" * 5_000_000,
        "a" * 5_000_000,
        "ERROR failed: permission denied for user at '/x' in 'y' port 1\r\n" * 80_000,
    ],
    ids=["healthy", "one line", "many words", "empty lines", "one word", "errors"],
)
def test_megabytes_are_read(text):
    assert len(explain(text).findings) <= 8


@settings(max_examples=40)
@given(st.text(max_size=400), st.sampled_from([text for _, text in error_texts()]), st.text(max_size=400))
def test_any_text_can_be_explained(before, error, after):
    text = f"{before}{error}{after}"
    for finding in explain(text).findings:
        assert finding.signature.id in signatures()
        for evidence in finding.evidence:
            assert evidence.text in text.split("\n")[evidence.line - 1]


@given(st.binary(max_size=600))
def test_bytes_that_are_no_text_can_be_explained(data):
    explain(data.decode("utf-8", "surrogateescape"))
    explain(data.decode("latin-1"))
