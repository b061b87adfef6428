import pytest

from assistant.checks.identify import identify
from assistant.checks.kinds import Kind

JOBS = "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n"
POD = "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n"


@pytest.mark.parametrize(
    ("info", "text", "kind"),
    [
        ("bash", "ls", Kind.SHELL),
        ("Shell-Session", "$ ls", Kind.SHELL),
        ("{.bash .numberLines}", "ls", Kind.SHELL),
        ("bash {1,3}", "ls", Kind.SHELL),
        ("bash", "#!/usr/bin/env python3\nprint(1)", Kind.PYTHON),
        ("bash", "#!/bin/fish\nls", Kind.UNKNOWN),
        ("docker", "docker ps", Kind.SHELL),
        ("docker", "FROM alpine", Kind.DOCKERFILE),
        ("yaml", POD, Kind.KUBERNETES),
        ("yml", "# a comment\n---\n" + POD, Kind.KUBERNETES),
        ("yaml", "a: 1\n---\n" + POD, Kind.KUBERNETES),
        ("yaml", "  apiVersion: v1\n  kind: Pod\n", Kind.KUBERNETES),
        ("yaml", "kind: List\napiVersion: v1\nitems: []\n", Kind.KUBERNETES),
        ("yaml", POD + "  broken: [", Kind.KUBERNETES),
        ("json", '{"apiVersion": "v1", "kind": "Pod"}', Kind.KUBERNETES),
        ("yaml", "apiVersion: v2\nname: chart\nversion: 0.1.0\n", Kind.YAML),
        ("yaml", "services:\n  web:\n    image: a\n", Kind.COMPOSE),
        ("yaml", JOBS, Kind.GITHUB_WORKFLOW),
        ("yaml", JOBS.replace("on:", '"on":'), Kind.GITHUB_WORKFLOW),
        ("yaml:.github/workflows/ci.yml", "a: 1", Kind.GITHUB_WORKFLOW),
        ('yaml title="docker-compose.yml"', "a: 1", Kind.COMPOSE),
        ("yaml", "runs:\n  using: composite\n  steps: []\n", Kind.GITHUB_ACTION),
        ("yaml", "test:\n  script:\n    - make\n", Kind.GITLAB_CI),
        ("yaml", "stages: [a]\ntest:\n  stage: a\n  services:\n    - redis\n  script: make\n", Kind.GITLAB_CI),
        ("yaml", "trigger: [main]\nsteps:\n- script: make\n  displayName: a\npool:\n  vmImage: x\n", Kind.AZURE_PIPELINES),
        ("yaml", "version: 2\nupdates:\n- package-ecosystem: pip\n", Kind.DEPENDABOT),
        ("yaml", "groups:\n- name: a\n  rules:\n  - alert: b\n", Kind.PROMETHEUS_RULES),
        ("yaml", "- hosts: all\n  tasks: []\n", Kind.ANSIBLE),
        ("yaml", "- name: a\n  ansible.builtin.copy:\n    src: b\n", Kind.ANSIBLE),
        ("yaml", "name: {{ .Values.name }}\n", Kind.HELM_TEMPLATE),
        ("yaml", "replicas: 1\nimage: a\n", Kind.YAML),
        ("ini", "[Unit]\nDescription=a\n", Kind.SYSTEMD),
        ("tf", "a = 1", Kind.HCL),
        ("conf", "a", Kind.TEXT),
        ("mermaid", "graph TD", Kind.UNKNOWN),
        ("", "kubectl get pods", Kind.SHELL),
        ("", "$ ls -l\ntotal 0", Kind.SHELL),
        ("", "FROM alpine:3\nRUN ls", Kind.DOCKERFILE),
        ("", 'resource "a" "b" {\n}\n', Kind.HCL),
        ("", "server {\n  listen 80;\n}\n", Kind.NGINX),
        ("", "[Service]\nExecStart=/bin/a\n", Kind.SYSTEMD),
        ("", '{\n  "a": 1\n}', Kind.JSON),
        ("", POD, Kind.KUBERNETES),
        ("", "SELECT 1;", Kind.SQL),
        ("", "Error: no such file", Kind.TEXT),
        ("", "Name:  web\nStatus:  Running\nIP: 10.0.0.1\n", Kind.TEXT),
        ("", "The pod is running, and from there it works.", Kind.TEXT),
        ("Dockerfile", "FROM a", Kind.DOCKERFILE),
        ("nginx.conf", "a", Kind.NGINX),
    ],
)
def test_a_block_is_read_as(info, text, kind):
    assert identify(info, text) is kind


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("deploy/Dockerfile.prod", Kind.DOCKERFILE),
        ("compose.override.yaml", Kind.COMPOSE),
        (".github/workflows/a.yml", Kind.GITHUB_WORKFLOW),
        (".gitlab-ci.yml", Kind.GITLAB_CI),
        ("main.tf", Kind.HCL),
        ("app.service", Kind.SYSTEMD),
        ("pyproject.toml", Kind.TOML),
        ("run.sh", Kind.SHELL),
        ("package.json", Kind.JSON),
    ],
)
def test_a_file_is_read_as_its_name_says(file, kind):
    assert identify("", "a: b", file) is kind


@pytest.mark.parametrize("language", ["conf", "config", ""])
def test_a_name_that_says_nothing_leaves_it_to_the_text(language):
    assert identify(language, "server {\n    listen 80;\n    server_name a.example.com;\n}\n") is Kind.NGINX
