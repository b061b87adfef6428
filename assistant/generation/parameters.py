"""The values that go into a file: read from the request, or assumed and told."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from assistant.generation import fields
from assistant.generation.defaults import DEFAULTS
from assistant.generation.kinds import WORKLOADS, Kind
from assistant.generation.reading import (
    access,
    alerts,
    balancers,
    cloud,
    cloud_options,
    compose_options,
    docker_options,
    environment,
    hosts,
    images,
    job_options,
    machines,
    names,
    notifications,
    operators,
    peers,
    pipeline_options,
    plays,
    pod_options,
    ports,
    quantities,
    request,
    routes,
    scaling,
    schedules,
    scraping,
    scripts,
    service_ports,
    services,
    site_options,
    small_options,
    specifics,
    stacks,
    stages,
    targets,
    time_zones,
    triggers,
    unit_options,
    upkeep,
)


@dataclass(frozen=True)
class Parameters:
    """Values for one kind, every one checked.

    Attributes:
        kind: of the file.
        values: by field; None where the file is to have nothing of it.
        taken: fields that the request gave.
        assumed: fields that it left open and that have a value all the same.
        notes: sentences about what was changed or left out while reading.

    Raises:
        InvalidParameter: a value does not fit its field, or the field is unknown.
    """

    kind: Kind
    values: Mapping[str, Any]
    taken: frozenset[str] = frozenset()
    assumed: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        for name, value in self.values.items():
            fields.check(name, value)
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)


def parameters(kind: Kind, text: str) -> Parameters:
    """Read what a file of this kind needs from a request; never fails, whatever the text.

    Values that cannot be used are left out, and a note says so.
    """
    plain = request.read(text)
    facts, notes = _facts(kind, plain.text)
    if plain.cut:
        notes.append(f"Only the first {request.MOST_CHARACTERS} characters of the request were read.")
    usable = {}
    for name, value in facts.items():
        if name not in DEFAULTS[kind]:
            continue
        if fields.fits(name, value):
            usable[name] = value
        elif value not in ((), {}, None):
            notes.append(f"The {_label(name)} of the request cannot be used and was left out.")
    return complete(kind, usable, notes)


def complete(kind: Kind, given: Mapping[str, Any], notes: Iterable[str] = ()) -> Parameters:
    """Fill in what is left open.

    Args:
        kind: of the file.
        given: values by field; those that the kind has no use for are left out.
        notes: sentences to keep.

    Raises:
        InvalidParameter: a value does not fit its field.
    """
    values = {name: value for name, value in given.items() if name in DEFAULTS[kind] and value is not None}
    told = [*notes, *_consistent(values)]
    taken = frozenset(values)
    assumed = []
    for name, default in DEFAULTS[kind].items():
        if name in values:
            continue
        value = default(values) if callable(default) else default
        values[name] = value
        if value not in (None, False, (), {}):
            assumed.append(name)
    return Parameters(kind, values, taken, tuple(assumed), tuple(dict.fromkeys(told)))


_BOUNDS = re.compile(r"(?<![\d.:])(\d{1,3})\s*(?:-|to|\.\.|bis|/)\s*(\d{1,3})(?![\d%:.]|\s*(?:%|percent))")


def _label(name: str) -> str:
    return name.replace("_", " ")


def _facts(kind: Kind, text: str) -> tuple[dict[str, Any], list[str]]:  # noqa: C901, PLR0912  # one clause a field
    options: dict[str, Any] = {}
    if kind in WORKLOADS:
        options, text = pod_options.read(text)
        told, read = job_options.read(text)
        if kind in {Kind.JOB, Kind.CRONJOB}:
            options, text = {**options, **told}, read
        elif "arguments" in told:
            options["arguments"] = told["arguments"]
    named, notes = names.read(text, kind)
    facts: dict[str, Any] = {
        **scaling.read(text),
        **ports.read(text),
        **quantities.read(text, sizes_are_storage=kind in {Kind.PVC, Kind.PV, Kind.STATEFULSET}),
        **images.read(text),
        **hosts.read(text),
        **environment.read(text),
        **stacks.read(text),
        **services.read(text),
        **access.read(text),
        **cloud.read(text),
        **alerts.read(text),
        **specifics.read(text),
        **plays.read(text),
        **scripts.read(text),
        **targets.read(text),
        **scraping.read(text),
        **routes.read(text),
        **triggers.read(text),
        **named,
        **options,
    }
    for reader in _READERS.get(kind, ()):
        facts |= {name: value for name, value in reader(text).items() if value not in ((), {})}
    if schedule := schedules.read(text):
        facts["schedule"] = schedule.cron
        if schedule.note and "schedule" in DEFAULTS[kind]:
            notes.append(schedule.note)
    if zone := time_zones.read(text):
        facts["timezone"] = zone
    if kind in {Kind.CONFIG_MAP, Kind.SECRET}:
        given, listed = environment.keys(text)
        facts["keys"], facts["key_names"] = _without_empty(given), listed
        facts["key_names"] = (*(given if kind is Kind.SECRET else ()), *listed)
        if kind is Kind.SECRET and given:
            notes.append("Values of a secret do not belong into a manifest: those of the request were left out.")
    if (
        kind in {Kind.JOB, Kind.CRONJOB, Kind.POD, Kind.CRONTAB}
        and "command" not in facts
        and (command := environment.bare_command(text))
    ):
        facts["command"] = command
    if kind is Kind.HPA and "max_replicas" not in facts and (match := _BOUNDS.search(text)):
        facts["min_replicas"], facts["max_replicas"] = int(match[1]), int(match[2])
    if (
        kind is Kind.LOGROTATE
        and "rotations" not in facts
        and (match := re.search(r"\b(\d{1,3}) (?:days|weeks|months)\b", text))
    ):
        facts["rotations"] = int(match[1])
    if kind is Kind.TERRAFORM and facts.get("name") in _NO_PREFIXES:
        del facts["name"]
    if kind is Kind.STATEFULSET and "storage" in facts and "memory_request" not in facts:
        facts.pop("memory_limit", None)
    if kind is Kind.NETWORK_POLICY and (sides := peers.read(text)):
        facts = {**facts, **sides}
        facts.pop("labels", None)  # they are those of the Pods
    if kind is Kind.NETWORK_POLICY and facts.get("namespace") in facts.get("from_namespaces", ()):
        del facts["namespace"]  # where the others are
        if own := [name for name in names.namespaces(text) if name not in facts["from_namespaces"]]:
            facts["namespace"] = own[0]
    if facts.get("secret_env") and kind is not Kind.CONFIG_MAP:
        notes += _secrets_left_out(facts["secret_env"], text, kind)
    return {name: value for name, value in facts.items() if value not in ((), {})}, notes


_READERS: dict[Kind, tuple[Callable[[str], dict[str, Any]], ...]] = {
    Kind.GITHUB_ACTIONS: (pipeline_options.read,),
    Kind.GITLAB_CI: (pipeline_options.read,),
    Kind.SYSTEMD_SERVICE: (unit_options.read,),
    Kind.SYSTEMD_TIMER: (unit_options.read,),
    Kind.PROMETHEUS_ALERT: (alerts.several,),
    Kind.PROMETHEUS_SCRAPE: (scraping.several, scraping.probed),
    Kind.LOGROTATE: (small_options.rotated,),
    Kind.GITIGNORE: (stacks.several,),
    Kind.SHELL_SCRIPT: (scripts.told,),
    Kind.MAKEFILE: (targets.recipes,),
    Kind.NGINX: (site_options.read,),
    Kind.INGRESS: (site_options.of_an_ingress,),
    Kind.TERRAFORM: (cloud_options.read,),
    Kind.SERVICE: (service_ports.read,),
    Kind.COMPOSE: (compose_options.read,),
    Kind.DOCKERFILE: (docker_options.read,),
    Kind.PROMTAIL: (scraping.shipped,),
    Kind.HAPROXY: (balancers.read,),
    Kind.ALERTMANAGER: (notifications.read,),
    Kind.CLOUD_INIT: (machines.first_start,),
    Kind.INVENTORY: (machines.inventory,),
    Kind.FAIL2BAN: (machines.jail,),
    Kind.JENKINSFILE: (stages.read,),
    Kind.DEPENDABOT: (upkeep.updates,),
    Kind.PRE_COMMIT: (upkeep.hooks,),
    Kind.SERVICE_MONITOR: (operators.monitored,),
    Kind.ARGO_APPLICATION: (operators.application,),
    Kind.ISSUER: (operators.issuer,),
    Kind.CERTIFICATE: (operators.issuer,),
}
"""What only one kind asks for."""


_NO_PREFIXES_TEXT = """
tag sqs sns lambda rds ecr dynamodb queue table bucket role instance type gateway subnet subnets hash nat
"""
_NO_PREFIXES = frozenset(_NO_PREFIXES_TEXT.split())
"""Words for resources, which a configuration is not called by."""


def _without_empty(given: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in given.items() if value != ""}


def _secrets_left_out(listed: tuple[str, ...], text: str, kind: Kind) -> list[str]:
    written = [name for name in listed if f"{name}=" in text or f"{name}: " in text]
    if not written or "secret_env" not in DEFAULTS[kind]:
        return []
    return [f"{', '.join(written)}: looks like a secret, so its value was left out; it is read from a secret instead."]


def _consistent(values: dict[str, Any]) -> list[str]:
    """Repair pairs that contradict each other; returns what was done."""
    told = []
    for what, size in (("cpu", quantities.cores), ("memory", quantities.mebibytes)):
        request_, limit = values.get(f"{what}_request"), values.get(f"{what}_limit")
        if (
            fields.fits(f"{what}_request", request_)
            and fields.fits(f"{what}_limit", limit)
            and request_
            and limit
            and size(request_) > size(limit)
        ):
            values[f"{what}_request"] = limit
            told.append(f"A request of {request_} {what} is over the limit of {limit}: both are {limit}.")
    low, high = values.get("min_replicas"), values.get("max_replicas")
    if isinstance(low, int) and isinstance(high, int) and low > high:
        values["min_replicas"], values["max_replicas"] = high, low
        told.append(f"At least {low} and at most {high} replicas cannot be: taken the other way round.")
    return told
