"""What a request takes from the logits of tokens that were said before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.engine.generation import SamplingParams

Tokens = NDArray[np.int64]
Values = NDArray[np.floating[Any]]
_LEAST_PENALTY = 1e-20  # nearer to 0 the quotient would overflow; a token that was there wins by any margin here too


class Penalties:
    """Knows which tokens there were, without going through all of them for every step."""

    def __init__(self, sampling: SamplingParams, prompt_ids: Sequence[int]) -> None:
        self._factor = max(sampling.repetition_penalty, _LEAST_PENALTY)
        self._multiplies = self._factor != 1
        self._presence = sampling.presence_penalty
        self._frequency = sampling.frequency_penalty
        self._there = dict.fromkeys(prompt_ids) if self._multiplies else {}
        self._said: Counter[int] = Counter()

    def take(self, token_ids: Sequence[int]) -> None:
        """Go on with these tokens of the answer."""
        if self._multiplies:
            self._there |= dict.fromkeys(token_ids)
        if self._adds:
            self._said.update(token_ids)

    def factors(self, drafts: Sequence[int]) -> tuple[Tokens, Values] | None:
        """By what the logits of single tokens are penalised, after the guesses too; None for nothing.

        Returns:
            Different tokens, (n,), and a factor for each, (n,).
        """
        if not self._multiplies:
            return None
        new = dict.fromkeys(token for token in drafts if token not in self._there)
        tokens = np.fromiter((*self._there, *new), np.int64)
        return tokens, np.full(len(tokens), self._factor)

    def terms(self, drafts: Sequence[int]) -> tuple[Tokens, Values] | None:
        """What is added to the logits of single tokens, as `factors`."""
        if not self._adds or not (self._said or drafts):
            return None
        said = self._said
        if drafts:
            said = said.copy()
            said.update(drafts)
        counts = np.fromiter(said.values(), np.float64, len(said))
        return np.fromiter(said, np.int64, len(said)), -self._presence - self._frequency * counts

    @property
    def _adds(self) -> bool:
        return bool(self._presence or self._frequency)
