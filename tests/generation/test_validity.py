"""Every file that is made passes the checkers of its format, whatever the request."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.generation import Kind, generate, kinds, parameters, recognise
from assistant.generation.kinds import KUBERNETES
from tests.generation import checkers
from tests.generation.requests_asked import REQUESTS as ASKED
from tests.generation.requests_held_out import REQUESTS as HELD_OUT
from tests.generation.requests_operations import REQUESTS as OPERATIONS
from tests.generation.requests_terse_held_out import REQUESTS as TERSE_HELD_OUT
from tests.generation.requests_terse_second import REQUESTS as TERSE_SECOND
from tests.generation.requests_terse_tuned import REQUESTS as TERSE
from tests.generation.requests_tuned import REQUESTS as TUNED

TEXTS = [text for text, *_ in [*TUNED, *HELD_OUT]]
TERSE_TEXTS = [text for text, *_ in [*ASKED, *OPERATIONS, *TERSE, *TERSE_SECOND, *TERSE_HELD_OUT]]


def made(kind, text):
    return generate(kind, parameters(kind, text))


def check(kind, generated, directory):  # noqa: PLR0912  # one clause a format
    """Findings of all checkers that need no process of their own."""
    found = []
    for block in generated.blocks:
        assert block.text.endswith("\n")
        assert "\r" not in block.text
        if block.language == "yaml":
            checkers.documents(block.text)
        if kind in KUBERNETES or kind is Kind.KUSTOMIZATION:
            found += checkers.kubernetes(block.text)
        elif kind is Kind.COMPOSE and block.file_name == "compose.yaml":
            found += checkers.by_schema("compose-spec", block.text)
        elif kind is Kind.GITHUB_ACTIONS:
            found += checkers.by_schema("github-workflows", block.text)
        elif kind is Kind.GITLAB_CI:
            found += checkers.by_schema("gitlab-ci", block.text)
        elif kind is Kind.DEPENDABOT:
            found += checkers.by_schema("dependabot", block.text)
        elif kind is Kind.ALERTMANAGER:
            found += checkers.alertmanager(block.text, directory)
        elif kind in {Kind.JENKINSFILE, Kind.HAPROXY, Kind.CADDYFILE}:
            found += checkers.balanced(block.text)
        elif block.language == "nginx":
            found += checkers.nginx(block.text, directory)
        elif block.language == "hcl":
            found += checkers.hcl(block.text)
        elif kind in {Kind.SYSTEMD_SERVICE, Kind.SYSTEMD_TIMER}:
            found += checkers.systemd(block.text)
        elif kind in {Kind.PROMETHEUS_ALERT, Kind.PROMETHEUS_RECORDING}:
            found += checkers.prometheus(block.text)
    return found


@pytest.mark.parametrize("kind", kinds())
def test_the_defaults_of_every_kind_are_valid(kind, tmp_path):
    generated = made(kind, "")
    assert generated.blocks
    assert generated.next_steps
    assert generated.assumptions
    assert check(kind, generated, tmp_path) == []


def test_what_a_request_asks_for_is_valid(tmp_path):
    for text in [*TEXTS[::3], *TERSE_TEXTS]:
        for kind in recognise(text):
            assert check(kind, made(kind, text), tmp_path) == [], text


@pytest.mark.parametrize("kind", kinds())
def test_values_of_any_request_are_valid_in_every_kind(kind, tmp_path):
    for text in TEXTS[:: len(TEXTS) // 4]:
        assert check(kind, made(kind, text), tmp_path) == [], text


STACKS = [
    "python 3.12 fastapi",
    "python 3.11 flask poetry",
    "python 3.13 django uv",
    "python celery",
    "python streamlit",
    "python",
    "node 20",
    "node 22 pnpm nest",
    "node 18 yarn next",
    "typescript express",
    "go 1.23",
    "golang",
    "java 21 maven",
    "java 17 gradle spring boot",
    "java 11 gradle",
    "rust 1.80",
    "php 8.3 laravel",
    "php",
    "ruby 3.3 rails",
    "ruby sinatra",
    ".net 8",
    "c# asp.net",
    "static site",
    "react spa with node 20",
    "vue with vite",
    "angular",
]


def test_dockerfiles_of_every_stack_pass_hadolint(tmp_path):
    texts = []
    for stack, extra in zip(STACKS * 2, itertools.cycle(("", ' on port 9000 with command "run --all"', "")), strict=False):
        dockerfile, ignored = made(Kind.DOCKERFILE, f"Dockerfile for {stack}{extra}").blocks
        assert ".git/" in ignored.text
        assert ":latest" not in dockerfile.text
        texts.append(dockerfile.text)
    assert checkers.hadolint(texts, tmp_path) == []


SCRIPTS = [
    "wait until tcp port 5432 on host db answers, 60 seconds timeout",
    "wait for http://api:8080/health, 2 minutes timeout",
    "delete *.sql.gz in /backup older than 30 days",
    "delete docker images older than 10 days",
    "tar /etc into /backup, keep 7",
    "dump postgres db shop to s3 bucket acme-backups",
    "dump mysql database shop on host db1 into /backup, keep 5",
    "dump mongo database shop",
    "retry a command 5 times",
    "check disk usage > 80% and mail admin@acme.io",
    "check that the disk is not over 90 percent",
    "getopts skeleton: -f file, -v verbose",
    "frobnicate",
]


def test_scripts_pass_shellcheck(tmp_path):
    texts = [made(Kind.SHELL_SCRIPT, f"bash script to {does}").blocks[0].text for does in SCRIPTS]
    assert checkers.shellcheck(texts, tmp_path) == []


def test_recipes_of_makefiles_begin_with_a_tab():
    for text in ("Makefile for go: build, test, run", "makefile with build and push for image acme/web", "Makefile"):
        for line in made(Kind.MAKEFILE, text).blocks[0].text.splitlines():
            assert not line.startswith(" "), text


def test_no_dockerfile_ends_as_root():
    for stack in STACKS:
        text = made(Kind.DOCKERFILE, f"Dockerfile for {stack}").blocks[0].text
        last = text[text.rindex("\nFROM ") :]
        assert "\nUSER " in last or "nginx-unprivileged" in last, stack


def test_workflows_of_every_stack_pass_zizmor_and_their_schemas(tmp_path):
    extras = (
        "test",
        "test, build and push to ghcr.io",
        "lint, test, push to registry.acme.io/team and deploy to namespace prod",
    )
    workflows = []
    for stack, extra in zip(STACKS, itertools.cycle(extras), strict=False):
        text = f"GitHub Actions for {stack}: {extra}"
        generated = made(Kind.GITHUB_ACTIONS, text)
        assert check(Kind.GITHUB_ACTIONS, generated, tmp_path) == []
        assert check(Kind.GITLAB_CI, made(Kind.GITLAB_CI, text), tmp_path) == []
        workflows.append(generated.blocks[0].text)
    matrix = made(Kind.GITHUB_ACTIONS, "github actions matrix for python 3.11, 3.12, 3.13").blocks[0].text
    assert checkers.zizmor([*workflows, matrix], tmp_path) == []


RESOURCES = (
    "",
    "replicas 0",
    "cpu 2",
    "cpu limit 100m",
    "memory limit 64MB",
    "requests 2 cores, limits 1 core",
    "half a gig of memory",
    "limits 4 vCPU and 8Gi",
    "3.5GB ram",
)
NETWORKS = (
    "",
    "port 80",
    "ports 80 and 443",
    "udp port 53",
    "port 80 to 8080",
    "nodeport 30100",
    "health check on /healthz",
    "headless",
    "ports 8080, 9090, 9091 and 5432",
)
IMAGES = (
    "",
    "image nginx",
    "image postgres:16-alpine",
    "image acme/api",
    "image redis:7",
    "image quay.io/a/b@sha256:" + "a" * 64,
    "image nginx:latest",
    "image wordpress",
)
SECRETS = (
    "",
    "env A=1 and DB_PASSWORD=hunter2",
    "env from secret db with DB_PASSWORD",
    "env from configmap cfg",
    "labels team=core, tier=web",
    "20Gi storage mounted at /data",
)


def test_kubernetes_objects_are_valid_with_any_combination():
    texts = [" ".join(parts) for parts in itertools.product(RESOURCES[::3], NETWORKS[::3], IMAGES[::3], SECRETS[::3])]
    texts += [" ".join(parts) for parts in zip(itertools.cycle(RESOURCES), NETWORKS * 4, IMAGES * 5, SECRETS * 6, strict=False)]
    for text, kind in zip(texts, itertools.cycle(sorted(KUBERNETES)), strict=False):
        for block in made(kind, f"{kind} {text}").blocks:
            assert checkers.kubernetes(block.text) == [], (kind, text)
            assert "hunter2" not in block.text


@pytest.mark.parametrize("provider", ["aws", "azure", "google", "kubernetes", "docker"])
def test_terraform_with_every_resource_of_a_provider_parses(provider, tmp_path):
    words = {
        "aws": "s3 bucket, vpc, ec2 t3.large, security group, rds, dynamodb, sqs, sns, ecr, iam role, log group",
        "azure": "resource group, storage account, vnet, acr, key vault",
        "google": "bucket, vpc, compute instance, pubsub topic, artifact registry, service account",
        "kubernetes": "namespace, deployment, service, configmap",
        "docker": "container, network, volume",
    }[provider]
    generated = made(Kind.TERRAFORM, f"terraform {provider} with {words}")
    assert check(Kind.TERRAFORM, generated, tmp_path) == []
    assert generated.blocks[2].text.count("resource ") >= words.count(",") + 1
    assert [block.file_name for block in generated.blocks] == ["versions.tf", "variables.tf", "main.tf", "outputs.tf"]


def test_alerts_of_every_topic_are_valid(tmp_path):
    topics = [
        "target down",
        "cpu over 80%",
        "memory above 90%",
        "disk 85% full",
        "less than 10% disk free",
        "pvc almost full",
        "error rate > 5%",
        "p95 latency over 300ms",
        "pods restarting more than 5 times",
        "certificate expires in less than 2 weeks",
        "deployment replicas unavailable",
        "node not ready",
        "container memory near limit",
        "cpu throttling",
        "job failed",
        "queue backlog over 5000",
        "more than 100 requests per second",
        "my_metric_total over 3",
        "queue_depth > 10",
    ]
    for topic in topics:
        generated = made(Kind.PROMETHEUS_ALERT, f"alert when {topic} for 10m in job api")
        assert check(Kind.PROMETHEUS_ALERT, generated, tmp_path) == [], topic
        assert "for: 10m" in generated.blocks[0].text


WORDS = [word for text in TEXTS for word in text.split()]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(kinds()),
    text=st.one_of(
        st.text(max_size=300),
        st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8), st.integers(0, 99999).map(str)), max_size=25).map(
            " ".join
        ),
    ),
)
def test_any_text_gives_a_valid_file(kind, text, tmp_path):
    recognised = recognise(text)
    assert len(recognised) == len(set(recognised))
    for each in {kind, *recognised}:
        assert check(each, made(each, text), tmp_path) == []
