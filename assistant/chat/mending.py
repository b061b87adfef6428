"""The model's one try at a block of its own in which the checkers found errors."""

from __future__ import annotations

import asyncio
import difflib
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from assistant.chat.fenced import fenced
from assistant.checks.block_checker import BlockChecker
from assistant.checks.fences import FencedBlock, FenceSplitter
from assistant.checks.findings import CheckedBlock, Severity
from assistant.checks.repair import Repaired, is_better
from assistant.engine.completion import Completion, CompletionEngine, CompletionRequest
from assistant.engine.generation import SamplingParams
from assistant.errors import AssistantError
from assistant.model.conversation import Message

_LONGEST_S = 30.0
_MOST_CHARACTERS = 6_000  # of a block; a longer one would take the model too long
_MOST_FINDINGS = 6
_MOST_TRIES = 2  # in one answer
_CHARACTERS = 2  # of a token of code, at the least
_ROOM = 96  # tokens that the answer may have beside the block
_MUST_REMAIN = 0.6  # of its words: leaving out what is wrong corrects nothing
_FEW_WORDS = 1_000  # of both blocks; comparing the order of more, with many that are the same, takes minutes
_WORD = re.compile(r"\w+|[^\w\s]")
_ASK = (
    "This {kind} does not work:\n\n{block}\nWhat is wrong:\n\n{findings}\nWrite it again, corrected and whole, in one code "
    "block. Change nothing else."
)


class Mender:
    """Asks the model to correct blocks of one answer. Its corrections count only where the checkers like them better."""

    def __init__(self, engine: CompletionEngine, checker: BlockChecker, clean: Callable[[str], str]) -> None:
        """
        Args:
            clean: takes secrets out of a text.
        """
        self._engine = engine
        self._checker = checker
        self._clean = clean
        self._tries = 0

    async def mend(self, block: FencedBlock, checked: CheckedBlock) -> Repaired | None:
        """The corrected block; None where the model has none in time, or no better one.

        Args:
            checked: what is wrong with it.
        """
        if self._tries == _MOST_TRIES or len(block.text) > _MOST_CHARACTERS:
            return None
        self._tries += 1
        try:
            async with asyncio.timeout(_LONGEST_S):
                text = await self._asked(_request(block, checked))
        except (AssistantError, TimeoutError):  # no place is free, or the context is too short: the answer goes on without it
            return None
        if text is None or not await asyncio.to_thread(_is_alike, text, block.text):
            return None
        text = await asyncio.to_thread(self._clean, text)
        after = await self._checker.check(text, language=block.info)
        if after.kind is not checked.kind or not is_better(after, checked):
            return None
        return Repaired(text, (f"written again by the model: {_errors(checked)} before, {_errors(after)} now",), checked, after)

    async def _asked(self, request: CompletionRequest) -> str | None:
        """The first block of the model's answer."""
        fences = FenceSplitter()
        async with self._completion(request) as completion:
            while True:
                piece = await anext(completion)
                blocks = fences.feed(piece.text)
                if blocks:
                    return blocks[0].text
                if piece.finish_reason:
                    return next((block.text for block in fences.finish() if piece.finish_reason == "stop"), None)

    @asynccontextmanager
    async def _completion(self, request: CompletionRequest) -> AsyncIterator[Completion]:
        [[completion]] = await self._engine.complete([request])
        try:
            yield completion
        finally:
            await completion.aclose()


def _request(block: FencedBlock, checked: CheckedBlock) -> CompletionRequest:
    errors = [finding for finding in checked.findings if finding.severity is Severity.ERROR][:_MOST_FINDINGS]
    findings = "".join(f"- line {finding.line}: {finding.message}\n" for finding in errors)
    ask = _ASK.format(kind=checked.kind.value.replace("-", " "), block=fenced(block.text, block.info), findings=findings)
    return CompletionRequest(
        messages=(Message("user", ask),),
        max_tokens=None,
        default_max_tokens=len(block.text) // _CHARACTERS + _ROOM,
        sampling=SamplingParams(temperature=0.0),
    )


def _is_alike(text: str, before: str) -> bool:
    """Whether it is the same thing, corrected: most of its words are still there; where they are few, in their order."""
    if text == before:
        return False
    words, others = _WORD.findall(before), _WORD.findall(text)
    matcher = difflib.SequenceMatcher(None, words, others, autojunk=False)
    ratio = matcher.ratio() if len(words) + len(others) <= _FEW_WORDS else matcher.quick_ratio()
    return ratio >= _MUST_REMAIN


def _errors(checked: CheckedBlock) -> str:
    count = checked.count(Severity.ERROR)
    return f"{count or 'no'} error{'' if count == 1 else 's'}"
