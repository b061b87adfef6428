"""Makes grammars ready for the vocabulary of a model, with llguidance (https://github.com/guidance-ai/llguidance)."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.engine.constraints import lark
from assistant.engine.constraints.grammar import Call, Choice, Grammar, Json, Part, Regex, Repeat, Series
from assistant.engine.constraints.state import CompiledGrammar
from assistant.errors import InvalidParameter, RequestError, UnsupportedParameter
from assistant.model.tokenizer import Tokenizer

if TYPE_CHECKING:
    from llguidance import LLMatcher, LLParserLimits, LLTokenizer

_MOST_CACHED = 16
_MOST_POSSIBLE = 1024
_WORN_OUT = 4096  # tokens; an automaton grows by some kilobytes with each new state
_MOST_MESSAGE = 300
_STACK_BYTES = 256 << 20  # of address space
_STEP_FUEL = 500_000  # of the automaton for one mask: some 35 ms


class GrammarCompiler:
    """Compiles for one model, one grammar at a time, in a thread of its own; remembers the last ones."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        """
        Args:
            tokenizer: of the model; read when the first grammar comes.
        """
        self._tokenizer = tokenizer
        self._cache: OrderedDict[tuple[str, str], CompiledGrammar] = OrderedDict()
        self._possible: OrderedDict[str, None] = OrderedDict()  # parts that something satisfies
        self._thread = _thread()

    async def compile(self, grammar: Grammar) -> CompiledGrammar:
        """Make a grammar ready.

        Raises:
            InvalidParameter: a schema in it is wrong, too large, or nothing can satisfy it.
            UnsupportedParameter: something in it cannot be enforced, or this model's tokenizer has no known form.
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._compile, grammar)

    def close(self) -> None:
        """Compile no more."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _compile(self, grammar: Grammar) -> CompiledGrammar:
        text = lark.write(grammar, self._tokenizer.controls)
        key = (text, grammar.where)
        compiled = self._cache.pop(key, None)
        if compiled is None or compiled.tokens > _WORN_OUT:
            self._require_spelling(text, grammar.where)
            self._require_possible(grammar)
            matcher = self._matcher(text)
            if matcher.is_error():
                raise self._refusal(grammar, matcher.get_error())
            ends = self._tokenizer.eos_token_ids
            words = -(-len(self._vocabulary.tokens) // 32)
            opened = self._matcher(lark.write_opened(grammar.openings)) if grammar.openings else None
            compiled = CompiledGrammar(matcher, ends=ends, words=words, where=grammar.where, opened=opened)
        self._cache[key] = compiled
        if len(self._cache) > _MOST_CACHED:
            self._cache.popitem(last=False)
        return compiled

    def _matcher(self, text: str) -> LLMatcher:
        """A matcher that found its first mask, which is the hardest for many a schema."""
        from llguidance import LLMatcher

        matcher = LLMatcher(self._library, text, log_level=0, limits=_limits())
        if not matcher.is_error():
            matcher.compute_bitmask()
        return matcher

    def _require_possible(self, grammar: Grammar) -> None:
        """Refuse a part that nothing satisfies: others would take its place and nobody would know."""
        for part in _parts_with_place(grammar.root):
            if isinstance(part, Regex) or part is grammar.root:
                continue
            value = part.arguments if isinstance(part, Call) else part
            text = lark.write(Grammar(value, grammar.where), self._tokenizer.controls)
            if text in self._possible:
                self._possible.move_to_end(text)
                continue
            matcher = self._matcher(text)
            if matcher.is_error():
                raise _refusal(value, matcher.get_error())
            self._possible[text] = None
            if len(self._possible) > _MOST_POSSIBLE:
                self._possible.popitem(last=False)

    def _require_spelling(self, text: str, where: str) -> None:
        """Refuse values that the model has no tokens for; some vocabularies lack bytes of rare characters."""
        missing = [character for character in sorted(set(text)) if not self._vocabulary.bytes.issuperset(character.encode())]
        if missing:
            raise UnsupportedParameter(f"{where}: this model has no tokens for {''.join(missing[:10])!a}.", param=where)

    def _refusal(self, grammar: Grammar, error: str) -> RequestError:
        """What is wrong, with the place: that of the part which cannot be compiled even alone."""
        parts = list(_parts_with_place(grammar.root))
        for part in parts if len(parts) > 1 else []:
            matcher = self._matcher(lark.write(Grammar(part, grammar.where), self._tokenizer.controls))
            if matcher.is_error():
                return _refusal(part, matcher.get_error())
        return _refusal(parts[0] if len(parts) == 1 else grammar, error)

    @cached_property
    def _library(self) -> LLTokenizer:
        """The vocabulary as the library wants it: a tree of the bytes of all tokens."""
        from llguidance import LLTokenizer, TokenizerWrapper

        ends = sorted(self._tokenizer.eos_token_ids)
        return LLTokenizer(TokenizerWrapper(self._vocabulary), n_vocab=len(self._vocabulary.tokens), eos_token=ends)

    @cached_property
    def _vocabulary(self) -> _Vocabulary:
        words = self._tokenizer.vocabulary()
        if words is None or not self._tokenizer.eos_token_ids:
            missing = "a token that ends an answer" if words else "tokens whose text is known"
            raise UnsupportedParameter(f"The tokenizer of this model lacks {missing}: answers cannot be held to a form.")
        return _Vocabulary(self._tokenizer, words)


def _thread() -> ThreadPoolExecutor:
    """One thread with a large stack: the library follows references by recursion."""
    executor = ThreadPoolExecutor(1, thread_name_prefix="grammar")
    before = threading.stack_size(_STACK_BYTES)
    try:
        executor.submit(bool)  # starts it
    finally:
        threading.stack_size(before)
    return executor


class _Vocabulary:
    """What the library asks of a tokenizer."""

    bos_token_id = None

    def __init__(self, tokenizer: Tokenizer, words: list[bytes]) -> None:
        self.tokens = words
        self.bytes = frozenset(word[0] for word in words if len(word) == 1)
        self.eos_token_id = min(tokenizer.eos_token_ids)
        self.special_token_ids = sorted({*tokenizer.controls.values(), *tokenizer.eos_token_ids})
        self._encode = tokenizer.encode

    def __call__(self, text: str) -> list[int]:
        if not isinstance(text, str):
            raise TypeError("text, not bytes")  # the library tries which of both it may give
        return self._encode(text)


def _limits() -> LLParserLimits:
    from llguidance import LLParserLimits

    return LLParserLimits(
        max_items_in_row=5_000,
        initial_lexer_fuel=1_000_000,
        step_lexer_fuel=_STEP_FUEL,
        step_max_items=100_000,
        max_lexer_states=100_000,  # 1 to 4 kB each
        verbose_errors=False,
    )


def _parts_with_place(part: Part) -> Iterator[Json | Call | Regex]:
    match part:
        case Json() | Call() | Regex():
            yield part
        case Series(parts) | Choice(parts):
            for each in parts:
                yield from _parts_with_place(each)
        case Repeat(repeated):
            yield from _parts_with_place(repeated)


def _refusal(part: Grammar | Json | Call | Regex, error: str) -> RequestError:
    told = part.arguments if isinstance(part, Call) else part
    reason = error.split("\n", 1)[0].removeprefix("Parser Error: ").rpartition("failed to compile JSON schema: ")[2]
    if "Unsatisfiable" not in reason:
        return UnsupportedParameter(f"{told.where}: it cannot be enforced ({reason[:_MOST_MESSAGE]}).", param=told.where)
    never = f", so {told.function!r} could never be called" if isinstance(told, Json) and told.function else ""
    return InvalidParameter(f"{told.where}: no value can satisfy it{never} ({reason[:_MOST_MESSAGE]}).", param=told.where)
