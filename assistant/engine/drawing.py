"""From the logits of a step to a token for each row: penalties and biases before the sampler, log-probabilities beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass

import numpy as np

from assistant.engine.constraints.state import GrammarState, masks_of
from assistant.engine.penalties import Tokens, Values
from assistant.engine.sampler import sample
from assistant.engine.sequence import Sequence
from assistant.model.runner import Logits, TokenLogprobs


@dataclass(frozen=True)
class Row:
    """Whose next token a row of logits gives.

    Attributes:
        drafts: tokens that are guessed to come before it.
    """

    sequence: Sequence
    drafts: AbstractSequence[int] = ()

    @property
    def may_end(self) -> bool:
        """Whether a stop token may be drawn."""
        request = self.sequence.request
        return bool(request.stop_token_ids) and self.sequence.generated + len(self.drafts) >= request.min_tokens


@dataclass(frozen=True)
class Drawn:
    """What a step gave.

    Attributes:
        tokens: one for each row.
        logprobs: by row, where they were asked for.
    """

    tokens: list[int]
    logprobs: dict[int, TokenLogprobs]


def draw(logits: Logits, rows: AbstractSequence[Row]) -> Drawn:
    """Draw a token for each row as its request says."""
    if not rows:
        return Drawn([], {})
    wanted = {at: row.sequence.request.top_logprobs for at, row in enumerate(rows)}
    top = {at: count for at, count in wanted.items() if count is not None}
    probabilities = logits.log_probabilities(list(top)) if top else None
    _process(logits, rows)
    _constrain(logits, rows)
    tokens = sample(logits, [row.sequence.draw(len(row.drafts)) for row in rows])
    told = probabilities.of([tokens[at] for at in top], list(top.values())) if probabilities else []
    return Drawn(tokens, dict(zip(top, told, strict=True)))


def _process(logits: Logits, rows: AbstractSequence[Row]) -> None:
    """Change the logits as the requests ask: first what multiplies, then what adds."""
    penalties = [(at, row.sequence.penalties, row.drafts) for at, row in enumerate(rows)]
    factors = {at: places for at, of_row, drafts in penalties if (places := of_row.factors(drafts))}
    if factors:
        logits.penalise(*_places(factors))
    terms = {at: places for at, of_row, drafts in penalties if (places := of_row.terms(drafts))}
    if terms:
        logits.add(*_places(terms))
    biases = [(at, token, bias) for at, row in enumerate(rows) for token, bias in _biases(row).items()]
    if biases:
        logits.add(*zip(*biases, strict=True))


def _places(by_row: dict[int, tuple[Tokens, Values]]) -> tuple[Tokens, Tokens, Values]:
    """Rows, tokens and values, all (n,)."""
    rows = np.repeat([*by_row], [len(tokens) for tokens, _ in by_row.values()])
    tokens, values = zip(*by_row.values(), strict=True)
    return rows, np.concatenate(tokens), np.concatenate(values)


def _constrain(logits: Logits, rows: AbstractSequence[Row]) -> None:
    """Make impossible what the form of an answer does not allow."""
    states: dict[GrammarState, list[Row]] = {}
    constrained = []
    for at, row in enumerate(rows):
        if row.sequence.state:
            constrained.append(at)
            states.setdefault(row.sequence.state, []).append(row)  # those of a sequence stand together
    if constrained:
        masks = masks_of([(state, each[-1].drafts, [row.may_end for row in each]) for state, each in states.items()])
        logits.allow(constrained, masks)


def _biases(row: Row) -> dict[int, float]:
    """What is added to the logits of single tokens, whatever was said."""
    request = row.sequence.request
    biases = dict(request.sampling.logit_bias)
    if not row.may_end and not row.sequence.state:
        biases |= dict.fromkeys(request.stop_token_ids, -math.inf)
    return biases
