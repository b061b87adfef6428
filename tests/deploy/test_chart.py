"""The chart: what helm, the schemas of Kubernetes, our own checkers and the code say of every combination of its values."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from functools import cache, reduce
from operator import getitem
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from bentoml._internal.container import generate
from bentoml._internal.container.frontend import dockerfile

from assistant import __version__, errors, settings
from assistant.api.app import create_api
from assistant.observability.metrics import metrics
from assistant.settings import Settings
from tests.checks.conftest import Checks
from tests.deploy import chart
from tests.deploy.settings_schema import settings_schema
from tests.server import ROOT

CASES = [*((files, None) for files in chart.COMBINATIONS), ((), chart.WORST)]
NAMES = ["+".join(files) or ("everything" if values else "values.yaml") for files, values in CASES]
OF_OTHERS = {"keda.sh/v1alpha1", "monitoring.coreos.com/v1"}
OLDEST = "1.30"

every_case = pytest.mark.parametrize(("files", "values"), CASES, ids=NAMES)


@pytest.fixture(scope="module", autouse=True)
def helm():
    chart.require_helm()


@pytest.fixture(scope="module")
def checks():
    checks = Checks()
    yield checks
    checks.close()


def test_every_values_file_is_among_the_cases():
    files = {file.stem.removeprefix("values-") for file in chart.CHART.glob("values-*.yaml")}
    assert files == {name for combination in chart.COMBINATIONS for name in combination}


@every_case
def test_helm_finds_nothing_to_say(files, values):
    ran = chart.run("lint", files, values)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert not re.search(r"\[(WARNING|ERROR)\]", ran.stdout + ran.stderr)


@every_case
def test_every_object_is_valid_in_the_oldest_and_the_newest_kubernetes_and_for_our_own_checker(files, values, checks):
    built_in = [each for each in chart.objects(files, values) if each["apiVersion"] not in OF_OTHERS]
    for each in map(json.dumps, built_in):
        for version in (OLDEST, kubernetes_validate.latest_version()):
            validate(each, version)
    checked = checks.check(yaml.safe_dump_all(built_in), "kubernetes")
    assert (checked.status, checked.findings) == ("no_findings", ())
    assert [each.name for each in checked.checkers] == ["kubernetes-validate"]


@cache
def validate(text: str, version: str) -> None:
    kubernetes_validate.validate(json.loads(text), version, strict=True)


def test_the_chart_asks_for_the_oldest_kubernetes_that_it_is_held_to():
    assert yaml.safe_load((chart.CHART / "Chart.yaml").read_text())["kubeVersion"] == f">={OLDEST}.0-0"


def test_the_objects_of_keda_and_prometheus_have_the_types_of_their_projects_which_are_strict():
    found = [each for case in CASES for each in chart.objects(*case) if each["apiVersion"] in OF_OTHERS]
    assert {each["kind"] for each in found} == {"ScaledObject", "ServiceMonitor", "PrometheusRule"}
    mistakes = [
        ("ScaledObject", ("spec", "pollInterval"), 15),
        ("ScaledObject", ("spec", "maxReplicaCount"), "6"),
        ("ServiceMonitor", ("spec", "endpoints", 0, "portName"), "http"),
        ("PrometheusRule", ("spec", "groups", 0, "rules", 0, "severity"), "critical"),
    ]
    broken = [chart.only(kind, (), chart.WORST) for kind, _, _ in mistakes]
    for each, (_, (*way, last), value) in zip(broken, mistakes, strict=True):
        reduce(getitem, way, each)[last] = value
    said = complaints(found + broken)
    assert said[: len(found)] == [[] for _ in found]
    for each, (_, place, _) in zip(said[len(found) :], mistakes, strict=True):
        assert place[-1] in "\n".join(each)


def complaints(objects: list[dict]) -> list[list[str]]:
    """What is wrong with each."""
    ran = subprocess.run(
        ["node", "custom_resources.js"], cwd=chart.NODE, input=json.dumps(objects), capture_output=True, text=True, check=True
    )
    return json.loads(ran.stdout)


@every_case
def test_the_service_reads_every_variable_that_the_container_has(files, values, monkeypatch):
    for name, value in chart.environment(chart.container(files, values)).items():
        if name.startswith("ASSISTANT_"):
            monkeypatch.setenv(name, value)
    read = Settings.of_a_server()
    assert (read.engine_url is not None) == ("remote-engine" in files)


def test_every_metric_that_is_named_is_one_of_the_service():
    instruments = [each for each in vars(metrics()).values() if hasattr(each, "describe")]
    families = {family.name: family.type for each in instruments for family in each.describe()}
    endings = {"gauge": ("",), "counter": ("_total",), "histogram": ("_bucket", "_count", "_sum")}
    known = {f"{name}{ending}" for name, kind in families.items() for ending in endings[kind]}
    texts = [chart.render(*case) for case in CASES] + [chart.run("template", (), {}).stdout]
    texts.append((chart.CHART / "README.md").read_text())
    named = {name for text in texts for name in re.findall(r"(?<![\w:])assistant_[a-z_]+", text)}
    assert {"assistant_requests_waiting", "assistant_requests_running", "assistant_kv_cache_use_ratio"} <= named <= known


def test_every_error_that_an_alert_counts_is_one_of_the_service():
    def codes(kind: type[errors.AssistantError]) -> set[str | None]:
        return {kind.code}.union(*map(codes, kind.__subclasses__()))

    listed = re.findall(r'code=~?\\?"([a-z_|]+)', chart.render((), chart.WORST))
    assert listed
    assert {code for each in listed for code in each.split("|")} <= codes(errors.AssistantError)


def test_the_rules_are_those_of_a_plain_prometheus_with_names_of_this_release():
    own = yaml.safe_load((ROOT / "deploy" / "prometheus" / "rules.yaml").read_text())["groups"]
    values = {"prometheusRule": {"enabled": True, "firstTokenSeconds": 3}, "fullnameOverride": "chat"}
    text = json.dumps(own).replace('job=\\"devops-assistant\\"', 'job=\\"chat\\"').replace("p95_rate5m > 10", "p95_rate5m > 3")
    text = text.replace("https://assistant.example.com", "http://chat.tools")
    assert chart.only("PrometheusRule", (), values)["spec"]["groups"] == json.loads(text)
    ingress = {"enabled": True, "host": "chat.example.com", "tls": {"secretName": "tls"}}
    assert "https://chat.example.com/v1/devops" in json.dumps(chart.only("PrometheusRule", (), {**values, "ingress": ingress}))


def test_the_rules_are_rules_of_prometheus(checks, tmp_path):
    rules = yaml.safe_dump(chart.only("PrometheusRule", (), chart.WORST)["spec"])
    assert checks.check(rules, "prometheus-rules").findings == ()
    if shutil.which("promtool"):
        (tmp_path / "rules.yaml").write_text(rules)
        ran = subprocess.run(
            ["promtool", "check", "rules", tmp_path / "rules.yaml"], capture_output=True, text=True, check=False
        )
        assert ran.returncode == 0, ran.stdout + ran.stderr


@every_case
def test_probes_ports_and_arguments_go_together(files, values):
    container = chart.container(files, values)
    [port] = container["ports"]
    arguments = container["args"]
    assert int(arguments[arguments.index("--port") + 1]) == port["containerPort"]
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        assert container[probe]["httpGet"]["port"] == port["name"]
    assert [each["targetPort"] for each in chart.only("Service", files, values)["spec"]["ports"]] == [port["name"]]
    read = {**chart.container()["startupProbe"], **container["startupProbe"]}
    assert read["periodSeconds"] * read["failureThreshold"] >= 60


def test_the_entry_point_of_the_image_makes_bentoml_serve_of_the_arguments(tmp_path):
    (tmp_path / "bentoml").write_text('#!/bin/sh\necho "$@"\n')
    (tmp_path / "bentoml").chmod(0o755)
    entry = Path(dockerfile.__file__).parent / "entrypoint.sh"
    arguments = chart.container()["args"]
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "BENTO_PATH": "/home/bentoml/bento"}
    ran = subprocess.run(["bash", entry, *arguments], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [*arguments, "/home/bentoml/bento"]
    assert arguments[0] == "serve"


def test_the_user_is_that_of_the_image():
    context = chart.pod()["securityContext"]
    assert context["runAsUser"] == context["runAsGroup"] == context["fsGroup"] == generate.BENTO_UID_GID


def test_there_is_time_to_start_as_long_as_the_values_say():
    container = chart.container((), {"startupSeconds": 1234})
    assert container["startupProbe"]["periodSeconds"] * container["startupProbe"]["failureThreshold"] >= 1234
    assert chart.only("Deployment", (), {"startupSeconds": 1234})["spec"]["progressDeadlineSeconds"] > 1234


@pytest.mark.parametrize("longest", [5, 600, 3600])
def test_the_longest_answer_fits_the_grace_which_fits_the_termination_and_no_proxy_cuts_it(longest):
    values = {"requestTimeoutSeconds": longest, "ingress": {"enabled": True, "host": "a", "tls": {"secretName": "a"}}}
    container, pod = chart.container((), values), chart.pod((), values)
    said = chart.environment(container)
    grace = float(said["ASSISTANT_SHUTDOWN_GRACE_S"])
    forced = float(container["args"][container["args"].index("--timeout-graceful-shutdown") + 1])
    pause = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert longest == float(said["ASSISTANT_REQUEST_TIMEOUT_S"]) < grace < forced
    assert pause + forced < pod["terminationGracePeriodSeconds"]
    for controller, prefix in (("ingress-nginx", "nginx.ingress.kubernetes.io/"), ("nginx", "nginx.org/")):
        ingress = chart.only("Ingress", (), {**values, "ingress": {**values["ingress"], "controller": controller}})
        annotations = ingress["metadata"]["annotations"]
        assert annotations[f"{prefix}proxy-buffering"].lower() in {"off", "false"}
        assert int(annotations[f"{prefix}proxy-read-timeout"].removesuffix("s")) > longest
        assert int(annotations[f"{prefix}proxy-send-timeout"].removesuffix("s")) > longest


@pytest.mark.parametrize(("limit", "at_the_proxy"), [(None, "8m"), ("1048576", "8m"), ("104857600", "200m")])
def test_the_proxy_lets_larger_bodies_through_than_the_service_which_refuses_them_itself(limit, at_the_proxy):
    values = {"ingress": {"enabled": True, "host": "a", "tls": {"secretName": "a"}}}
    if limit:
        values["settings"] = {"ASSISTANT_MAX_BODY_BYTES": limit}
    annotations = chart.only("Ingress", (), values)["metadata"]["annotations"]
    assert annotations["nginx.ingress.kubernetes.io/proxy-body-size"] == at_the_proxy


def test_what_a_pod_that_goes_away_refuses_is_asked_of_another_as_on_a_plain_host():
    plain = (ROOT / "deploy" / "nginx" / "devops-assistant.conf").read_text()
    annotations = chart.only("Ingress", ("production",))["metadata"]["annotations"]
    for name in ("proxy-next-upstream", "proxy-next-upstream-tries", "proxy-next-upstream-timeout"):
        [value] = re.findall(rf"{name.replace('-', '_')} ([^;]+);", plain)
        assert annotations[f"nginx.ingress.kubernetes.io/{name}"] == value.removesuffix("s")


def test_the_ingress_leads_to_every_public_route_and_to_no_other():
    [rule] = chart.only("Ingress", ("production",))["spec"]["rules"]
    paths = [(each["path"], each["pathType"]) for each in rule["http"]["paths"]]

    def led(route: str) -> bool:
        return any(route == path or (kind == "Prefix" and route.startswith(f"{path}/")) for path, kind in paths)

    inside = {"/", "/livez", "/readyz", "/healthz", "/metrics"}
    routes = {*create_api().openapi()["paths"], "/openapi.json"}
    assert {route for route in routes if not led(route)} <= inside
    assert not any(led(route) for route in inside)


@every_case
def test_the_pod_is_restricted(files, values):
    pod, container = chart.pod(files, values), chart.container(files, values)
    assert pod["automountServiceAccountToken"] is pod["enableServiceLinks"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "privileged": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {"cpu", "memory"} <= container["resources"]["limits"].keys() & container["resources"]["requests"].keys()
    read_only = {each["mountPath"] for each in container["volumeMounts"] if each.get("readOnly")}
    assert {each["mountPath"] for each in container["volumeMounts"]} - read_only == {
        "/tmp",
        "/var/cache/assistant",
        "/var/lib/assistant",
    }


@every_case
def test_a_rolling_update_takes_no_replica_away_and_an_autoscaler_decides_alone(files, values):
    deployment = chart.only("Deployment", files, values)["spec"]
    assert deployment["strategy"]["rollingUpdate"] == {"maxUnavailable": 0, "maxSurge": 1}
    kinds = {each["kind"] for each in chart.objects(files, values)} & {"HorizontalPodAutoscaler", "ScaledObject"}
    assert len(kinds) == (0 if "replicas" in deployment else 1)


@every_case
def test_secrets_are_named_and_never_there(files, values):
    assert not [each for each in chart.objects(files, values) if each["kind"] == "Secret"]
    secret = {"HF_TOKEN", "ASSISTANT_API_KEYS", "ASSISTANT_ENGINE_API_KEY"}
    for each in chart.container(files, values)["env"]:
        assert ("valueFrom" in each) == (each["name"] in secret)


def test_keys_come_from_secrets():
    keys = {"existingSecret": "of-clients"}
    engine = {"url": "https://llm.example.com", "apiKey": {"existingSecret": "of-engine", "key": "token"}}
    env = {each["name"]: each for each in chart.container((), {"apiKeys": keys, "engine": engine})["env"]}
    assert env["ASSISTANT_API_KEYS"]["valueFrom"] == {"secretKeyRef": {"name": "of-clients", "key": "api-keys"}}
    assert env["ASSISTANT_ENGINE_API_KEY"]["valueFrom"] == {"secretKeyRef": {"name": "of-engine", "key": "token"}}
    token = {each["name"]: each for each in chart.container(("gpu",))["env"]}["HF_TOKEN"]
    assert token["valueFrom"] == {"secretKeyRef": {"name": "huggingface", "key": "token"}}


@pytest.mark.parametrize(
    ("values", "ports"),
    [
        ({}, []),
        ({"model": {"location": "meta-llama/Llama-3.2-1B-Instruct"}}, [443]),
        ({"model": {"location": "/models/llama", "volume": {"nfs": {"server": "nas", "path": "/llama"}}}}, []),
        ({"model": {"location": ""}}, []),
        ({"networkPolicy": {"toModelHub": True}}, [443]),
        ({"model": {"location": "meta-llama/Llama-3.2-1B-Instruct"}, "networkPolicy": {"toModelHub": False}}, []),
        ({"engine": {"url": "http://vllm:8000"}}, [8000]),
        ({"engine": {"url": "https://llm.example.com/base"}}, [443]),
        ({"engine": {"url": "http://llm"}}, [80]),
        ({"settings": {"ASSISTANT_TRACES_URL": "http://collector.tracing:4318/v1/traces"}}, [4318]),
        ({"settings": {"ASSISTANT_TRACES_URL": "https://collector.example.com/v1/traces"}}, [443]),
        (
            {"engine": {"url": "http://vllm:8000"}, "settings": {"ASSISTANT_TRACES_URL": "http://collector:4318/v1/traces"}},
            [8000, 4318],
        ),
        (
            {
                "settings": {"ASSISTANT_TRACES_URL": "http://collector:4318/v1/traces"},
                "networkPolicy": {"toTraces": []},
            },
            [],
        ),
    ],
)
def test_pods_reach_names_and_only_what_their_model_needs(values, ports):
    egress = chart.only("NetworkPolicy", (), values)["spec"]["egress"]
    reached = [{each["port"] for each in rule["ports"]} for rule in egress]
    assert reached == [{53}, *({port} for port in ports)]
    offline = chart.environment(chart.container((), values)).get("HF_HUB_OFFLINE")
    from_the_hub = any("0.0.0.0/0" in json.dumps(rule) for rule in egress)
    assert (offline == "1") == (not from_the_hub and "engine" not in values)


def test_the_collector_is_reached_where_the_values_say_it_is():
    to = [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "tracing"}}}]
    values = {
        "settings": {"ASSISTANT_TRACES_URL": "http://collector.tracing:4318/v1/traces"},
        "networkPolicy": {"toTraces": to},
    }
    _, rule = chart.only("NetworkPolicy", (), values)["spec"]["egress"]
    assert rule == {"to": to, "ports": [{"port": 4318, "protocol": "TCP"}]}


def test_only_the_ingress_controller_and_prometheus_reach_the_pods_unless_others_are_named():
    def sources(**values: object) -> list[object]:
        [rule] = chart.only("NetworkPolicy", (), {"networkPolicy": values})["spec"]["ingress"]
        assert rule["ports"] == [{"port": "http", "protocol": "TCP"}]
        return rule["from"]

    assert len(sources()) == 2
    assert {"podSelector": {}} in sources(fromOthers=[{"podSelector": {}}])
    nobody = {"networkPolicy": {"fromIngressController": [], "fromPrometheus": []}}
    assert chart.only("NetworkPolicy", (), nobody)["spec"]["ingress"] == []


def test_keda_asks_for_the_series_that_the_service_monitor_makes():
    scaled, service = (chart.only(kind, ("production", "keda")) for kind in ("ScaledObject", "Service"))
    queries = [each["metadata"]["query"] for each in scaled["spec"]["triggers"]]
    name, namespace = service["metadata"]["name"], service["metadata"]["namespace"]
    assert len(queries) == 3
    assert all(f'{{namespace="{namespace}",service="{name}"}}' in query for query in queries)
    assert scaled["spec"]["scaleTargetRef"]["name"] == chart.only("Deployment", ("production", "keda"))["metadata"]["name"]


def test_an_inference_server_has_no_cache_of_ours_to_scale_on():
    for files in (("remote-engine", "production"), ("remote-engine", "keda")):
        kinds = ("HorizontalPodAutoscaler", "ScaledObject")
        [scaler] = [json.dumps(each) for each in chart.objects(files) if each["kind"] in kinds]
        assert "assistant_requests_waiting" in scaler
        assert "assistant_kv_cache_use_ratio" not in scaler


def test_weights_are_kept_where_every_replica_finds_them():
    claim = chart.only("PersistentVolumeClaim", ("llama-cpu",))
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    volumes = {each["name"]: each for each in chart.pod(("llama-cpu",))["volumes"]}
    assert volumes["cache"]["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    own = {"cache": {"persistence": {"enabled": True, "existingClaim": "weights"}}}
    volumes = {each["name"]: each for each in chart.pod((), own)["volumes"]}
    assert volumes["cache"]["persistentVolumeClaim"]["claimName"] == "weights"
    assert "PersistentVolumeClaim" not in {each["kind"] for each in chart.objects((), own)}


@pytest.mark.parametrize("location", ["", "embedded"])
def test_weights_in_the_image_are_taken_from_where_it_has_them(location):
    containerfile = (ROOT / "deploy" / "container" / "Containerfile").read_text()
    places = {"ASSISTANT_CACHE_DIR", "HF_HOME"}
    assert all(f"{each}=/weights/" in containerfile for each in places)
    assert not places & chart.environment(chart.container((), {"model": {"location": location}})).keys()
    assert places <= chart.environment(chart.container((), {"model": {"location": "meta-llama/Llama-3.2-1B-Instruct"}})).keys()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"replicaCounts": 2}, "additional properties 'replicaCounts' not allowed"),
        ({"replicaCount": "two"}, "at '/replicaCount': got string, want integer"),
        ({"replicaCount": 0}, "at '/replicaCount': minimum: got 0, want 1"),
        ({"autoscaling": {"kind": "vpa"}}, "at '/autoscaling/kind': value must be one of 'hpa', 'keda'"),
        ({"autoscaling": {"targets": {"cacheUse": 70}}}, "at '/autoscaling/targets/cacheUse': maximum: got 70, want 1"),
        ({"settings": {"ASSISTANT_MAX_RUNING": "4"}}, "additional properties 'ASSISTANT_MAX_RUNING' not allowed"),
        ({"settings": {"ASSISTANT_MAX_RUNNING": 4}}, "at '/settings/ASSISTANT_MAX_RUNNING': got number, want string"),
        ({"settings": {"ASSISTANT_MAX_RUNNING": "few"}}, "'few' does not match pattern"),
        ({"settings": {"ASSISTANT_DEVICE": "gpu"}}, "value must be one of 'auto', 'cpu', 'cuda'"),
        ({"settings": {"ASSISTANT_SHUTDOWN_GRACE_S": "5"}}, "additional properties 'ASSISTANT_SHUTDOWN_GRACE_S' not allowed"),
        ({"extraEnv": [{"name": "ASSISTANT_MODEL", "value": "x"}]}, "at '/extraEnv/0/name': 'not' failed"),
        ({"model": {"volume": {"pvc": {}}}}, "additional properties 'pvc' not allowed"),
        ({"engine": {"url": "gpu-1:8000"}}, "at '/engine/url': 'gpu-1:8000' does not match pattern"),
        ({"resources": {"limits": {"memory": "3 GB"}}}, "'3 GB' does not match pattern"),
        ({"ingress": {"enabled": True}}, "ingress.enabled needs ingress.host"),
        ({"ingress": {"enabled": True, "host": "a"}}, "ingress.tls.enabled needs ingress.tls.secretName"),
        ({"engine": {"model": "llama"}}, "no effect without engine.url"),
        ({"model": {"volume": {"nfs": {}}}}, "model.volume is mounted at /models, and model.location is embedded"),
        ({"engine": {"url": "http://a"}, "model": {"volume": {"nfs": {}}}}, "model.volume has no effect with engine.url"),
        ({"autoscaling": {"enabled": True, "minReplicas": 9}}, "autoscaling.minReplicas is more than autoscaling.maxReplicas"),
        (
            {"apiKeys": {"existingSecret": "a"}, "serviceMonitor": {"enabled": True}},
            "serviceMonitor.bearerToken.existingSecret has to hold one of them",
        ),
    ],
)
def test_wrong_values_are_refused_with_the_reason(values, said):
    ran = chart.run("template", (), values)
    assert ran.returncode != 0
    assert said in ran.stderr


@pytest.mark.parametrize("field", settings._OF_A_LOCAL_MODEL[1:])
def test_a_setting_of_a_local_model_is_refused_with_an_inference_server(field):
    name = settings.variable(field)
    value = {"device": "cpu", "dtype": "int8"}.get(field, "64")
    ran = chart.run("template", (), {"engine": {"url": "http://gpu-1:8000"}, "settings": {name: value}})
    assert f"settings.{name} has no effect with engine.url" in ran.stderr


def test_the_schema_of_the_settings_is_made_from_the_settings():
    schema = json.loads((chart.CHART / "values.schema.json").read_text())
    assert schema["properties"]["settings"] == settings_schema()


def test_the_schema_knows_every_value_and_refuses_all_others():
    def hold(values: object, schema: dict, where: str) -> None:
        if schema.get("type") == "object" and "properties" in schema:
            assert schema["additionalProperties"] is False, where
            for key, value in values.items():
                hold(value, schema["properties"][key], f"{where}.{key}")

    schema = json.loads((chart.CHART / "values.schema.json").read_text())
    values = yaml.safe_load((chart.CHART / "values.yaml").read_text())
    hold(values, schema, "")
    assert schema["properties"].keys() - values.keys() == {"global"}


def test_the_chart_is_of_this_version():
    assert yaml.safe_load((chart.CHART / "Chart.yaml").read_text())["appVersion"] == __version__


def test_the_readme_has_a_row_for_every_value():
    def leaves(values: dict, prefix: str = "") -> list[tuple[str, object]]:
        return [
            leaf
            for key, value in values.items()
            for leaf in (leaves(value, f"{prefix}{key}.") if isinstance(value, dict) and value else [(f"{prefix}{key}", value)])
        ]

    readme = (chart.CHART / "README.md").read_text()
    rows = re.findall(r"^\| `([\w.]+)` \| (.*?) \| .+ \|$", readme, re.MULTILINE)
    in_full = {"fromIngressController", "fromPrometheus", "toDns", "toEngine", "toTraces"}
    values = leaves(yaml.safe_load((chart.CHART / "values.yaml").read_text()))
    told = [(key, default) for key, default in rows if key != "networkPolicy.toModelHub"]
    assert [key for key, _ in told] == [key for key, _ in values]
    for (key, default), (_, value) in zip(told, values, strict=True):
        if key.rpartition(".")[2] not in in_full:
            assert default == (f"`{json.dumps(value)}`" if value not in ("", None) else "unset"), key
