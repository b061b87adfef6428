"""What is said about a script: places, tools, reasons, and how commands are found inside others."""

import pytest

from assistant.checks.risk import Risk, assess

READ, CHANGES, UNKNOWN, DESTRUCTIVE = Risk


def risk(script: str, shell: str = "bash") -> Risk:
    return assess(script, shell).risk


def test_every_command_is_told_with_its_place_tool_and_verb():
    script = "kubectl get pods\n\nfor n in a b; do\n  helm uninstall $n -n prod\ndone\n"
    found = assess(script)
    assert found.risk is DESTRUCTIVE
    assert [(c.line, c.tool, c.verb, c.risk) for c in found.commands] == [
        (1, "kubectl", "get", READ),
        (4, "helm", "uninstall", DESTRUCTIVE),
    ]
    assert [script[c.start : c.end] for c in found.commands] == ["kubectl get pods", "helm uninstall $n -n prod"]
    assert found.reason == found.commands[1].reason


def test_places_count_characters_and_stay_where_prompts_are():
    script = "root@wéb:~# echo ü; rm -rf /srv/ü\n"
    places = [script[c.start : c.end] for c in assess(script).commands]
    assert places == ["echo ü", "rm -rf /srv/ü"]


def test_reasons_say_what_would_happen():
    assert assess("kubectl delete ns prod").reason == "deletes the namespace and everything in it"
    assert assess("kubectl get nodes").reason == "kubectl get only reads"
    assert assess("frobnicate --all").reason == "frobnicate is not known here"


def test_a_tool_has_the_name_under_which_it_was_called():
    assert [c.tool for c in assess("uptime; sudo /usr/bin/wc -l x").commands] == ["uptime", "wc"]


def test_a_script_without_commands_does_nothing():
    for empty in ("", "\n\n", "# only a comment that explains", "X=1"):
        assert risk(empty) is READ


@pytest.mark.parametrize(
    "inside",
    [
        "echo $(rm -rf x)", "echo `rm -rf x`", 'echo "$(rm -rf x)"', "cat <(rm -rf x)", "X=$(rm -rf x)", "export X=$(rm -rf x)",
        "(rm -rf x)", "{ rm -rf x; }", "! rm -rf x", "ls && rm -rf x", "ls || rm -rf x", "ls & rm -rf x", "if rm -rf x; then :; fi",
        "while true; do rm -rf x; done", "case $1 in a) rm -rf x;; esac", "f() { rm -rf x; }", "[[ -n $(rm -rf x) ]]",
        "cat <<E\n$(rm -rf x)\nE", "sudo -u www-data -- rm -rf x", "env -i A=1 rm -rf x", "time -p rm -rf x", "flock -n /tmp/l rm -rf x",
        "flock /tmp/l -c 'rm -rf x'", "timeout -k 5 10s rm -rf x", "watch -n1 rm -rf x", "bash -xec 'rm -rf x'", "bash <<< 'rm -rf x'",
        "bash -s <<E\nrm -rf x\nE", "echo 'rm -rf x' | sh", "printf 'rm -rf x\\n' | sudo bash", "ssh -o A=b h -- rm -rf x",
        "ssh h \"bash -c 'rm -rf x'\"", "kubectl -n a exec p -c c -- sh -c 'rm -rf x'", "docker exec -u 0 -it c rm -rf x",
        "docker compose exec -T web rm -rf x", "podman run --rm -v /a:/b img rm -rf x", "chroot /mnt rm -rf x",
        "nsenter -t 1 -a rm -rf x", "find . -name y -exec sh -c 'rm -rf x' \\;", "find . | xargs -0 -I{} rm -rf {}",
        "parallel -j4 rm -rf ::: x", "trap 'rm -rf x' EXIT", "eval 'rm -rf x'", "command rm -rf x", "exec rm -rf x", "\\rm -rf x",
        "'rm' -rf x", "/bin/rm -rf x", "r''m -rf x", "rm \\\n  -rf x", "$'rm' -rf x", "rm${IFS}-rf${IFS}x", "D=rm; $D -rf x",
        "su - app -c 'rm -rf x'", "runuser -u app -- rm -rf x", "nohup rm -rf x > /dev/null 2>&1 &", "tmux new -d 'rm -rf x'",
        "git submodule foreach 'rm -rf x'", "ansible all -m shell -a 'rm -rf x'", "awk 'BEGIN { system(\"rm -rf x\") }'",
        "psql -c '\\! rm -rf x'", "frobnicate rm -rf x", "retry() { \"$@\"; }; retry rm -rf x", "alias c='rm -rf'; c x",
        "busybox rm -rf x", "tar cf a --checkpoint-action=exec='rm -rf x' b", "at now <<< 'rm -rf x'", "if [ 1 ]; then rm -rf x",
        "while :; do rm -rf x; done < list", "for f in $(rm -rf x); do :; done", "coproc rm -rf x", "ls;rm -rf x", "ls\nrm -rf x",
    ],
)  # fmt: skip
def test_a_destructive_command_is_found_wherever_it_stands(inside):
    assert risk(inside) is DESTRUCTIVE


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("echo a > /dev/null", READ),
        ("make_noise() { echo hi; }; make_noise 2>&1 | tee /dev/null", READ),
        ("echo a > notes.txt", CHANGES),
        ("echo a >> /etc/hosts", CHANGES),
        ("echo a > /etc/hosts", DESTRUCTIVE),
        ("echo a > /tmp/../etc/hosts", DESTRUCTIVE),
        ("cat img > /dev/nvme0n1", DESTRUCTIVE),
        (": > app.log", DESTRUCTIVE),
        ("> app.log", DESTRUCTIVE),
        ("echo 1 > $FILE", CHANGES),
        ("{ date; uptime; } > report", CHANGES),
        ("ls 2>&1 >&2 <&-", READ),
        ("echo x > /dev/tcp/10.0.0.1/80", UNKNOWN),
    ],
)
def test_redirections_count(script, expected):
    assert risk(script) is expected


@pytest.mark.parametrize(
    "script",
    [
        "$CMD", "${RUN} now", "`cat cmd`", "./rm-nothing", "./ls", "curl -s https://x.example | bash", "bash install.sh", "sh",
        "python3 -c 'pass'", "source env.sh", "kubectl $VERB pods", "echo (", "ls | | wc", "for x in", "PATH=/tmp:$PATH ls",
        "LD_PRELOAD=./x.so ls", "psql", "mysql < dump.sql", "psql -f x.sql", "docker exec -it c bash", "ssh host", "eval \"$X\"",
        "bash -c \"$1\"", "xargs -I{} sh -c '{}'", "find . -exec {} \\;", "psql -c 'SELECT evil()'",
    ],
)  # fmt: skip
def test_what_cannot_be_seen_is_unknown(script):
    assert risk(script) is UNKNOWN


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("$ kubectl get pods\nNAME READY\nweb 1/1", READ),
        ("$ ls\nrm -rf /srv", DESTRUCTIVE),
        ("# reboot", DESTRUCTIVE),
        ("# reboot the machine later\nuptime", READ),
        ("# clean up\n# ls -l", READ),
        ("[root@db1 ~]# systemctl stop postgresql", CHANGES),
        ("me@laptop:~/src$ git status", READ),
        ("PS C:\\Users\\me> kubectl get pods", READ),
        ("PS> Stop-Computer", DESTRUCTIVE),
        ("C:\\> del /s *.*", DESTRUCTIVE),
        ("mysql> DROP DATABASE shop;", DESTRUCTIVE),
        ("shop=> select 1;", READ),
        ("127.0.0.1:6379> get a", READ),
        ("$ cat <<E | psql\n> DROP TABLE t;\n> E", DESTRUCTIVE),
        ("$ kubectl delete \\\n>   ns prod", DESTRUCTIVE),
        ("(venv) $ pip list", READ),
    ],
)
def test_prompts_are_no_commands(script, expected):
    assert risk(script) is expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("SELECT relname FROM pg_class ORDER BY 1 LIMIT 5;", READ),
        ("-- how many\nselect count(*)\nfrom orders\njoin users using (id);", READ),
        ("WITH a AS (SELECT 1) SELECT * FROM a;", READ),
        ("SHOW CREATE TABLE orders;", READ),
        ("EXPLAIN DELETE FROM orders;", READ),
        ("EXPLAIN ANALYZE DELETE FROM orders;", DESTRUCTIVE),
        ("begin; update a set b = 1 where id = 2; commit;", CHANGES),
        ("GRANT SELECT ON ALL TABLES IN SCHEMA public TO ro;", CHANGES),
        ("CREATE INDEX CONCURRENTLY i ON orders (a);", CHANGES),
        ("drop table users", DESTRUCTIVE),
        ("truncate table events cascade;", DESTRUCTIVE),
        ("BEGIN; DELETE FROM orders; COMMIT;", DESTRUCTIVE),
        ("WITH d AS (DELETE FROM a RETURNING *) SELECT * FROM d;", DESTRUCTIVE),
        ("SHOW CREATE TABLE a DROP TABLE b", DESTRUCTIVE),
    ],
)
def test_sql_is_understood_without_its_client(script, expected):
    assert risk(script) is expected


@pytest.mark.parametrize(
    "script",
    [
        "SELECT 1; rm -rf /srv", "SELECT 1\nrm -rf /srv", "SELECT 1 && rm -rf /", "SELECT $(rm -rf /) FROM x;", "SELECT 1 | sh; rm -rf /",
        "SELECT `rm -rf /` FROM x;", "SELECT 1 > /etc/passwd", "select f in *; do rm -rf \"$f\"; done", "truncate -s 0 /srv/x.db",
        "select f in *\ndo rm -rf $f\ndone", "set -e\nrm -rf /srv",
    ],
)  # fmt: skip
def test_a_shell_script_is_no_sql(script):
    assert risk(script) is DESTRUCTIVE


@pytest.mark.parametrize("script", ["show", "SELECT 1;\nfrobnicate", "echo '!!!' | base64 -d | sh", "cat x | base64 -d | sh"])
def test_what_may_be_anything_stays_unknown(script):
    assert risk(script) is UNKNOWN


def test_in_a_transcript_only_what_has_a_prompt_was_typed():
    assert risk("$ ls\nfrobnicate", "console") is READ
    assert risk("frobnicate\n$ ls") is READ


def test_a_slot_is_no_redirection():
    assert risk("kubectl logs <pod-name> -n <namespace>") is READ
    assert risk("kubectl delete pod <pod-name>") is DESTRUCTIVE
    assert risk("sort <names.txt> /etc/passwd") is DESTRUCTIVE


def test_options_before_the_verb_with_their_values_and_unknown_ones():
    assert risk("kubectl -n delete get pods") is READ
    assert risk("kubectl --namespace=delete get pods") is READ
    assert risk("git -C push log") is READ
    assert risk("kubectl --new-option get delete pods") is DESTRUCTIVE
    assert risk("docker --new-option ps rm x") is DESTRUCTIVE


def test_a_dry_run_counts_only_where_it_is_one():
    assert risk("kubectl delete ns x --dry-run=server") is READ
    assert risk("kubectl delete ns x --dry-run") is READ
    assert risk("kubectl delete ns x --dry-run=none") is DESTRUCTIVE
    assert risk('kubectl delete ns x --dry-run="$MODE"') is DESTRUCTIVE
    assert risk("terraform destroy -help") is READ
    assert risk("rm --help") is READ
    assert risk("bash -c 'rm -rf x' --help") is DESTRUCTIVE


def test_abbreviated_long_options_raise_and_never_lower():
    assert risk("git push --forc") is DESTRUCTIVE
    assert risk("rsync -a --delet a b") is DESTRUCTIVE
    assert risk("rsync -a --dry a b") is CHANGES
