"""From the logits of a step to a token for each row: penalties and biases before the sampler, log-probabilities beside it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from collections.abc import Sequence as AbstractSequence
from dataclasses import dataclass

from assistant.engine.constraints.state import GrammarState, masks_of
from assistant.engine.sampler import sample
from assistant.engine.sequence import Sequence
from assistant.model.runner import Logits, TokenLogprobs

_LEAST_PENALTY = 1e-20  # nearer to 0 the quotient would overflow; a token that was there wins by any margin here too


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
    factors = [(at, token, factor) for at, row in enumerate(rows) for token, factor in _factors(row)]
    if factors:
        logits.penalise(*zip(*factors, strict=True))
    terms = [(at, token, term) for at, row in enumerate(rows) for token, term in _terms(row).items()]
    if terms:
        logits.add(*zip(*terms, strict=True))


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


def _factors(row: Row) -> Iterator[tuple[int, float]]:
    penalty = row.sequence.request.sampling.repetition_penalty
    if penalty != 1:
        for token in {*row.sequence.token_ids, *row.drafts}:
            yield token, max(penalty, _LEAST_PENALTY)


def _terms(row: Row) -> dict[int, float]:
    """What is added to the logits of single tokens."""
    request = row.sequence.request
    sampling = request.sampling
    terms = dict(sampling.logit_bias)
    if sampling.presence_penalty or sampling.frequency_penalty:
        answer = Counter(row.sequence.token_ids[len(request.prompt_ids) :])
        answer.update(row.drafts)
        for token, count in answer.items():
            terms[token] = terms.get(token, 0.0) - sampling.presence_penalty - sampling.frequency_penalty * count
    if not row.may_end and not row.sequence.state:
        terms |= dict.fromkeys(request.stop_token_ids, -math.inf)
    return terms
