"""The rules, the example configurations and the dashboard: by the tools of Prometheus, and by one that scraped the service."""

import json
import math
import re
import subprocess
import time

import httpx
import pytest
import yaml

from assistant.knowledge.handbook import load
from assistant.knowledge.knowledge import Knowledge
from tests.observability.metrics_table import documented
from tests.prometheus import FOLDER, program, prometheus
from tests.server import ROOT

RULES = yaml.safe_load((FOLDER / "rules.yaml").read_text())
RECORDS = {rule["record"]: rule for group in RULES["groups"] for rule in group["rules"] if "record" in rule}
ALERTS = {rule["alert"]: rule for group in RULES["groups"] for rule in group["rules"] if "alert" in rule}
DASHBOARD = json.loads((ROOT / "deploy" / "grafana" / "dashboard.json").read_text())
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
QUERIES = [target["expr"] for panel in PANELS for target in panel["targets"]]
RUNBOOK = "https://assistant.example.com/v1/devops/references/handbook/"
LOAD = (
    "how do I roll back deployment api? my password=hunter2secret99",
    "write a Dockerfile for a python app",
    "tail the last 200 lines of pod web-0",
)
WINDOW_S = 60


@pytest.mark.parametrize(
    "command",
    [
        ("promtool", "check", "rules", "rules.yaml"),
        ("promtool", "test", "rules", "rules_test.yaml"),
        ("promtool", "check", "config", "prometheus.yaml"),
        ("amtool", "check-config", "alertmanager.yaml"),
    ],
    ids=" ".join,
)
def test_the_tools_of_prometheus_accept(command):
    ran = subprocess.run(
        [program(command[0]), *command[1:]], cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "FAILED" not in ran.stdout


@pytest.mark.parametrize(
    ("labels", "receiver"),
    [
        (("alertname=DevopsAssistantDown", "severity=critical"), "on-call"),
        (("alertname=DevopsAssistantQueueLong", "severity=warning"), "team"),
    ],
)
def test_critical_alerts_call_somebody(labels, receiver):
    tool = [program("amtool"), "config", "routes", "test", "--config.file=alertmanager.yaml", f"--verify.receivers={receiver}"]
    ran = subprocess.run([*tool, *labels], cwd=FOLDER, capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_each_alert_is_tested_to_fire_and_to_be_silent():
    fires, silent = set(), set()
    for case in yaml.safe_load((FOLDER / "rules_test.yaml").read_text())["tests"]:
        for check in case["alert_rule_test"]:
            (fires if check["exp_alerts"] else silent).add(check["alertname"])
    assert fires == silent == set(ALERTS)


def test_alertmanager_names_alerts_that_exist():
    text = (FOLDER / "alertmanager.yaml").read_text()
    for names in re.findall(r'"DevopsAssistant\((.+)\)"', text):
        assert {f"DevopsAssistant{name}" for name in names.split("|")} <= set(ALERTS)
    assert set(re.findall(r'= "(DevopsAssistant\w+)"', text)) <= set(ALERTS)


@pytest.mark.parametrize("alert", ALERTS)
def test_an_alert_says_how_bad_it_is_and_leads_to_its_runbook(alert):
    rule = ALERTS[alert]
    assert rule["labels"]["severity"] in ("critical", "warning")
    assert rule["for"] != "0s"
    url = rule["annotations"]["runbook_url"]
    assert url.startswith(RUNBOOK)
    entry = load()[url.removeprefix(RUNBOOK)]
    assert any(alert in task for task in entry.tasks)


@pytest.fixture(scope="module")
def knowledge():
    return Knowledge(load().values())


@pytest.mark.parametrize("question", ["what to do about alert {}", "{}", "{} is firing, what now?"])
@pytest.mark.parametrize("alert", ALERTS)
def test_the_runbook_of_an_alert_is_found_by_its_name(alert, question, knowledge):
    best = knowledge.search(question.format(alert))[0].passage.id
    assert ALERTS[alert]["annotations"]["runbook_url"] == RUNBOOK + best


def test_who_asks_about_an_alert_is_answered_with_its_runbook(embedded_server):
    question = "what to do about alert DevopsAssistantQueueFull"
    body = {"model": "devops-assistant", "messages": [{"role": "user", "content": question}], "max_tokens": 8}
    answer = httpx.post(f"{embedded_server.url}/v1/chat/completions", json=body, timeout=120).json()["choices"][0]["message"]
    assert answer["assistant"]["references"][0]["id"] == "devops-assistant/queue-full"
    assert "assistant_requests_waiting" in answer["content"]


def test_every_runbook_belongs_to_an_alert_that_exists():
    runbooks = [entry for name, entry in load().items() if name.startswith("devops-assistant/")]
    named = {name for entry in runbooks for name in re.findall(r"\bDevopsAssistant\w+", " ".join(entry.tasks))}
    assert named == set(ALERTS)


def test_rules_and_dashboard_ask_for_documented_metrics_alone():
    known = {*documented(), *RECORDS, "ALERTS"}
    for expression in (*QUERIES, *(rule["expr"] for rule in (*RECORDS.values(), *ALERTS.values()))):
        names = re.findall(r"\b(?:\w+:)*(?:assistant|bentoml)_\w+(?::\w+)*", expression)
        assert names or expression.startswith(("up", "(sum by (job) (up")), expression
        for name in names:
            assert name in known or re.sub(r"_(bucket|sum|count)$", "", name) in known, name


def test_every_metric_that_is_recorded_or_of_ours_is_on_the_dashboard():
    shown = " ".join(QUERIES)
    of_ours = {name for name in documented() if name.startswith("assistant_")}
    assert {name for name in of_ours if name not in shown} <= {"assistant_engine_step_tokens"}


def test_panels_have_a_place_a_source_and_a_meaning():
    taken = set()
    for panel in DASHBOARD["panels"]:
        place = panel["gridPos"]
        cells = {(place["x"] + x, place["y"] + y) for x in range(place["w"]) for y in range(place["h"])}
        assert not cells & taken, panel["title"]
        assert place["x"] + place["w"] <= 24
        taken |= cells
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    for panel in PANELS:
        assert panel["description"]
        assert {target["datasource"]["uid"] for target in panel["targets"]} == {"${datasource}"}
    assert [variable["name"] for variable in DASHBOARD["templating"]["list"]] == ["datasource", "job", "instance"]


def test_every_panel_shows_what_a_real_prometheus_scraped_under_load(embedded_server, tmp_path):
    with prometheus(tmp_path, targets=[embedded_server.url.removeprefix("http://")]) as scraped:
        empty = {panel["title"]: panel for panel in PANELS}
        deadline = time.monotonic() + 60
        while empty and time.monotonic() < deadline:
            put_load_on(embedded_server)
            empty = {title: panel for title, panel in empty.items() if not has_data(panel, scraped)}
        assert not empty, list(empty)

        for variable in DASHBOARD["templating"]["list"][1:]:
            selector, label = re.fullmatch(r"label_values\((.+), (\w+)\)", variable["definition"]).groups()
            assert scraped.label_values(label, filled(selector)), variable["name"]
        for annotation in DASHBOARD["annotations"]["list"]:
            scraped.query(annotation["expr"])
        rules = scraped.rules()
        assert {rule["name"]: rule["health"] for rule in rules} == dict.fromkeys((*RECORDS, *ALERTS), "ok")
        assert [rule["name"] for rule in rules if rule.get("state") == "firing"] == []
        assert all(scraped.query(record) for record in RECORDS)


def put_load_on(server) -> None:
    url = f"{server.url}/v1/chat/completions"
    for question in LOAD:
        body = {"model": "devops-assistant", "messages": [{"role": "user", "content": question}], "max_tokens": 24}
        httpx.post(url, json=body, timeout=120).raise_for_status()
    httpx.post(url, json={}, timeout=20)
    time.sleep(1)


def has_data(panel, scraped) -> bool:
    """Whether each query of a panel gives a number."""
    for target in panel["targets"]:
        expression = filled(target["expr"])
        if target.get("instant"):
            numbers = [float(series["value"][1]) for series in scraped.query(expression)]
        else:
            series = scraped.query_range(expression, seconds=WINDOW_S)
            numbers = [float(value) for one in series for _, value in one["values"]]
        if not any(math.isfinite(number) for number in numbers):
            return False
    return True


def filled(expression: str) -> str:
    """As Grafana fills it in where everything is chosen."""
    for variable, value in (("$job", ".+"), ("$instance", ".+"), ("$__rate_interval", f"{WINDOW_S}s")):
        expression = expression.replace(variable, value)
    assert "$" not in expression
    return expression
