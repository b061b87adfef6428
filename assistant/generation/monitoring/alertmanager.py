"""Alertmanager: who is told of which alerts, and how."""

from __future__ import annotations

from typing import Any

from assistant.generation import yaml_writer
from assistant.generation.generated import Block, Draft, NextStep
from assistant.generation.parameters import Parameters

_SECRETS = "/etc/alertmanager/secrets"


def alertmanager(p: Parameters) -> Draft:
    """An alertmanager.yml; whatever is secret is read from files."""
    told: list[str] = []
    routes = [dict.fromkeys(("severity",), severity) | {"to": to} for severity, to in p["severity_routes"] or ()]
    usual = p["receiver"] or next((to for to in p["receivers"] if to not in {each["to"] for each in routes}), p["receivers"][0])
    names = list(dict.fromkeys([usual, *p["receivers"], *(each["to"] for each in routes)]))
    content = {
        "global": _global(p, names),
        "route": {
            "receiver": usual,
            "group_by": list(p["group_by"]),
            "group_wait": p["group_wait"],
            "group_interval": p["group_interval"],
            "repeat_interval": p["repeat_interval"],
            "routes": [
                {"matchers": [f'severity="{each["severity"]}"'], "receiver": each["to"]}
                for each in routes
                if each["to"] != usual
            ]
            or None,
        },
        "inhibit_rules": [
            {
                "source_matchers": ['severity="critical"'],
                "target_matchers": ['severity="warning"'],
                "equal": ["alertname", *(each for each in p["group_by"] if each != "alertname")],
            }
        ]
        if p["inhibit"]
        else None,
        "receivers": [_receiver(p, name, told) for name in names],
    }
    file = Block("yaml", "alertmanager.yml", yaml_writer.write(content))
    steps = (
        NextStep("amtool check-config alertmanager.yml", "read-only"),
        NextStep("amtool config routes test --config.file=alertmanager.yml severity=critical", "read-only"),
        NextStep("curl -X POST http://localhost:9093/-/reload", "changes state"),
    )
    return Draft((file,), steps, tuple(dict.fromkeys(told)))


def _global(p: Parameters, names: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {"resolve_timeout": "5m"}
    if "email" in names:
        sender = p["mail_from"] or "alertmanager@example.com"
        found |= {
            "smtp_smarthost": p["smarthost"] or "smtp.example.com:587",
            "smtp_from": sender,
            "smtp_auth_username": sender,
            "smtp_auth_password_file": f"{_SECRETS}/smtp_password",
        }
    return found


def _receiver(p: Parameters, name: str, told: list[str]) -> dict[str, Any]:
    resolved = {"send_resolved": True}
    match name:
        case "slack":
            told.append(f"{_SECRETS}/slack_url holds the address of the Slack webhook.")
            channel = p["slack_channel"] or "#alerts"
            text = "{{ range .Alerts }}{{ .Annotations.summary }}\n{{ end }}"
            found = {
                "api_url_file": f"{_SECRETS}/slack_url",
                "channel": channel,
                **resolved,
                "title": "{{ .CommonLabels.alertname }}",
                "text": text,
            }
        case "pagerduty":
            told.append(f"{_SECRETS}/pagerduty_key holds the routing key of the PagerDuty service.")
            found = {"routing_key_file": f"{_SECRETS}/pagerduty_key", **resolved}
        case "opsgenie":
            told.append(f"{_SECRETS}/opsgenie_key holds the API key of Opsgenie.")
            found = {"api_key_file": f"{_SECRETS}/opsgenie_key", **resolved}
        case "email":
            told.append(f"{_SECRETS}/smtp_password holds the password of the mail account.")
            if not p["mails"]:
                told.append("The request names no address; assumed: oncall@example.com.")
            return {"name": name, "email_configs": [{"to": each, **resolved} for each in p["mails"] or ("oncall@example.com",)]}
        case "teams":
            told.append(f"{_SECRETS}/teams_url holds the address of the Teams webhook.")
            return {"name": name, "msteamsv2_configs": [{"webhook_url_file": f"{_SECRETS}/teams_url", **resolved}]}
        case _:
            found = {"url": p["url"] or "http://localhost:9095/alerts", **resolved}
            return {"name": name, "webhook_configs": [found]}
    return {"name": name, f"{name}_configs": [found]}
