"""What is read from requests, against labels."""

import pytest

from assistant.generation import Kind, kinds, parameters, recognise
from tests.generation import (
    requests_asked,
    requests_held_out,
    requests_operations,
    requests_second,
    requests_terse_held_out,
    requests_terse_second,
    requests_terse_tuned,
    requests_tuned,
)

SETS = {
    "tuned": requests_tuned,
    "operations": requests_operations,
    "asked": requests_asked,
    "second": requests_second,
    "held out": requests_held_out,
    "terse, tuned": requests_terse_tuned,
    "terse, second": requests_terse_second,
    "terse, held out": requests_terse_held_out,
}


def mistakes(requests):
    for text, names, values in requests:
        wanted = [Kind(name) for name in names.split()]
        read = parameters(wanted[0], text)
        wrong = {field: (value, read[field]) for field, value in values.items() if read[field] != value}
        if recognise(text) != wanted or wrong:
            yield text, recognise(text), wrong


@pytest.mark.parametrize("name", SETS)
def test_requests_are_understood(name):
    requests = SETS[name].REQUESTS
    wrong = list(mistakes(requests))
    assert len(wrong) <= (0.08 if name == "terse, held out" else 0.05) * len(requests), wrong


def test_every_kind_is_asked_for_somewhere():
    asked = {name for each in SETS.values() for _, names, _ in each.REQUESTS for name in names.split()}
    assert asked >= {kind.value for kind in kinds()} - {"pod"}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("restart the admin worker after 5s", 5),
        ("restart on failure after 2 minutes", 120),
        ("restart it, waiting 3m", 180),
        ("RestartSec=7", 7),
    ],
)
def test_the_unit_of_a_delay_is_the_one_behind_the_number(text, seconds):
    assert parameters(Kind("systemd-service"), f"systemd unit for /opt/a/bin/a, {text}")["restart_delay"] == seconds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "thank you, that worked",
        "why is my disk full?",
        "\x00\ud800\uffff",
    ],
)
def test_what_asks_for_nothing_gives_nothing(text):
    assert recognise(text) == []


@pytest.mark.parametrize(
    ("text", "kinds_"),
    [
        ("HPA for my deployment api", ["hpa"]),
        ("Dockerfile for a node service", ["dockerfile"]),
        ("a service for the api deployment and an ingress", ["service", "ingress"]),
        ("GitHub Actions workflow with a build job and a deploy job", ["github-actions"]),
        ("docker compose with services web and db", ["compose"]),
        ("Prometheus alert when a deployment has unavailable replicas", ["prometheus-alert"]),
        ("systemd service and timer for backup", ["systemd-timer"]),
        ("cron job that runs /usr/local/bin/backup.sh every night", ["crontab"]),
        ("terraform for a kubernetes deployment", ["terraform"]),
        ("Dockerfile and a Kubernetes deployment for a go 1.23 app", ["dockerfile", "deployment"]),
        ("deployment in namespace dev with service account app and configmap settings", ["deployment"]),
        ("expose deployment web with a NodePort service", ["service"]),
        ("pod manifest with busybox", ["pod"]),
    ],
)
def test_what_is_asked_for_is_told_from_what_is_spoken_of(text, kinds_):
    assert [kind.value for kind in recognise(text)] == kinds_


@pytest.mark.parametrize(
    ("words", "cron"),
    [
        ("every minute", "* * * * *"),
        ("every 5 minutes", "*/5 * * * *"),
        ("every fifteen minutes", "*/15 * * * *"),
        ("hourly", "0 * * * *"),
        ("every hour at 20 past the hour", "20 * * * *"),
        ("every 2 hours", "0 */2 * * *"),
        ("daily", "0 0 * * *"),
        ("every day at 2:30 pm", "30 14 * * *"),
        ("nightly", "0 2 * * *"),
        ("every night at 2", "0 2 * * *"),
        ("every evening at 6", "0 18 * * *"),
        ("every morning at half past 7", "30 7 * * *"),
        ("at midnight", "0 0 * * *"),
        ("every weekday at 09:00", "0 9 * * 1-5"),
        ("weekends at 10am", "0 10 * * 0,6"),
        ("monday to thursday at 8", "0 8 * * 1-4"),
        ("every tuesday and friday at 5pm", "0 17 * * 2,5"),
        ("on the 15th of every month at 4am", "0 4 15 * *"),
        ("monthly", "0 0 1 * *"),
        ("weekly", "0 0 * * 0"),
        ("@hourly", "0 * * * *"),
        ("schedule 0 3 * * sun", "0 3 * * 0"),
        ("every 10 minutes between 9 and 17 on weekdays", "*/10 9-17 * * 1-5"),
        ("every 3 days at 1am", "0 1 */3 * *"),
    ],
)
def test_times_in_words_become_cron(words, cron):
    assert parameters(Kind.CRONJOB, f"cronjob {words}")["schedule"] == cron


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("half a core", "cpu_request", "500m"),
        ("1.5 cores", "cpu_request", "1500m"),
        ("cpu 250m", "cpu_request", "250m"),
        ("cpu: 2", "cpu_request", "2"),
        ("2 vCPUs", "cpu_limit", "2"),
        ("500 millicores", "cpu_request", "500m"),
        ("512MB", "memory_request", "512Mi"),
        ("512 MB of RAM", "memory_limit", "512Mi"),
        ("1.5GB memory", "memory_request", "1536Mi"),
        ("half a gig of memory", "memory_request", "512Mi"),
        ("2Gi memory limit", "memory_limit", "2Gi"),
        ("memory limit of 1G", "memory_limit", "1Gi"),
        ("requests 100m/128Mi, limits 500m/512Mi", "cpu_limit", "500m"),
        ("requests 100m/128Mi, limits 500m/512Mi", "memory_request", "128Mi"),
    ],
)
def test_quantities_in_any_spelling(words, field, value):
    assert parameters(Kind.DEPLOYMENT, f"deployment api with {words}")[field] == value


@pytest.mark.parametrize(
    ("words", "target", "sources"),
    [
        ("only pods labelled app=api may talk to app=postgres on 5432", "postgres", ("api",)),
        ("allow traffic from web to db", "db", ("web",)),
        ("app=web -> app=db", "db", ("web",)),
        ("pods app=a and app=b can reach app=c", "c", ("a", "b")),
        ("redis accepts connections from worker and api only", "redis", ("worker", "api")),
        ("so that billing can connect to ledger", "ledger", ("billing",)),
    ],
)
def test_both_sides_of_a_policy_are_read(words, target, sources):
    read = parameters(Kind.NETWORK_POLICY, f"network policy: {words}")
    assert (read["target"], read["from_apps"]) == (target, sources)


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("/opt/w/bin/w --queue mail, user w", "/opt/w/bin/w --queue mail"),
        ("running /usr/bin/restic backup /srv every night", "/usr/bin/restic backup /srv"),
        ("running /opt/x/run.sh --all as user x", "/opt/x/run.sh --all"),
        ("ExecStart=/usr/bin/python3 /srv/a.py --port 80 -v, restart always", "/usr/bin/python3 /srv/a.py --port 80 -v"),
        ("running /opt/api/server listening on port 8080", "/opt/api/server"),
        ("runs `./bin/serve --addr 0.0.0.0:80 --quiet` as www", "./bin/serve --addr 0.0.0.0:80 --quiet"),
    ],
)
def test_arguments_stay_with_their_command(words, command):
    assert parameters(Kind.SYSTEMD_SERVICE, f"systemd unit {words}")["command"] == command


@pytest.mark.parametrize(
    ("words", "image"),
    [
        ("image postgres:16 named pg-backup", "postgres:16"),
        ("with image acme/a:1", "acme/a:1"),
        ("shop:7", "shop:7"),
        ("from ghcr.io/a/b:2.0", "ghcr.io/a/b:2.0"),
        ("redis:7.2 as cache", "redis:7.2"),
    ],
)
def test_images_in_any_wording(words, image):
    assert parameters(Kind.CRONJOB, f"cronjob {words}")["image"] == image


def test_what_was_taken_is_told_from_what_was_assumed():
    read = parameters(Kind.DEPLOYMENT, "deployment web with 3 replicas")
    assert {"name", "replicas"} <= read.taken
    assert "image" in read.assumed
    assert not read.taken & set(read.assumed)
