"""One replica under requests: prompts and answers share its processor as in assistant/engine/scheduler.py."""

from __future__ import annotations

import heapq
import math
from collections import deque
from dataclasses import dataclass, field

from assistant.engine.scheduler import STRETCH
from deploy.capacity.measured import Measured

_NOTHING = 1e-3  # tokens or seconds, far above what a float loses of the seconds of a day and far below what matters


@dataclass(eq=False)
class Request:
    """One request, and what became of it.

    Attributes:
        prompt_tokens: those that no cache holds.
        ended: "answered", "refused" (429), or "timed out" (504, or an error in the middle of the answer).
    """

    arrived_s: float
    prompt_tokens: float
    answer_tokens: float
    admitted_s: float = math.nan
    first_token_s: float = math.nan
    ended_s: float = math.nan
    ended: str = ""


@dataclass(frozen=True)
class Limits:
    """Those of the service: ASSISTANT_MAX_RUNNING, _MAX_WAITING, _REQUEST_TIMEOUT_S, and the tokens that its cache holds."""

    running: int
    waiting: int
    timeout_s: float
    cache_tokens: float = math.inf


@dataclass
class Replica:
    """A replica between two events; `advance` brings it to a time no later than the next one.

    Every prompt is computed in its turn, and every answer gets its tokens as fast as every other. Beside answers, prompts
    take of the time what the scheduler gives them. What does not fit the cache is not computed again here.
    """

    speed: Measured
    limits: Limits
    now_s: float = 0.0
    waiting: deque[Request] = field(default_factory=deque)
    _prompts: deque[Request] = field(default_factory=deque)
    _left_tokens: float = 0.0  # of the first prompt
    _answers: list[tuple[float, int, Request]] = field(
        default_factory=list
    )  # a heap by the place in `_written` where each ends
    _written: float = 0.0  # tokens that an answer would have which had been there from the beginning
    _accepted: deque[Request] = field(default_factory=deque)  # by deadline; some have ended
    _count: int = 0

    @property
    def running(self) -> int:
        """Requests that have a place: `assistant_requests_running`."""
        return len(self._prompts) + len(self._answers)

    @property
    def idle(self) -> bool:
        """Whether nobody waits for anything."""
        return not self.running and not self.waiting

    @property
    def cache_use(self) -> float:
        """The part of the cache that requests hold: `assistant_kv_cache_use_ratio`."""
        of_answers = sum(each.prompt_tokens + each.answer_tokens - (end - self._written) for end, _, each in self._answers)
        of_prompts = sum(each.prompt_tokens for each in self._prompts) - self._left_tokens
        return min((of_answers + of_prompts) / self.limits.cache_tokens, 1.0)

    def submit(self, request: Request) -> None:
        """Take a request in, or refuse it at once."""
        if self.running + len(self.waiting) >= self.limits.running + self.limits.waiting:
            request.ended, request.ended_s = "refused", self.now_s
            return
        self._accepted.append(request)
        self.waiting.append(request)
        self._admit()

    def next_event_s(self) -> float:
        """When something ends here, if nothing comes."""
        times = [math.inf]
        if self._accepted:
            times.append(self._accepted[0].arrived_s + self.limits.timeout_s)
        share = self._share_of_prompts()
        if self._prompts:
            times.append(self.now_s + self._left_tokens / (share * self.speed.prefill_tokens_per_s))
        if self._answers:
            left = max(self._answers[0][0] - self._written, 0.0)
            times.append(self.now_s + left * self.speed.step_s(len(self._answers)) / (1 - share))
        return min(times)

    def advance(self, to_s: float) -> None:
        """Compute until a time, no later than the next event, and end what ends there."""
        passed_s = to_s - self.now_s
        share = self._share_of_prompts()
        if self._prompts:
            self._left_tokens -= passed_s * share * self.speed.prefill_tokens_per_s
        if self._answers:
            self._written += passed_s * (1 - share) / self.speed.step_s(len(self._answers))
        self.now_s = to_s
        self._end_prompt()
        while self._answers and self._answers[0][0] <= self._written + _NOTHING:
            self._end(heapq.heappop(self._answers)[2], "answered")
        self._time_out()
        self._admit()

    def _share_of_prompts(self) -> float:
        if not self._prompts:
            return 0.0
        if not self._answers:
            return 1.0
        stretch = STRETCH * (1 + (len(self._prompts) - 1) / len(self._answers))
        return stretch / (1 + stretch)

    def _admit(self) -> None:
        while self.waiting and self.running < self.limits.running:
            request = self.waiting.popleft()
            request.admitted_s = self.now_s
            self._prompts.append(request)
            if len(self._prompts) == 1:
                self._left_tokens = request.prompt_tokens
                self._end_prompt()

    def _end_prompt(self) -> None:
        while self._prompts and self._left_tokens <= _NOTHING:
            request = self._prompts.popleft()
            self._left_tokens = self._prompts[0].prompt_tokens if self._prompts else 0.0
            request.first_token_s = self.now_s
            self._count += 1
            heapq.heappush(self._answers, (self._written + request.answer_tokens - 1, self._count, request))

    def _time_out(self) -> None:
        while self._accepted:
            first = self._accepted[0]
            if not first.ended:
                if first.arrived_s + self.limits.timeout_s > self.now_s + _NOTHING:
                    return
                self._drop(first)
                self._end(first, "timed out")
            self._accepted.popleft()

    def _drop(self, request: Request) -> None:
        if request in self.waiting:
            self.waiting.remove(request)
        elif request in self._prompts:
            if request is self._prompts[0]:
                self._left_tokens = self._prompts[1].prompt_tokens if len(self._prompts) > 1 else 0.0
            self._prompts.remove(request)
        else:
            self._answers = [each for each in self._answers if each[2] is not request]
            heapq.heapify(self._answers)

    def _end(self, request: Request, how: str) -> None:
        request.ended, request.ended_s = how, self.now_s
