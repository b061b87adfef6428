"""What `devops-assistant` does around the model: secrets out before it, every code block looked at behind it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from assistant.chat.answer_reader import AnswerReader
from assistant.chat.citations import CitationFilter
from assistant.chat.continuation import continuation
from assistant.chat.fitting import fitted
from assistant.chat.gated import Gate
from assistant.chat.lead import Lead, files, lead_of, reference
from assistant.chat.loops import LoopGuard
from assistant.chat.mending import Mender
from assistant.chat.notes import Notes, Redaction
from assistant.chat.pasted import is_pasted, pasted_text
from assistant.chat.remark import Remark
from assistant.chat.request import ChatRequest, Defaults
from assistant.chat.turn import Turn
from assistant.checks.block_checker import BlockChecker
from assistant.checks.fences import blocks_of
from assistant.checks.risk.tools import all_tools
from assistant.engine.completion import CompletionEngine, PromptTokenizer
from assistant.knowledge.knowledge import Knowledge
from assistant.model.conversation import Message, ToolCall
from assistant.observability.metrics import metrics
from assistant.redaction.placeholders import FOR_THE_MODEL, Redactions
from assistant.redaction.redactor import Redactor
from assistant.understanding.intent import Understanding, understand

_LEAST_SHARE = 4  # of the context, for an answer whose length nobody named: a quarter
_CHARACTERS = 3  # of a token, where there is no tokenizer to ask
_PARAGRAPH_ENDS = ("\n\n", "```")  # behind a lead the model has one paragraph: commands are for code to tell


class Pipeline:
    """The parts of a turn, made ready once; each also works alone."""

    def __init__(self, redactor: Redactor, checker: BlockChecker, knowledge: Knowledge) -> None:
        self.redactor = redactor
        self.checker = checker
        self.knowledge = knowledge

    def warm_up(self) -> None:
        """Read what is read at first use: tables of rules, indexes."""
        understood = understand("write a service, and how do I list pods?")
        files(understood)
        reference(understood, self.knowledge)
        self.knowledge.warm_up()
        all_tools()

    def wait_until_prepared(self) -> None:
        """Return when its checkers, if they are being made ready, are."""
        self.checker.wait_until_prepared()

    def close(self) -> None:
        """End the processes that check."""
        self.checker.stop()

    async def begin(
        self, request: ChatRequest, defaults: Defaults, engine: CompletionEngine, context_length: int | None
    ) -> Turn:
        """Take the secrets out of a request, and make a long paste fit.

        Args:
            engine: that will answer; it is asked again where an answer has to be mended.
            context_length: tokens of a prompt and its answer together; None where that is not known.
        """
        redactions = Redactions()
        clean, found = await asyncio.to_thread(self._clean, request, redactions)
        for redaction in found:
            metrics().redactions.labels(redaction.type, "request").inc()
        understood = await self._understood(clean)
        lead = await self._lead(understood, request.stop) if understood else None
        hint = FOR_THE_MODEL if found else ""
        before = Message("system", "\n".join((defaults.system_prompt, hint, lead.hint if lead else "")))
        clean, excerpts = await _fitted(clean, before, defaults.max_tokens, engine.tokenizer, context_length)
        notes = Notes(lead.intent.value if lead else None, lead.references if lead else (), found, excerpts)
        pasted = await asyncio.to_thread(pasted_text, clean.messages, understood)

        asked = next((each.content for each in reversed(clean.messages) if each.role == "user"), "")
        said = _said(lead, excerpts, request.stop)
        gated = lead is not None and not _counts_tokens(request)
        remarks = gated and bool(lead and lead.hint and said)
        if remarks:
            said = said.rstrip() + "\n"
            clean = replace(clean, stop=(*clean.stop, *_PARAGRAPH_ENDS))
        if lead and lead.hint:  # behind all that stays the same in the next turn, so that the cache keeps it
            clean = replace(clean, messages=_told(clean, lead.hint))
        told = "\n".join((said, hint, *(message.content for message in clean.messages)))
        begun = clean.messages[-1].content if clean.continues else ""
        goes_on = continuation(begun, said)
        if clean.continues:
            clean = replace(clean, messages=(*clean.messages[:-1], Message("assistant", goes_on.own)))

        def reader() -> AnswerReader:
            return AnswerReader(
                self.redactor.stream(redactions),
                self.checker,
                lambda command: is_pasted(command, pasted),
                citations=CitationFilter(len(notes.references), lambda target: target in told) if lead else None,
                mender=Mender(engine, self.checker, lambda text: self.redactor.redact(text, redactions).text),
                known_blocks=len(blocks_of(said)),
                begun=begun,
                spaces=goes_on.spaces,
            )

        def gate() -> Gate:  # of a remark that was cut the rest comes as it is
            return Remark(f"{asked}\n{said}") if remarks and goes_on.leads else LoopGuard(begun)

        return Turn(clean, notes, hint, reader, goes_on.ahead, gate if gated else None)

    async def clean(self, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """A conversation without secrets."""
        cleaned, _ = await asyncio.to_thread(self._clean, ChatRequest("", messages), Redactions())
        return cleaned.messages

    async def _understood(self, request: ChatRequest) -> Understanding | None:
        """What is asked for; None where the answer has a form of its own, or there is no question."""
        own_form = request.raw is not None or request.json or request.tool_use.names
        asked = request.messages[:-1] if request.continues else request.messages
        if own_form or not asked or asked[-1].role != "user":
            return None
        *earlier, last = (message.content for message in asked if message.role == "user")
        return await asyncio.to_thread(understand, last, earlier)

    async def _lead(self, understood: Understanding, stop: tuple[str, ...]) -> Lead:
        """What code says first; nothing where one of the strings would end it."""
        lead = await lead_of(understood, self.checker, self.knowledge)
        return replace(lead, text="") if any(each in lead.text for each in stop) else lead

    def _clean(self, request: ChatRequest, redactions: Redactions) -> tuple[ChatRequest, tuple[Redaction, ...]]:
        """The request without secrets, and what they were."""
        found: dict[Redaction, None] = {}

        def clean(text: str, message: int) -> str:
            redacted = self.redactor.redact(text, redactions)
            found.update({Redaction(each.type, each.placeholder, message): None for each in redacted.findings})
            return redacted.text

        messages = tuple(_cleaned(message, number, clean) for number, message in enumerate(request.messages))
        raw = clean(request.raw, 0) if isinstance(request.raw, str) else request.raw
        return replace(request, messages=messages, raw=raw), tuple(found)


async def _fitted(
    request: ChatRequest, before: Message, most_tokens: int, tokenizer: PromptTokenizer | None, context_length: int | None
) -> tuple[ChatRequest, tuple[str, ...]]:
    """The request with a long paste made to fit, and what was left out, in sentences.

    Args:
        before: the system message that it will get.
        most_tokens: of an answer, where the request does not say it.
    """
    if request.raw is not None or not context_length:
        return request, ()
    answer_tokens = request.max_tokens or min(most_tokens, context_length // _LEAST_SHARE)
    fit = await fitted(request.messages, context_length - answer_tokens, _counter(before, tokenizer))
    return replace(request, messages=fit.messages), (fit.excerpt.note,) if fit.excerpt else ()


def _said(lead: Lead | None, excerpts: Sequence[str], stop: Sequence[str]) -> str:
    """What code says first: what was left out, where no stop string would end that, and the lead, in which none is."""
    if lead is None:
        return ""
    said = "".join(f"_{note}_\n\n" for note in excerpts) + lead.text
    return lead.text if any(each in said for each in stop) else said


def _counts_tokens(request: ChatRequest) -> bool:
    """Whether somebody wants so many of them, to measure the speed."""
    return bool(request.min_tokens) or request.ignore_eos


def _told(request: ChatRequest, hint: str) -> tuple[Message, ...]:
    """The messages with a hint behind the question."""
    at = len(request.messages) - (2 if request.continues else 1)
    question = request.messages[at]
    return (*request.messages[:at], replace(question, content=f"{question.content}\n\n{hint}"), *request.messages[at + 1 :])


def _cleaned(message: Message, number: int, clean: Callable[[str, int], str]) -> Message:
    calls = tuple(ToolCall(call.id, call.name, clean(call.arguments, number)) for call in message.tool_calls)
    return replace(message, content=clean(message.content, number), tool_calls=calls)


def _counter(before: Message, tokenizer: PromptTokenizer | None) -> Callable[[Sequence[Message]], Awaitable[int]]:
    """Counts the tokens of a conversation with a system message in front."""

    async def count(messages: Sequence[Message]) -> int:
        whole = (before, *messages)
        if tokenizer is None:
            return sum(len(message.content) for message in whole) // _CHARACTERS
        return len(await tokenizer.encode(whole))

    return count
