import pytest

from assistant.checks.kinds import Kind
from evaluation.documents import documents, statement

MANIFESTS = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web, labels: {app.kubernetes.io/name: web}}
spec:
  replicas: 3
  template: {spec: {containers: [{name: a, image: "a:1"}, {name: b, image: "b:2"}]}}
---
apiVersion: v1
kind: Service
metadata: {name: web-svc}
"""
DOCKERFILE = "FROM golang:1.23 AS build\nRUN go build \\\n    ./...\n# done\nFROM scratch\nUSER 1000\n"
UNIT = "[Service]\nExecStart=/bin/a --x \\\n  --y\nExecStartPre=/bin/p\nExecStartPre=/bin/q\n# Restart=no\n"
NGINX = 'server { listen 80; server_name a.example; location /x { return 301 "https://$host$request_uri"; } }  # end\n'
HCL = 'resource "aws_s3_bucket" "logs" {\n  bucket = "acme"\n  force_destroy = false\n}\n'
WORKFLOW = "on:\n  push: {branches: [main]}\njobs: {a: {steps: [{run: make}, {run: pytest}]}}\n"


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        (MANIFESTS, Kind.KUBERNETES, "Deployment: spec.replicas = 3"),
        (MANIFESTS, Kind.KUBERNETES, "Deployment: spec.template.spec.containers[*].image = b:2"),
        (MANIFESTS, Kind.KUBERNETES, 'Deployment: metadata.labels["app.kubernetes.io/name"] = web'),
        (MANIFESTS, Kind.KUBERNETES, "Service: spec absent"),
        (MANIFESTS, Kind.KUBERNETES, "metadata.name ~ ^web-"),
        (DOCKERFILE, Kind.DOCKERFILE, "RUN = go build ./..."),
        (DOCKERFILE, Kind.DOCKERFILE, "FROM[1] = scratch"),
        (UNIT, Kind.SYSTEMD, "Service.ExecStart = /bin/a --x --y"),
        (UNIT, Kind.SYSTEMD, "Service.ExecStartPre[1] = /bin/q"),
        (UNIT, Kind.SYSTEMD, "Service.Restart absent"),
        (NGINX, Kind.NGINX, "server[*].location[*]._ = /x"),
        (NGINX, Kind.NGINX, "server[*].location[*].return ~ 301 https://"),
        (HCL, Kind.HCL, "resource[*].*.*.bucket = acme"),
        (WORKFLOW, Kind.GITHUB_WORKFLOW, "on.push.branches = main"),
        (WORKFLOW, Kind.GITHUB_WORKFLOW, "jobs.*.steps[*].run ~ pytest"),
        ('{"a": [1, true]}', Kind.JSON, "a = true"),
    ],
)
def test_what_a_file_says_is_found_at_its_path(text, kind, said):
    assert statement(said).holds(documents(text, kind))


@pytest.mark.parametrize(
    "said",
    [
        "Deployment: spec.replicas = 4",
        "Service: spec.replicas = 3",
        "Deployment: spec.template.spec.containers[1].image = a:1",
        "metadata.name ~ ^api",
        "Deployment: spec.replicas absent",
        "Deployment: spec.paused exists",
    ],
)
def test_and_what_it_does_not_say_is_not(said):
    assert not statement(said).holds(documents(MANIFESTS, Kind.KUBERNETES))


@pytest.mark.parametrize("wrong", ["spec.replicas", "spec.replicas == 3", "spec[x = 3", "metadata.name ~ (", "exists"])
def test_a_statement_that_is_none_is_refused(wrong):
    with pytest.raises(ValueError, match=r"statement|unterminated|missing"):
        statement(wrong)


@pytest.mark.parametrize(("text", "kind"), [("a: [", Kind.YAML), ("{", Kind.JSON), ("}}{", Kind.HCL), ("x", Kind.TEXT)])
def test_what_cannot_be_read_says_nothing(text, kind):
    assert not statement("a exists").holds(documents(text, kind))
