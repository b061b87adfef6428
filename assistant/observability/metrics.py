"""Prometheus metrics; BentoML's /metrics shows them."""

from __future__ import annotations

from functools import cache

SECONDS_TO_FIRST_TOKEN = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 60)
SECONDS_BETWEEN_TOKENS = (0.005, 0.01, 0.02, 0.035, 0.05, 0.075, 0.1, 0.15, 0.2, 0.35, 0.5, 1, 2)
SECONDS_OF_REQUEST = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600)

SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)


class Metrics:
    """The instruments of one process."""

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


@cache
def metrics() -> Metrics:
    """The metrics of this process, made at the first call: a process can register them only once."""
    return Metrics()
