"""Options that many templates share are in the file, however they are said, and the file stays valid."""

import re

import pytest

from assistant.generation import Kind, generate, parameters, recognise
from tests.generation import checkers


def made(text):
    """The first file, and of Kubernetes its documents, held against their schemas."""
    kind = recognise(text)[0]
    file = generate(kind, parameters(kind, text)).blocks[0].text
    if kind in {Kind.DEPLOYMENT, Kind.STATEFULSET, Kind.DAEMONSET, Kind.JOB, Kind.CRONJOB, Kind.SERVICE, Kind.NETWORK_POLICY}:
        assert checkers.kubernetes(file) == []
    return file


def pod(text):
    document = checkers.documents(made(text))[-1]["spec"]
    return document.get("template", document.get("jobTemplate", {}).get("spec", {}).get("template"))["spec"]


@pytest.mark.parametrize(
    "words",
    [
        "API_TOKEN from secret creds key token",
        "API_TOKEN should come from the secret creds, key token",
        "API_TOKEN from key token of secret creds",
        "env API_TOKEN: secret creds/token",
        "API_TOKEN out of the creds secret, key token",
    ],
)
def test_a_variable_comes_from_the_key_of_a_secret(words):
    [variable] = pod(f"deployment api image acme/api:1, {words}")["containers"][0]["env"]
    assert variable == {"name": "API_TOKEN", "valueFrom": {"secretKeyRef": {"name": "creds", "key": "token"}}}


@pytest.mark.parametrize(
    "words",
    ["envFrom secret a and configmap b", "environment from secret a + configmap b", "env from secret a, env from configmap b"],
)
def test_all_keys_of_an_object_become_variables(words):
    sources = pod(f"deployment api image acme/api:1, {words}")["containers"][0]["envFrom"]
    assert sources == [{"secretRef": {"name": "a"}}, {"configMapRef": {"name": "b"}}]


@pytest.mark.parametrize(
    ("words", "kind", "source"),
    [
        ("mount pvc files at /data", "persistentVolumeClaim", {"claimName": "files"}),
        ("configmap conf mounted at /etc/conf", "configMap", {"name": "conf"}),
        ("secret certs at /certs read-only", "secret", {"secretName": "certs"}),
        ("emptyDir at /scratch", "emptyDir", {}),
    ],
)
def test_what_is_mounted_is_a_volume_and_no_file_of_its_own(words, kind, source):
    text = f"deployment api image acme/api:1, {words}"
    assert recognise(text) == [Kind.DEPLOYMENT]
    assert source in [volume[kind] for volume in pod(text)["volumes"] if kind in volume]


def test_where_pods_run():
    spec = pod(
        "deployment api image acme/api:1 on nodes with label pool=gpu, tolerate taint gpu=yes:NoSchedule, spread over zones, "
        "priority class high, image pull secret reg, grace period 2 minutes"
    )
    assert spec["nodeSelector"] == {"pool": "gpu"}
    assert spec["tolerations"] == [{"key": "gpu", "operator": "Equal", "value": "yes", "effect": "NoSchedule"}]
    term = spec["affinity"]["podAntiAffinity"]["preferredDuringSchedulingIgnoredDuringExecution"][0]["podAffinityTerm"]
    assert term["topologyKey"] == "topology.kubernetes.io/zone"
    assert (spec["priorityClassName"], spec["terminationGracePeriodSeconds"]) == ("high", 120)
    assert spec["imagePullSecrets"] == [{"name": "reg"}]


def test_containers_beside_the_main_one_do_not_take_its_place():
    spec = pod(
        "deployment api image acme/api:1, init container acme/schema:2 runs ./up.sh, sidecar fluent/fluent-bit:3.1, "
        "shared emptyDir at /logs"
    )
    assert [each["image"] for each in spec["containers"]] == ["acme/api:1", "fluent/fluent-bit:3.1"]
    assert spec["initContainers"][0]["image"] == "acme/schema:2"
    assert spec["initContainers"][0]["command"] == ["./up.sh"]
    assert all("/logs" in [mount["mountPath"] for mount in each["volumeMounts"]] for each in spec["containers"])


def test_how_a_job_ends():
    file = made(
        "k8s job load, image acme/load:1, args --all --fast, deadline 10 minutes, cleaned up 5 minutes after it finished"
    )
    for part in ("activeDeadlineSeconds: 600", "ttlSecondsAfterFinished: 300", "- --all\n", "- --fast\n"):
        assert part in file


def test_a_wish_list_is_read_like_a_sentence():
    file = made("Deployment\n- name: cart\n- image: acme/cart:2\n- replicas: 4\n- port 9000")
    for part in ("name: cart\n", "image: acme/cart:2\n", "replicas: 4\n", "containerPort: 9000\n"):
        assert part in file


OF_OTHER_FILES = [
    ("dockerfile go 1.23, main package ./cmd/relay, alpine", ["FROM golang:1.23-alpine", " ./cmd/relay", "FROM alpine:"]),
    ("dockerfile php 8.3 with gd and redis", ["docker-php-ext-install", "gd", "pecl install redis"]),
    ("dockerfile flask, healthcheck /ping every 20 seconds, port 9000", ["HEALTHCHECK --interval=20s", ":9000/ping"]),
    ("compose: postgres 16 with volume pg, database shop, memory limit 512m", ["pg:/var/lib/", "POSTGRES_DB: shop", "512m"]),
    ("compose: api built from ./api on 8080, worker built from ./worker, network back", ["./worker", "back: {}"]),
    ("gh actions: npm ci and npm test with a redis 7 service on ubuntu and windows", ["redis:7", "windows-latest"]),
    ("gitlab ci: pytest in image python:3.12, report.xml as artifact for 2 weeks", ["python:3.12", "report.xml", "2 weeks"]),
    ("systemd unit for /opt/a/bin/a after postgresql, may write /srv/a", ["target postgresql", "/srv/a"]),
    ("nginx: /api goes to 10.0.0.1:8000 and /ws goes to 10.0.0.2:9000", ["location /api {", "http://10.0.0.2:9000;"]),
    ("nginx site a.acme.io with basic auth, only allow 10.0.0.0/8", ["auth_basic_user_file", "allow 10.0.0.0/8;", "deny all;"]),
    ("nginx redirect old.acme.io to https://acme.io", ["return 301 https://acme.io$request_uri;"]),
    ("alert: cpu over 80% for 5m and memory over 90% for 10m", ["node_cpu", "node_memory", "> 80", "> 90"]),
    ("logrotate /srv/a.log when larger than 50M, keep 3, owned by www:adm", ["size 50M", "rotate 3", "create 0640 www adm"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), OF_OTHER_FILES)
def test_options_of_other_files(text, parts):
    kind = recognise(text)[0]
    files = "\n".join(block.text for block in generate(kind, parameters(kind, text)).blocks)
    assert [part for part in parts if part not in files] == []


def terraform(text):
    return "\n".join(block.text for block in generate(Kind.TERRAFORM, parameters(Kind.TERRAFORM, text)).blocks)


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "10.0.0.0/24", "10.0.0.0/26", "10.0.0.0/27"])
def test_subnets_fit_into_their_network(cidr):
    files = terraform(f"terraform vpc {cidr} with two public and two private subnets")
    [bits] = set(re.findall(r"cidrsubnet\(aws_vpc.this.cidr_block, (\d+),", files))
    assert int(bits) >= 2  # four of them
    assert int(cidr.rpartition("/")[2]) + int(bits) <= 29
    assert checkers.hcl(files) == []


def test_each_resource_has_its_own_name():
    files = terraform("terraform: s3 bucket acme-media and an sqs queue called jobs")
    assert 'bucket = "acme-media"' in files
    assert re.search(r'name +=\s"jobs"', files)
