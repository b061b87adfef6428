"""docs/metrics.md against the code and a running server."""

import re

import httpx
from prometheus_client.parser import text_string_to_metric_families

from assistant.observability.metrics import metrics
from tests.observability.metrics_table import documented
from tests.server import ROOT

ASSISTANT, BARE = "devops-assistant", "llama-3.2-tiny-instruct"
OF_A_HISTOGRAM = re.compile(r"_(bucket|sum|count)$")


def test_every_metric_of_ours_is_documented_with_its_type_labels_and_meaning():
    table = documented()
    in_code = {}
    for instrument in vars(metrics()).values():
        [family] = instrument.describe()
        name = f"{family.name}_total" if family.type == "counter" else family.name
        in_code[name] = (family.type, frozenset(instrument._labelnames), family.documentation)
    assert {name for name in table if name.startswith("assistant_")} == set(in_code)
    for name, (kind, labels, meaning) in in_code.items():
        row = table[name]
        assert (name, row.type, row.labels) == (name, kind, labels)
        assert row.meaning.startswith(meaning), name
        assert row.unit, name


def test_every_label_is_explained():
    text = (ROOT / "docs" / "metrics.md").read_text()
    explained = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| [^|]+ \|$", text, re.MULTILINE))))
    of_ours = {label for name, row in documented().items() if name.startswith("assistant_") for label in row.labels}
    assert explained | {"version", "runner", "device"} == of_ours  # what these three are their names say


def test_a_running_server_gives_what_is_documented_and_nothing_else(small_server):
    ask(small_server, ASSISTANT, "how do I roll back deployment api? password=hunter2secret99")
    ask(small_server, BARE, "hi")
    bulk = {"model": BARE, "messages": [{"role": "user", "content": "hi"}], "max_tokens": 2}
    httpx.post(f"{small_server.url}/v1/chat/completions/batch", json={"requests": [bulk]}, timeout=60).raise_for_status()
    running = scraped(small_server)
    table = documented()
    assert set(running) == set(table)
    for name, (kind, labels) in running.items():
        assert (name, kind, labels) == (name, table[name].type, table[name].labels)


def test_the_gauges_of_the_replica_are_those_of_the_moment(small_server):
    text = httpx.get(f"{small_server.url}/metrics", timeout=10).text
    values = {(s.name, *s.labels.values()): s.value for f in text_string_to_metric_families(text) for s in f.samples}
    assert [values["assistant_state", state] for state in ("loading", "ready", "stopping", "failed")] == [0, 1, 0, 0]
    assert (values["assistant_places", "running"], values["assistant_places", "waiting"]) == (2, 2)
    assert values["assistant_resident_memory_bytes",] > 50e6
    assert values["assistant_model_memory_bytes", BARE] > 1e6
    assert values["assistant_errors_total", "generation_failed"] == 0  # there before the first one


def ask(server, model: str, question: str) -> None:
    body = {"model": model, "messages": [{"role": "user", "content": question}], "max_tokens": 20}
    httpx.post(f"{server.url}/v1/chat/completions", json=body, timeout=60).raise_for_status()


def scraped(server) -> dict[str, tuple[str, frozenset[str]]]:
    """Type and labels of every metric that the server gives."""
    found = {}
    for family in text_string_to_metric_families(httpx.get(f"{server.url}/metrics", timeout=10).text):
        for sample in family.samples:
            name = OF_A_HISTOGRAM.sub("", sample.name) if family.type == "histogram" else sample.name
            kind, labels = found.setdefault(name, (family.type, frozenset()))
            found[name] = (kind, labels | (frozenset(sample.labels) - {"le"}))
    return found
