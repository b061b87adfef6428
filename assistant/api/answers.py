"""What the answers of several routes have in common: who answered, what it cost, how likely it was."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Sequence
from functools import cache
from typing import Any

from assistant.api.wire.answers import LogprobToken, PromptTokensDetails, TokenLogprob, Usage
from assistant.api.wire.chat import ChoiceLogprobs
from assistant.application import versions
from assistant.chat.answer import Answer
from assistant.engine.completion import AnsweredToken, LikelyToken

_LEAST_LOGPROB = -9999.0  # what OpenAI tells of a token that was impossible; JSON has no infinity


def identity(answer: Answer, prefix: str = "chatcmpl") -> dict[str, Any]:
    """What all parts of one answer have in common."""
    return {
        "id": f"{prefix}-{uuid.uuid4().hex}",
        "created": int(time.time()),
        "model": answer.model,
        "system_fingerprint": _fingerprint(answer.model),
    }


def usage_of(answer: Answer) -> Usage:
    """The tokens of an answer so far."""
    usage = answer.usage
    return Usage(
        prompt_tokens=usage.prompt_tokens,
        completion_tokens=usage.completion_tokens,
        total_tokens=usage.prompt_tokens + usage.completion_tokens,
        prompt_tokens_details=PromptTokensDetails(cached_tokens=usage.cached_tokens),
    )


def logprobs_of(tokens: Sequence[AnsweredToken]) -> ChoiceLogprobs | None:
    """How likely some tokens were; None where that was not asked for."""
    if not tokens:
        return None
    told = [TokenLogprob(**_likely(token).model_dump(), top_logprobs=[_likely(top) for top in token.top]) for token in tokens]
    return ChoiceLogprobs(content=told)


def finite(logprob: float) -> float:
    """A logarithm that JSON can spell."""
    return max(logprob, _LEAST_LOGPROB)


def _likely(token: LikelyToken) -> LogprobToken:
    return LogprobToken(token=token.text, logprob=finite(token.logprob), bytes=list(token.token))


@cache
def _fingerprint(model: str) -> str:
    return "fp_" + hashlib.sha256(repr((model, sorted(versions().items()))).encode()).hexdigest()[:12]
