"""What goes into the engine and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from assistant.engine.constraints.state import CompiledGrammar
from assistant.model.runner import TokenLogprobs

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True)
class SamplingParams:
    """How the next token is drawn.

    Attributes:
        temperature: 0 takes the likeliest token, else the logits are divided by it.
        top_p: of the tokens that `top_k` leaves, the smallest set whose probabilities reach it is drawn from (Holtzman et
            al. 2020, arXiv:1904.09751, section 3.1); 1 for all.
        seed: one seed gives one answer; None draws a fresh one.
        top_k: so many of the likeliest tokens are drawn from (Fan et al. 2018, arXiv:1805.04833); 0 for all.
        min_p: tokens less likely than this part of the likeliest one are left out (Nguyen et al. 2024, arXiv:2407.01082).
        presence_penalty: taken from the logit of each token that the answer has already.
        frequency_penalty: the same, times how often it has it.
        repetition_penalty: divides the logits of tokens that prompt or answer have where they are positive, and multiplies
            them where they are negative (Keskar et al. 2019, arXiv:1909.05858, section 4.1); 1 for none.
        logit_bias: what is added to the logits of single tokens.
    """

    temperature: float = 1.0
    top_p: float = 1.0
    seed: int | None = None
    top_k: int = 0
    min_p: float = 0.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    repetition_penalty: float = 1.0
    logit_bias: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True)
class GenerationRequest:
    """One answer to generate.

    Attributes:
        prompt_ids: at least one token.
        max_tokens: at least one; together with the prompt within the engine's context.
        stop_token_ids: a token of these ends the answer; it is the last one given.
        min_tokens: no token of `stop_token_ids` comes before so many others.
        top_logprobs: how many of the likeliest tokens are told beside each token of the answer; None where not even its
            own probability is.
        grammar: the form of the answer; None for any. The answer ends, as with a stop token, where nothing may follow.
    """

    prompt_ids: tuple[int, ...]
    max_tokens: int
    sampling: SamplingParams = SamplingParams()
    stop_token_ids: frozenset[int] = frozenset()
    min_tokens: int = 0
    top_logprobs: int | None = None
    grammar: CompiledGrammar | None = None


@dataclass(frozen=True)
class Step:
    """What one step of the engine added to an answer.

    Attributes:
        token_ids: at least one; several where drafts were right.
        finish_reason: only on the last step.
        logprobs: of each token, where they were asked for.
    """

    token_ids: tuple[int, ...]
    finish_reason: FinishReason | None = None
    logprobs: tuple[TokenLogprobs, ...] = ()
