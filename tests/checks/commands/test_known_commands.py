"""Commands against what their tools have: those that are made up are found, those that work are left alone."""

from pathlib import Path

import pytest

from assistant.checks.checkers.known_commands import KnownCommands
from assistant.checks.findings import Severity
from assistant.checks.kinds import Kind
from assistant.checks.limits import Limits
from assistant.checks.report import Source
from assistant.knowledge import handbook
from assistant.knowledge.templates import fill

FOLDER = Path(__file__).parent


def findings(script: str):
    return KnownCommands().check(Source(script, Kind.SHELL, "bash"), Limits()).findings


def lines(name: str) -> list[str]:
    return [line for line in (FOLDER / name).read_text().splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("command", lines("real.txt"))
def test_a_command_that_works_has_no_error(command):
    assert [each.message for each in findings(command) if each.severity is Severity.ERROR] == []


def test_most_of_what_somebody_made_up_is_found():
    missed = [command for command in lines("invented.txt") if not findings(command)]
    assert len(missed) <= len(lines("invented.txt")) * 0.1, missed


def test_the_handbook_has_no_finding():
    scripts = [
        fill(template, entry.slots, {}).text
        for entry in handbook.load().values()
        for template in entry.templates
        if template.language == "bash"
    ]
    assert len(scripts) > 500
    assert [(script, each.message) for script in scripts if script.strip() for each in findings(script)] == []


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("kubectl rollback deploy/x", "kubectl has no command 'rollback'; is 'kubectl rollout undo' meant?"),
        ("kubectl rollout rewind deploy/x", "kubectl rollout has no command 'rewind'"),
        ("kubectl get pods --all-namespace", "kubectl get has no flag '--all-namespace'; is '--all-namespaces' meant?"),
        (
            "docker container purge",
            "docker container has no command 'purge'; is 'docker container prune' or 'docker container rm' meant?",
        ),
        ("docker run -name web nginx", "docker run has no flag '-name'; is '--name' meant?"),
        ("systemctl nginx restart", "systemctl has no command 'nginx'; is 'systemctl restart nginx' meant?"),
        ("kubectl stop deploy/x", "kubectl has no command 'stop' of its own; is 'kubectl top' meant?"),
        ("git comit -m x", "git has no command 'comit'; is 'git commit' meant?"),
    ],
)
def test_what_is_meant_is_told(script, message):
    assert [each.message for each in findings(script)] == [message]


@pytest.mark.parametrize(
    ("script", "repaired"),
    [
        ("kubectl get pod --all-namespace -o wide\n", "kubectl get pod --all-namespaces -o wide\n"),
        ("kubectl rollback deployment/x\n", "kubectl rollout undo deployment/x\n"),
        ("echo ü && sudo docker run -name=web nginx\n", "echo ü && sudo docker run --name=web nginx\n"),
        ("for n in a b; do\n  kubectl -n $n logz deploy/x\ndone\n", "for n in a b; do\n  kubectl -n $n logs deploy/x\ndone\n"),
        ("$ kubectl rollout restrat deploy/x\n", "$ kubectl rollout restart deploy/x\n"),
    ],
)
def test_a_slip_is_mended(checks, script, repaired):
    found = checks.repair(script, "bash")
    assert found is not None
    assert found.text == repaired


@pytest.mark.parametrize(
    "script",
    [
        "kubectl $VERB pods", "kubectl $(cat verb) pods", "kubectl <command> pods", "docker COMMAND --help",
        "git [command]", "kubectl $ARGS rollback x", "kubectl ...", "k rollback x", "./kubectl rollback x",
        "kubectl ns shop", "git lfs track '*.bin'", "git co main", "docker scout cves img", "helm diff upgrade a b",
        "kubectl get --$FLAG", "kubectl get pods ${OPTS[@]} -A", "git log -5", "tail -20 f", "head -c5 f",
        "journalctl -n20", "kubectl get po -oyaml", "docker run -p8080:80 -itd nginx", "docker run img --any --flag at-all",
        "docker exec web app --whatever", "kubectl exec web -- app --whatever", "kubectl exec web app --whatever",
        "ssh host app --whatever", "sudo app --whatever", "xargs -r app --whatever", "git commit --amen", "ls --recurs",
        "git fetch --no-prune", "kubectl --v=9 get po", "kubectl get po -v 6",
        "git config --global alias.undo 'reset HEAD~1'\ngit undo", "alias docker=podman\ndocker whatever",
        "kubectl() { command kubectl \"$@\"; }\nkubectl whatever", "kubectl get po -- --name", "echo kubectl rollback x",
        "ls # kubectl rollback x", "cat <<E\nkubectl rollback x\nE", "terraform plan --out=x",
        "terraform plan -var 'a=b' -destroy", "kubectl help get", "docker --version", "git --help", "helm version --short",
        "docker compose --help", "cd x && (", "git add -A; if true; then", "aws newservice do-something --flag",
        "openssl sha256 f", "openssl dgst -sha512-256 f", "redis-cli --cluster reshard h:1 --cluster-from a --cluster-yes",
        "git config user.name x", "git stash -p", "git reflog main", "watch -n1 kubectl get po", "time kubectl get po",
        "env KUBECONFIG=x kubectl get po", "A=1 B=2 docker ps",
        "kubectl get pods --field-selector=status.phase!=Running --no-headers", "find . -newermt '-1 day' -delete",
    ],
)  # fmt: skip
def test_what_may_be_right_is_left_alone(script):
    assert [each.message for each in findings(script)] == []


@pytest.mark.parametrize(
    "script",
    [
        "sudo kubectl rollback x", "env A=1 kubectl rollback x", "watch 'kubectl rollback x'",
        "bash -c 'kubectl rollback x'", "ssh host 'kubectl rollback x'", "ssh -p 22 host kubectl rollback x",
        "xargs -n1 kubectl rollback", "x=$(kubectl rollback x)", "docker exec web kubectl rollback x",
        "docker run --rm img kubectl rollback x", "kubectl exec web -- kubectl rollback x", "timeout 5 kubectl rollback x",
        "if true; then kubectl rollback x; fi", "kubectl get po | kubectl rollback x", "time kubectl rollback x",
        "kubectl -n shop --context a rollback x", "/usr/local/bin/kubectl rollback x", "docker-compose restartt",
        "docker compose -f a.yml restartt", "find . -exec kubectl rollback {} \\;", "kubectl get po \\\n  --all-namespace",
        "flock /tmp/l kubectl rollback x", "ls && kubectl rollback x &",
    ],
)  # fmt: skip
def test_what_is_made_up_is_found_wherever_it_stands(script):
    assert [each.severity for each in findings(script)] == [Severity.ERROR]


def test_a_name_that_a_plugin_may_have_is_a_warning():
    for script in (
        "kubectl frobnicate x",
        "git frobnicate",
        "docker frobnicate",
        "helm frobnicate",
        "git undo",
        "kubectl stop x",
    ):
        assert [each.severity for each in findings(script)] == [Severity.WARNING], script


def test_findings_stand_where_the_word_stands():
    [found] = findings("ls\n\necho é; kubectl get po --all-namespace # why\n")
    assert (found.line, found.column) == (3, 24)


@pytest.mark.parametrize(
    "script", ["kubectl " * 20_000, "kubectl get " + "--x " * 20_000, "bash -c '" * 200, "sudo " * 5_000 + "kubectl x"]
)
def test_huge_scripts_take_bounded_time(script):
    findings(script)
