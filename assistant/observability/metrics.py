"""Prometheus metrics; BentoML's /metrics shows them."""

from __future__ import annotations

from functools import cache
from http import HTTPStatus

from assistant.errors import AssistantError, StartupError

SECONDS_TO_FIRST_TOKEN = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)
SECONDS_BETWEEN_TOKENS = (0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.35, 0.5, 1, 2)
SECONDS_OF_REQUEST = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600)

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)

STATES = ("loading", "ready", "stopping", "failed")
CHECKER_FAILURES = ("timeout", "crash", "busy")


class Metrics:
    """The instruments of one process; docs/metrics.md tells what each means.

    Counters of what goes wrong are there from the beginning, at zero: Prometheus sees no increase in what was not there before.
    """

    def __init__(self) -> None:
        # prometheus_client decides at import whether several processes share their figures, which BentoML
        # asks for in the environment of its workers.
        from prometheus_client import Counter, Gauge, Histogram

        self.time_to_first_token_s = Histogram(
            "assistant_time_to_first_token_seconds",
            "Time from accepting a request to its first token.",
            ["model"],
            buckets=SECONDS_TO_FIRST_TOKEN,
        )
        self.inter_token_s = Histogram(
            "assistant_inter_token_seconds", "Time between two tokens of an answer.", ["model"], buckets=SECONDS_BETWEEN_TOKENS
        )
        self.request_duration_s = Histogram(
            "assistant_request_duration_seconds",
            "Time from accepting a request to its end.",
            ["model", "finish_reason"],
            buckets=SECONDS_OF_REQUEST,
        )
        self.running = Gauge(
            "assistant_requests_running", "Requests that generate now.", ["model"], multiprocess_mode="livesum"
        )
        self.waiting = Gauge(
            "assistant_requests_waiting", "Requests that wait for a place.", ["model"], multiprocess_mode="livesum"
        )
        self.queue_time_s = Histogram(
            "assistant_queue_time_seconds",
            "Time that a request waited for its first step.",
            ["model"],
            buckets=SECONDS_TO_FIRST_TOKEN,
        )
        self.step_duration_s = Histogram(
            "assistant_engine_step_seconds", "Duration of one step of the engine.", ["model"], buckets=SECONDS_BETWEEN_TOKENS
        )
        self.step_sequences = Histogram(
            "assistant_engine_step_sequences", "Requests in one step of the engine (the batch size).", ["model"], buckets=SIZES
        )
        self.step_tokens = Histogram(
            "assistant_engine_step_tokens", "Tokens that one step of the engine computed.", ["model"], buckets=SIZES
        )
        self.cache_use = Gauge(
            "assistant_kv_cache_use_ratio",
            "Part of the key-value cache that requests hold now.",
            ["model"],
            multiprocess_mode="mostrecent",
        )
        self.prefix_tokens = Counter(
            "assistant_prefix_cache_tokens", "Tokens of prompts, found in the cache (reused) or computed.", ["model", "kind"]
        )
        self.draft_tokens = Counter(
            "assistant_draft_tokens", "Tokens that speculation guessed, and of these the accepted ones.", ["model", "kind"]
        )
        self.tokens = Counter("assistant_tokens", "Tokens processed.", ["model", "kind"])
        self.errors = Counter("assistant_errors", "Requests that ended in an error.", ["code"])
        for code in _codes_of_the_server():
            self.errors.labels(code)
        self.checked_blocks = Counter(
            "assistant_checked_blocks", "Code blocks of answers, by what the checkers said.", ["kind", "status"]
        )
        self.checker_failures = Counter(
            "assistant_checker_failures", "Checks that came to no end in the processes of the checkers.", ["reason"]
        )
        for reason in CHECKER_FAILURES:
            self.checker_failures.labels(reason)
        self.redactions = Counter(
            "assistant_redactions", "Secrets that were taken out of requests and answers.", ["type", "where"]
        )
        self.state = Gauge(
            "assistant_state",
            "1 for the state that the replica is in, 0 for the others.",
            ["state"],
            multiprocess_mode="mostrecent",
        )
        self.places = Gauge(
            "assistant_places",
            "Requests that may run or wait at once, for each model.",
            ["kind"],
            multiprocess_mode="mostrecent",
        )
        self.resident_memory_bytes = Gauge(
            "assistant_resident_memory_bytes",
            "Memory of the process that answers, and of those of the checkers.",
            multiprocess_mode="mostrecent",
        )
        self.model_memory_bytes = Gauge(
            "assistant_model_memory_bytes",
            "Memory of a model with its cache, as it was reckoned when it was loaded; 0 while it is not.",
            ["model"],
            multiprocess_mode="mostrecent",
        )
        self.info = Gauge(
            "assistant_info",
            "Always 1; the labels tell what runs here.",
            ["version", "model", "runner", "device"],
            multiprocess_mode="mostrecent",
        )


@cache
def metrics() -> Metrics:
    """The metrics of this process, made at the first call: a process can register them only once."""
    return Metrics()


def _codes_of_the_server() -> set[str]:
    """The codes of errors that are not the client's fault, and of a full queue."""

    def tree(kind: type[AssistantError]) -> list[type[AssistantError]]:
        return [kind, *(each for child in kind.__subclasses__() for each in tree(child))]

    return {
        kind.code
        for kind in tree(AssistantError)
        if kind.code and not issubclass(kind, StartupError) and kind.status >= HTTPStatus.TOO_MANY_REQUESTS
    }
