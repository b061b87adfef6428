"""The real checkers, one function for each kind of file; each returns what it finds wrong."""

import io
import json
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import crossplane
import hcl2
import jsonschema
import kubernetes_validate
from importlib_resources import files
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from ruamel.yaml import YAML

BIN = Path(sys.prefix) / "bin"
SCHEMAS = files("kubernetes_validate") / "kubernetes-json-schema" / f"v{kubernetes_validate.latest_version()}-local-strict"
RULES_OF_PROMETHEUS = {
    "type": "object",
    "required": ["groups"],
    "additionalProperties": False,
    "properties": {
        "groups": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "rules"],
                "properties": {
                    "rules": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["expr"],
                            "oneOf": [{"required": ["alert"]}, {"required": ["record"]}],
                            "additionalProperties": False,
                            "properties": {
                                "alert": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9]*$"},
                                "record": {"type": "string", "pattern": "^[a-zA-Z_:][a-zA-Z0-9_:]*$"},
                                "expr": {"type": "string", "minLength": 2},
                                "for": {"type": "string", "pattern": "^[0-9]+[smhdw]$"},
                                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                                "annotations": {"type": "object", "additionalProperties": {"type": "string"}},
                            },
                        },
                    }
                },
            },
        }
    },
}


NAME = {"type": "string", "pattern": "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"}
LABELS = {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}


def closed(required: str, **properties):
    """The schema of an object that has these keys and no others."""
    return {"type": "object", "required": required.split(), "additionalProperties": False, "properties": properties}


OF_OPERATORS = {
    "ServiceMonitor": closed(
        "selector endpoints",
        selector=closed("matchLabels", matchLabels=LABELS),
        namespaceSelector=closed("matchNames", matchNames={"type": "array", "items": NAME}),
        endpoints={
            "type": "array",
            "minItems": 1,
            "items": closed(
                "port path interval",
                port=NAME,
                path={"type": "string", "pattern": "^/"},
                interval={"type": "string", "pattern": "^[0-9]+[smhdw]$"},
            ),
        },
    ),
    "Application": closed(
        "project source destination",
        project=NAME,
        source=closed(
            "repoURL targetRevision",
            repoURL={"type": "string", "minLength": 5},
            targetRevision={"type": "string", "minLength": 1},
            path={"type": "string"},
            chart={"type": "string"},
            helm=closed("valueFiles", valueFiles={"type": "array", "items": {"type": "string"}}),
        ),
        destination=closed("server namespace", server={"type": "string", "pattern": "^https://"}, namespace=NAME),
        syncPolicy=closed(
            "",
            automated=closed("prune selfHeal", prune={"type": "boolean"}, selfHeal={"type": "boolean"}),
            syncOptions={"type": "array", "items": {"type": "string", "pattern": "^[A-Za-z]+=(true|false)$"}},
        ),
    ),
    "Issuer": {
        "oneOf": [
            closed("selfSigned", selfSigned={"type": "object"}),
            closed(
                "acme",
                acme=closed(
                    "server email privateKeySecretRef solvers",
                    server={"type": "string", "pattern": "^https://acme-"},
                    email={"type": "string", "pattern": "@"},
                    privateKeySecretRef=closed("name", name=NAME),
                    solvers={"type": "array", "minItems": 1, "items": {"type": "object", "minProperties": 1}},
                ),
            ),
        ]
    },
    "Certificate": closed(
        "secretName dnsNames issuerRef",
        secretName=NAME,
        dnsNames={"type": "array", "minItems": 1, "items": {"type": "string"}},
        issuerRef=closed("name kind", name={"type": "string"}, kind={"enum": ["Issuer", "ClusterIssuer"]}),
    ),
}
"""What the operators' own definitions say of the fields that are written here; Kubernetes has no schema of them."""


def documents(text: str) -> list:
    """Parse as YAML 1.2; a duplicate key is an error."""
    return list(YAML(typ="safe", pure=True).load_all(text))


@cache
def kubernetes_validator(api_version: str, kind: str):
    group, _, version = api_version.rpartition("/")
    name = "-".join(part for part in (kind, group.partition(".")[0], version) if part).lower() + ".json"
    path = SCHEMAS / name
    schema = json.loads(path.read_text())
    return jsonschema.Draft202012Validator(schema, registry=definitions())


@cache
def definitions():
    """Crawled once: of every version it is some megabytes."""
    content = json.loads((SCHEMAS / "_definitions.json").read_text())
    resource = Resource.from_contents(content, default_specification=DRAFT202012)
    return Registry().with_resource("_definitions.json", resource).crawl()


def kubernetes(text: str) -> list[str]:
    found = []
    for document in documents(text):
        if document["kind"] in {"HTTPRoute", "Kustomization"}:  # no schema of Kubernetes itself
            continue
        if schema := OF_OPERATORS.get(document["kind"].removeprefix("Cluster")):
            found += [error.message for error in jsonschema.Draft202012Validator(schema).iter_errors(document["spec"])]
            found += kubernetes_semantics(document)
            continue
        validator = kubernetes_validator(document["apiVersion"], document["kind"])
        found += [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(document)]
        found += kubernetes_semantics(document)
    return found


def kubernetes_semantics(document) -> list[str]:
    """What the API server refuses though the schema allows it."""
    found = []
    names = [value for value in (document["metadata"]["name"], document["metadata"].get("namespace")) if value is not None]
    found += [f"bad name {name!r}" for name in names if not re.fullmatch(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?", name)]
    spec = document.get("spec", {})
    template = spec.get("template", {})
    selector = (
        spec.get("selector", {}).get("matchLabels") if document["kind"] in {"Deployment", "StatefulSet", "DaemonSet"} else None
    )
    if selector is not None and not selector.items() <= template["metadata"]["labels"].items():
        found.append("the selector does not match the template")
    pod = (
        spec.get("jobTemplate", {}).get("spec", {}).get("template", {}).get("spec")
        or template.get("spec")
        or (spec if document["kind"] == "Pod" else None)
    )
    if pod:
        volumes = {each["name"] for each in pod.get("volumes", [])} | {
            each["metadata"]["name"] for each in spec.get("volumeClaimTemplates", [])
        }
        for container in pod["containers"]:
            found += [
                f"no volume {mount['name']}" for mount in container.get("volumeMounts", []) if mount["name"] not in volumes
            ]
            ports = [each["name"] for each in container.get("ports", [])]
            found += [f"port name {name!r}" for name in ports if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?", name)]
            found += ["port names are not unique"] if len(set(ports)) < len(ports) else []
            paths = [mount["mountPath"] for mount in container.get("volumeMounts", [])]
            found += ["mounted twice"] if len(set(paths)) < len(paths) else []
            for probe in ("readinessProbe", "livenessProbe"):
                action = container.get(probe, {}).get("httpGet") or container.get(probe, {}).get("tcpSocket")
                found += [f"{probe} names no port"] if action and action["port"] not in ports else []
    if document["kind"] == "HorizontalPodAutoscaler" and not 1 <= spec["minReplicas"] <= spec["maxReplicas"]:
        found.append("minReplicas over maxReplicas")
    return found


@cache
def vendored(name: str):
    schema = json.loads((files("check_jsonschema") / "builtin_schemas" / "vendor" / f"{name}.json").read_text())
    return jsonschema.validators.validator_for(schema)(schema)


def by_schema(name: str, text: str) -> list[str]:
    [document] = documents(text)
    return [f"{error.json_path}: {error.message[:300]}" for error in vendored(name).iter_errors(document)]


def prometheus(text: str) -> list[str]:
    [document] = documents(text)
    found = [error.message for error in jsonschema.Draft202012Validator(RULES_OF_PROMETHEUS).iter_errors(document)]
    for group in document["groups"]:
        for rule in group["rules"]:
            for opening, closing in ("()", "[]", "{}"):
                found += [f"unbalanced {opening}"] if rule["expr"].count(opening) != rule["expr"].count(closing) else []
    return found


def hadolint(texts: list[str], directory: Path) -> list[str]:
    """All in one run: a process for each would be slow."""
    paths = []
    for index, text in enumerate(texts):
        paths.append(directory / f"{index}.Dockerfile")
        paths[-1].write_text(text)
    done = subprocess.run(
        [BIN / "hadolint", "--no-color", "--format", "json", *paths], capture_output=True, text=True, check=False
    )
    return [
        f"{each['file'].rpartition('/')[2]}:{each['line']} {each['code']} {each['message']}" for each in json.loads(done.stdout)
    ]


def shellcheck(texts: list[str], directory: Path) -> list[str]:
    """Findings of shellcheck from warnings on."""
    paths = []
    for number, text in enumerate(texts):
        path = directory / f"script-{number}.sh"
        path.write_text(text)
        paths.append(str(path))
    program = Path(sys.executable).parent / "shellcheck"
    run = subprocess.run([program, "--severity=info", "--format=gcc", *paths], capture_output=True, text=True, check=False)
    return run.stdout.splitlines()


def zizmor(texts: list[str], directory: Path) -> list[str]:
    """Findings of severity high, and of medium too."""
    folder = directory / ".github" / "workflows"
    folder.mkdir(parents=True)
    # Only GitHub's and Docker's own actions are used, and those by a version tag, as in the handbook: to pin their commits
    # is for the user's Dependabot, and the answer says so.
    config = directory / "zizmor.yml"
    config.write_text(
        json.dumps(
            {
                "rules": {
                    "unpinned-uses": {"config": {"policies": {"actions/*": "ref-pin", "docker/*": "ref-pin", "*": "hash-pin"}}}
                }
            }
        )
    )
    for index, text in enumerate(texts):
        (folder / f"{index}.yaml").write_text(text)
    done = subprocess.run(
        [BIN / "zizmor", "--offline", "--config", config, "--format", "json-v1", "--min-severity", "medium", directory],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip(), done.stderr
    return [
        f"{each['ident']} {each['determinations']['severity']} {each['locations'][0]['symbolic']['annotation']}"
        for each in json.loads(done.stdout)
    ]


def nginx(text: str, directory: Path) -> list[str]:
    (directory / "site.conf").write_text(text)
    whole = directory / "nginx.conf"
    whole.write_text("events {}\nhttp {\n    include site.conf;\n}\n")
    parsed = crossplane.parse(str(whole), strict=True, check_ctx=True, check_args=True)
    return [error["error"] for error in parsed["errors"]]


def hcl(text: str) -> list[str]:
    try:
        hcl2.load(io.StringIO(text))
    except Exception as error:  # noqa: BLE001  # whatever the parser raises is a finding
        return [str(error)[:300]]
    return []


SECTIONS = {
    "Unit": {"Description", "Wants", "After", "Requires"},
    "Service": {
        "Type",
        "User",
        "Group",
        "WorkingDirectory",
        "Environment",
        "EnvironmentFile",
        "ExecStart",
        "Restart",
        "RestartSec",
        "StateDirectory",
        "MemoryMax",
        "CPUQuota",
        "NoNewPrivileges",
        "PrivateTmp",
        "PrivateDevices",
        "ProtectSystem",
        "ProtectHome",
        "ProtectKernelTunables",
        "ProtectKernelModules",
        "ProtectKernelLogs",
        "ProtectControlGroups",
        "ProtectClock",
        "ProtectHostname",
        "RestrictAddressFamilies",
        "RestrictNamespaces",
        "RestrictRealtime",
        "RestrictSUIDSGID",
        "LockPersonality",
        "SystemCallArchitectures",
        "SystemCallFilter",
        "AmbientCapabilities",
        "CapabilityBoundingSet",
    },
    "Timer": {"OnCalendar", "Persistent", "RandomizedDelaySec"},
    "Install": {"WantedBy"},
}


def systemd(text: str) -> list[str]:
    found, section, seen = [], None, set()
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            section = heading[1]
            found += [f"unknown or repeated section {section}"] if section not in SECTIONS or section in seen else []
            seen.add(section)
            continue
        key, equals, value = line.partition("=")
        if not equals or key not in SECTIONS.get(section, ()):
            found.append(f"unknown line {line[:80]!r}")
        if key == "ExecStart" and not value.lstrip('"').startswith("/"):
            found.append(f"no absolute path: {value[:80]!r}")
        if line.endswith("\\"):
            found.append("a line goes on")
    return found


def alertmanager(text: str, directory) -> list[str]:
    """By amtool where it is installed; it wants the files of secrets to be named, not to be there."""
    [document] = documents(text)
    names = [each["name"] for each in document["receivers"]]
    routes = [document["route"], *document["route"].get("routes", ())]
    found = [f"no receiver {each['receiver']}" for each in routes if each["receiver"] not in names]
    if tool := shutil.which("amtool"):
        file = directory / "alertmanager.yml"
        file.write_text(text)
        done = subprocess.run([tool, "check-config", str(file)], capture_output=True, text=True, timeout=20, check=False)
        if done.returncode and "not found in type" not in done.stderr + done.stdout:  # a field newer than the tool
            found.append(done.stderr or done.stdout)
    return found


def balanced(text: str) -> list[str]:
    """Brackets of a format that no tool here reads."""
    plain = re.sub(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"", "", text)
    return [f"unbalanced {pair}" for pair in ("{}", "()", "[]") if plain.count(pair[0]) != plain.count(pair[1])]
