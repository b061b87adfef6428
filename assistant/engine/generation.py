"""What goes into the engine and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FinishReason = Literal["stop", "length"]


@dataclass(frozen=True)
class SamplingParams:
    """How the next token is drawn.

    Attributes:
        temperature: 0 takes the likeliest token, else the logits are divided by it.
        top_p: the smallest set of tokens whose probabilities reach it is drawn from (Holtzman et al. 2020,
            arXiv:1904.09751, section 3.1); 1 for all.
        seed: one seed gives one answer; None draws a fresh one.
    """

    temperature: float = 1.0
    top_p: float = 1.0
    seed: int | None = None


@dataclass(frozen=True)
class GenerationRequest:
    """One answer to generate.

    Attributes:
        prompt_ids: at least one token.
        max_tokens: at least one; together with the prompt within the engine's context.
        stop_token_ids: a token of these ends the answer; it is the last one given.
        min_tokens: no token of `stop_token_ids` comes before so many others.
    """

    prompt_ids: tuple[int, ...]
    max_tokens: int
    sampling: SamplingParams = SamplingParams()
    stop_token_ids: frozenset[int] = frozenset()
    min_tokens: int = 0


@dataclass(frozen=True)
class Step:
    """What one step of the engine added to an answer.

    Attributes:
        token_ids: at least one; several where drafts were right.
        finish_reason: only on the last step.
    """

    token_ids: tuple[int, ...]
    finish_reason: FinishReason | None = None
