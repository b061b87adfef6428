"""How far an answer has come in its grammar, and which tokens may come next."""

from __future__ import annotations

import functools
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.errors import ConstraintTooComplex

if TYPE_CHECKING:
    from llguidance import LLExecutor, LLMatcher


class CompiledGrammar:
    """A grammar for the vocabulary of one model.

    Attributes:
        words: 32-bit words of a mask.
        tokens: of all answers so far; the automaton, which they share, grows with them.
    """

    def __init__(
        self, matcher: LLMatcher, *, ends: Collection[int], words: int, where: str, opened: LLMatcher | None = None
    ) -> None:
        """
        Args:
            matcher: before the first token; taken over.
            ends: the tokens that end an answer, at least one.
            where: the field of the request that asks for the form.
            opened: of the answers that have a form, where others are free; before the first token, taken over.
        """
        self.ends = frozenset(ends)
        self.words = words
        self.where = where
        self.tokens = 0
        self.end_bits = np.zeros(words, np.uint32)
        for token in ends:
            self.end_bits[token // 32] |= np.uint32(1 << token % 32)
        self._matcher = matcher
        self._opened = opened

    def start(self) -> GrammarState:
        """The state before the first token."""
        return GrammarState(self, self._matcher.deep_copy(), self._opened and self._opened.deep_copy())

    def accepts(self, token_ids: Sequence[int]) -> bool:
        """Whether these are a whole answer."""
        matcher = self._matcher.deep_copy()
        return bool(matcher.validate_tokens(list(token_ids)) == len(token_ids) and _is_whole(matcher, token_ids))


class GrammarState:
    """The state of one answer; used by one thread at a time.

    Attributes:
        free: whether all may follow, for ever.
    """

    def __init__(self, grammar: CompiledGrammar, matcher: LLMatcher, opened: LLMatcher | None = None) -> None:
        """
        Args:
            matcher: taken over.
            opened: the same; until it ends it is not certain whether the answer has the form.
        """
        self.grammar = grammar
        self.matcher = matcher
        self.free = False
        self._opened = opened

    @property
    def ended(self) -> bool:
        """Whether nothing may follow."""
        return bool(self.matcher.is_stopped())

    @property
    def failure(self) -> ConstraintTooComplex | None:
        """Why the answer cannot go on."""
        return ConstraintTooComplex(self.grammar.where) if self.matcher.is_error() else None

    def accept(self, token: int) -> None:
        """Go on by a token that the mask allowed."""
        self.grammar.tokens += 1
        self.matcher.consume_token(token)
        if self._opened is None:
            return
        if self._opened.validate_tokens([token]):
            self._opened.consume_token(token)
            if self._opened.is_accepting():  # the answer has begun as one with a form does
                self._opened = None
        else:
            self.free = token not in self.grammar.ends

    def fit(self, drafts: Sequence[int]) -> list[int]:
        """The drafts up to the first that the grammar does not allow, or that would end the answer."""
        count = next((index for index, token in enumerate(drafts) if token in self.grammar.ends), len(drafts))
        return list(drafts[: self.matcher.validate_tokens(list(drafts[:count]))]) if count else []

    def forced(self) -> list[int]:
        """The tokens in which the text that has to follow is usually written; none where there is a choice."""
        return self.fit(self.matcher.compute_ff_tokens())

    def forbid_end(self, mask: NDArray[np.uint32]) -> None:
        """Take the tokens that end the answer out of a mask, unless nothing else is left.

        Args:
            mask: (words,), changed.
        """
        others = mask & ~self.grammar.end_bits
        if others.any():
            mask[:] = others


def masks_of(states: Sequence[tuple[GrammarState, Sequence[int], Sequence[bool]]]) -> NDArray[np.int32]:
    """The masks of the next tokens of several answers, computed side by side.

    Args:
        states: all of one vocabulary; with each the drafts that fit, and for its next token and the one after each draft
            whether the answer may end there if the grammar allows it.

    Returns:
        (rows, words), one row more than drafts for each state, as `Logits.allow` takes it. A state that fails meanwhile
        allows everything, and has a `failure`.
    """
    rows = sum(len(drafts) + 1 for _, drafts, _ in states)
    masks = np.full((rows, states[0][0].grammar.words), -1, np.int32)
    first, firsts = 0, []
    single, several = [], []
    for state, drafts, _ in states:
        firsts.append(first)
        if not state.matcher.is_error():
            if drafts:
                several.append((state.matcher, first, list(drafts)))
            else:
                single.append((state.matcher, first))
        first += len(drafts) + 1
    where = masks.ctypes.data, masks.shape[1] * masks.itemsize, rows
    if single:
        _executor().unsafe_compute_mask_ptr(single, *where)
    if several:
        _executor().unsafe_compute_mask_ptr_with_draft_token(several, *where)
    for first, (state, drafts, may_end) in zip(firsts, states, strict=True):
        if state.matcher.is_error():
            masks[first : first + len(drafts) + 1] = -1
            continue
        for row, may in enumerate(may_end, start=first):
            if not may:
                state.forbid_end(masks[row].view(np.uint32))
    return masks


def _is_whole(matcher: LLMatcher, token_ids: Sequence[int]) -> bool:
    matcher.consume_tokens(list(token_ids))
    return bool(matcher.is_accepting() or matcher.is_stopped())


@functools.cache
def _executor() -> LLExecutor:
    from llguidance import LLExecutor

    return LLExecutor()
