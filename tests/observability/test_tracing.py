"""Traces as a collector gets them."""

import logging

import httpx
import pytest

from assistant.observability import tracing
from assistant.observability.request_log import logged_request
from tests.collector import attributes, collector
from tests.server import Server

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"


@pytest.fixture
def collected():
    with collector() as kept:
        tracing.configure(kept.url, version="1.2.3")
        yield kept
        tracing.close()
        tracing.configure(None, version="")


def test_the_service_tells_a_collector_what_the_time_of_a_request_was_for(llama_folder, tmp_path):
    body = {
        "model": "devops-assistant",
        "messages": [{"role": "user", "content": "roll back deployment api"}],
        "max_tokens": 20,
    }
    with collector() as kept:
        settings = {
            "ASSISTANT_MODEL": str(llama_folder),
            "ASSISTANT_KV_CACHE_BYTES": str(16 << 20),
            "ASSISTANT_TRACES_URL": kept.url,
        }
        with Server(settings, log=tmp_path / "log") as server:
            server.wait_until_ready()
            given = {"traceparent": f"00-{TRACE}-{PARENT}-01", "x-request-id": "from-nginx-1"}
            url = f"{server.url}/v1/chat/completions"
            httpx.post(url, json=body, headers=given, timeout=60).raise_for_status()
            spans = kept.trace(TRACE, spans=6)
            [line] = [line for line in server.lines() if line.get("request_id") == "from-nginx-1"]
    assert set(spans) == {"request", "prepare", "queue", "prefill", "decode", "checks"}
    request = spans["request"]
    assert request["parentSpanId"] == PARENT
    assert {span.get("parentSpanId") for name, span in spans.items() if name != "request"} == {request["spanId"]}
    assert attributes(request)["request_id"] == "from-nginx-1"
    assert attributes(request)["status"] == "200"
    assert attributes(spans["decode"])["tokens"] == str(line["completion_tokens"])
    assert line["trace_id"] == TRACE
    for span in spans.values():
        begin, end = int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"])
        assert int(request["startTimeUnixNano"]) <= begin <= end <= int(request["endTimeUnixNano"])
    assert spans["queue"]["endTimeUnixNano"] == spans["prefill"]["startTimeUnixNano"]
    assert spans["prefill"]["endTimeUnixNano"] == spans["decode"]["startTimeUnixNano"]
    assert kept.resources[0]["service.name"] == "devops-assistant"
    assert not any(attributes(span).get("path") in ("/v1/health", "/metrics") for span in kept.spans)


@pytest.mark.parametrize("given", ["", "garbage", f"00-{'0' * 32}-{PARENT}-01", f"01-{TRACE}-{PARENT}-01"])
def test_what_is_no_parent_begins_a_trace_of_its_own(collected, given):
    with logged_request("r", traceparent=given):
        pass
    tracing.close()
    [span] = collected.spans
    assert span["traceId"] != TRACE
    assert "parentSpanId" not in span
    assert (len(span["traceId"]), len(span["spanId"])) == (32, 16)


def test_a_caller_that_does_not_sample_is_not_traced_and_neither_is_a_probe(collected):
    with logged_request("r", traceparent=f"00-{TRACE}-{PARENT}-00"):
        tracing.span("queue", 0, 1)
    with logged_request("r", level=logging.DEBUG):
        pass
    tracing.close()
    assert collected.spans == []


def test_a_collector_that_is_away_costs_one_warning_and_no_request(caplog):
    tracing.configure("http://127.0.0.1:9/v1/traces", version="")
    for _ in range(3):
        with logged_request("r"):
            pass
    tracing.close()
    tracing.configure(None, version="")
    assert len([record for record in caplog.records if "traces cannot be sent" in record.message]) == 1
