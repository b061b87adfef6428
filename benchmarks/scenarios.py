"""The scenarios: what is asked of one running server, and the figures that come of it."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from benchmarks.environments import ROOT
from benchmarks.load import Plan, Request
from benchmarks.machine import cpu_time
from benchmarks.prompts import COPY_TURNS, DEVOPS_TURNS, QUESTIONS, Chat, Message, prefix, prompt
from benchmarks.servers import Running, chat_body
from benchmarks.sse import Answer

PROMPT_TOKENS, PREFILL_TOKENS, LONG_TOKENS = 128, 1000, 4000
INTERFERENCE_TOKENS = 512  # so that streams still run when the long prompt is computed
_CHILD_MARGIN_S = 30.0


@dataclass(frozen=True)
class Size:
    """How much is asked.

    Attributes:
        limit_s: a load that takes longer is cut, and counted as far as it came.
    """

    answer_tokens: int
    streams: tuple[int, ...]
    repeats: int
    turns: int
    limit_s: float


FULL = Size(answer_tokens=128, streams=(1, 2, 4, 8, 16, 32), repeats=3, turns=10, limit_s=120.0)
QUICK = Size(answer_tokens=64, streams=(1, 8, 32), repeats=2, turns=4, limit_s=20.0)


@dataclass
class Figures:
    """What was measured on one server in one round.

    Attributes:
        values: a figure's name -> its samples.
        remarks: what was not as it should be.
        other_cores: for each load, the cores that other programs used meanwhile.
    """

    values: dict[str, list[float]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    other_cores: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, value: float) -> None:
        """Note a sample."""
        self.values.setdefault(name, []).append(value)


@dataclass(frozen=True)
class Bench:
    """One server under load."""

    server: Running
    chat: Chat
    size: Size
    figures: Figures

    def body(self, messages: list[Message], max_tokens: int, *, ignore_eos: bool = True) -> dict[str, Any]:
        """A request to this server."""
        return chat_body(self.server.spec, self.server.model, messages, max_tokens=max_tokens, ignore_eos=ignore_eos)

    def load(self, what: str, requests: list[Request], prompt_tokens: int = 0) -> list[Answer]:
        """Send requests from a process of its own and note what was odd.

        Args:
            what: the scenario, for the remarks.
            prompt_tokens: what the server should count of each prompt, 0 for anything.

        Raises:
            RuntimeError: a request failed.
        """
        plan = Plan(self.server.port, tuple(requests), self.size.limit_s)
        before, start_s = cpu_time(self.server.pid), time.perf_counter()
        answers, load_s = _drive(plan)
        passed_s, after = time.perf_counter() - start_s, cpu_time(self.server.pid)
        busy_s = after.everyone_s - before.everyone_s - (after.server_s - before.server_s) - load_s
        self.figures.other_cores[what] = max(busy_s / passed_s, self.figures.other_cores.get(what, 0.0), 0.0)
        if errors := [answer.error for answer in answers if answer.error]:
            raise RuntimeError(f"{what}: {len(errors)} of {len(answers)} requests failed: {errors[0]}")
        if any(answer.cut for answer in answers) and not any(request.ends_all for request in requests):
            self._remark(f"{what}: cut after {self.size.limit_s:.0f} s, counted as far as it came")
        counts = {answer.prompt_tokens for answer in answers if not answer.cut}
        if prompt_tokens and counts - {prompt_tokens}:
            self._remark(f"{what}: prompts of {prompt_tokens} tokens were counted as {sorted(counts)}")
        return answers

    def ask(self, what: str, body: dict[str, Any], prompt_tokens: int = 0) -> Answer:
        """Send one request, alone.

        Raises:
            RuntimeError: it failed, or the time was up before its first text.
        """
        [answer] = self.load(what, [Request(body)], prompt_tokens)
        if not answer.times_s:
            raise RuntimeError(f"{what}: no text within {self.size.limit_s:.0f} s")
        return answer

    def _remark(self, text: str) -> None:
        if text not in self.figures.remarks:
            self.figures.remarks.append(text)


def warm_up(bench: Bench) -> None:
    """Let a server touch its memory and compile what it compiles at first use."""
    requests = [Request(bench.body(prompt(bench.chat, f"warm {i}", PROMPT_TOKENS), 8)) for i in range(4)]
    bench.load("warm-up", requests)


def throughput(bench: Bench) -> None:
    """Short prompts, answers of a fixed length: speed of one stream, and of several together."""
    for streams in bench.size.streams:
        for repeat in range(bench.size.repeats if streams == 1 else 1):
            seeds = [f"throughput {streams} {repeat} {i}" for i in range(streams)]
            answers = _at_once(bench, f"throughput_{streams}", [prompt(bench.chat, seed, PROMPT_TOKENS) for seed in seeds])
            bench.figures.add(f"aggregate_{streams}", _aggregate(answers, bench.size.limit_s))
            if streams == 1 and answers[0].times_s:
                bench.figures.add("decode", answers[0].decode_tokens_per_s)


def beside_the_engine(bench: Bench, streams: int, in_process: Callable[[list[list[Message]]], float]) -> None:
    """The throughput over HTTP and of the engine in a process of its own, in turns; the server stays and has nothing to do.

    Args:
        in_process: takes conversations and gives tokens a second.
    """
    for repeat in range(bench.size.repeats + 1):
        conversations = [prompt(bench.chat, f"in turns {repeat} {i}", PROMPT_TOKENS) for i in range(streams)]
        alone = in_process(conversations)
        over_http = _aggregate(_at_once(bench, "in_process", conversations), bench.size.limit_s)
        if repeat:  # by then each side has touched its memory
            bench.figures.add(f"in_process_{streams}", alone)
            bench.figures.add(f"over_http_{streams}", over_http)


def prefill(bench: Bench) -> None:
    """A prompt of 1,000 tokens that no cache has: time to first token."""
    for repeat in range(bench.size.repeats):
        message = prompt(bench.chat, f"prefill {repeat}", PREFILL_TOKENS)
        answer = bench.ask("prefill", bench.body(message, 2), PREFILL_TOKENS)
        bench.figures.add("ttft_1000_ms", 1e3 * answer.ttft_s)
        bench.figures.add("prefill", PREFILL_TOKENS / answer.ttft_s)


def repeated_prefix(bench: Bench) -> None:
    """A system message of 1,000 tokens that was seen before, each time with another question."""
    for repeat in range(bench.size.repeats):
        system = prefix(bench.chat, f"prefix {repeat}", PREFILL_TOKENS)
        for i, question in enumerate(QUESTIONS[:4]):
            messages = [*system, {"role": "user", "content": question}]
            answer = bench.ask("prefix", bench.body(messages, 4))
            if i:
                bench.figures.add("ttft_prefix_ms", 1e3 * answer.ttft_s)


def chat_turns(bench: Bench) -> None:
    """A conversation: each turn sends all before it, with the answer as the server gave it."""
    messages = prompt(bench.chat, "chat", 4 * PROMPT_TOKENS)
    for turn in range(bench.size.turns):
        answer = bench.ask("chat", bench.body(messages, 32))
        if turn:
            bench.figures.add("ttft_turn_ms", 1e3 * answer.ttft_s)
        question = {"role": "user", "content": QUESTIONS[turn % len(QUESTIONS)]}
        messages = [*messages, {"role": "assistant", "content": answer.text.strip() or "-"}, question]


def interference(bench: Bench) -> None:
    """Eight running streams, alone and while a prompt of 4,000 tokens comes in: gaps between their tokens."""
    for with_long in (False, True):
        kind = "long" if with_long else "alone"
        messages = [prompt(bench.chat, f"interference {kind} {i}", PROMPT_TOKENS) for i in range(8)]
        requests = [Request(bench.body(message, INTERFERENCE_TOKENS)) for message in messages]
        if with_long:
            long = bench.body(prompt(bench.chat, "long", LONG_TOKENS), 2)
            requests.append(Request(long, after_events=16, ends_all=True))
        answers = bench.load(f"interference_{kind}", requests)
        running = answers[:8]
        if any(not answer.times_s for answer in answers):
            raise RuntimeError(f"interference: a stream had no text within {bench.size.limit_s:.0f} s")
        begin_s, end_s = _together(running)
        if with_long:
            begin_s, end_s = answers[8].sent_s, answers[8].times_s[0]
            bench.figures.add("ttft_long_ms", 1e3 * answers[8].ttft_s)
        gaps = [1e3 * gap for gap in gaps_s(running, begin_s, end_s)]
        bench.figures.add(f"gap_p50_{kind}_ms", quantile(gaps, 0.5))
        bench.figures.add(f"gap_p99_{kind}_ms", quantile(gaps, 0.99))
    p99 = {kind: bench.figures.values[f"gap_p99_{kind}_ms"][-1] for kind in ("alone", "long")}
    bench.figures.add("gap_p99_ratio", p99["long"] / p99["alone"])


def copying(bench: Bench) -> None:
    """Turns whose answer repeats much of the prompt; they end where the model ends them."""
    _turns(bench, "copy", COPY_TURNS)


def devops(bench: Bench) -> None:
    """Turns as an engineer asks them; they end where the model ends them."""
    _turns(bench, "devops", DEVOPS_TURNS)


SCENARIOS: dict[str, Callable[[Bench], None]] = {
    "throughput": throughput,
    "prefill": prefill,
    "prefix": repeated_prefix,
    "chat": chat_turns,
    "interference": interference,
    "copy": copying,
    "devops": devops,
}
NEED_MEANING = {"copy", "devops"}  # scenarios for which random weights are of no use
IN_QUICK = ("throughput", "prefill", "prefix", "chat")


def gaps_s(answers: list[Answer], begin_s: float, end_s: float) -> list[float]:
    """The pauses between the texts of each answer that touch a span of time; a pause that is longer than it counts whole."""
    return [
        later - earlier
        for answer in answers
        for earlier, later in zip(answer.times_s, answer.times_s[1:], strict=False)
        if later > begin_s and earlier < end_s
    ]


def quantile(values: list[float], share: float) -> float:
    """The value below which this share of the sorted values lies, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)] if ordered else float("nan")


def _turns(bench: Bench, name: str, turns: tuple[str, ...]) -> None:
    for turn in turns:
        messages = [{"role": "system", "content": "You are a DevOps assistant."}, {"role": "user", "content": turn}]
        answer = bench.ask(name, bench.body(messages, 2 * bench.size.answer_tokens, ignore_eos=False))
        bench.figures.add(name, answer.decode_tokens_per_s)
        bench.figures.add(f"{name}_tokens", answer.completion_tokens)


def _at_once(bench: Bench, what: str, conversations: list[list[Message]]) -> list[Answer]:
    """Answers of a fixed length, all asked for at the same time."""
    requests = [Request(bench.body(messages, bench.size.answer_tokens)) for messages in conversations]
    return bench.load(what, requests, PROMPT_TOKENS)


def _aggregate(answers: list[Answer], limit_s: float) -> float:
    """Tokens a second from the first request sent to the last token received."""
    begin_s = min(answer.sent_s for answer in answers)
    took_s = limit_s if any(answer.cut for answer in answers) else max(answer.end_s for answer in answers) - begin_s
    return sum(answer.completion_tokens for answer in answers) / took_s


def _together(answers: list[Answer]) -> tuple[float, float]:
    """From when all have their first text until the first of them ends."""
    return max(answer.times_s[0] for answer in answers), min(answer.end_s for answer in answers)


def _drive(plan: Plan) -> tuple[list[Answer], float]:
    """Carry out a plan in a process of its own; gives the answers and the CPU seconds that it took."""
    command = (sys.executable, "-m", "benchmarks.load")
    before = _children_s()
    done = subprocess.run(
        command,
        cwd=ROOT,
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        timeout=plan.limit_s + _CHILD_MARGIN_S,
        check=True,
    )
    return [Answer(**answer) for answer in json.loads(done.stdout)], _children_s() - before


def _children_s() -> float:
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def median(samples: list[float]) -> float:
    """The middle of the samples."""
    return statistics.median(samples)
