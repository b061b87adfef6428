"""What `devops-assistant` does around the model: secrets out before it, every code block looked at behind it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from assistant.chat.answer_reader import AnswerReader
from assistant.chat.citations import CitationFilter
from assistant.chat.fitting import fitted
from assistant.chat.gated import Gate
from assistant.chat.lead import Lead, files, lead_of, reference
from assistant.chat.loops import LoopGuard
from assistant.chat.mending import Mender
from assistant.chat.notes import Notes, Redaction
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
from assistant.understanding.parts import split

_LEAST_SHARE = 4  # of the context, for an answer whose length nobody named: a quarter
_CHARACTERS = 3  # of a token, where there is no tokenizer to ask
_PARAGRAPH_ENDS = ("\n\n", "```")  # behind a lead the model has one paragraph: commands are for code to tell
_SPACE = re.compile(r"\s+")
_WRAPPERS = frozenset({"sudo", "doas", "nohup", "time", "nice", "env", "exec", "command"})
_MOST_WRAPPING = 8  # words that one of them has before the command


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
        notes = Notes(lead.intent.value if lead else None, lead.references if lead else (), found)
        if clean.raw is None and context_length:
            answer_tokens = clean.max_tokens or min(defaults.max_tokens, context_length // _LEAST_SHARE)
            before = Message("system", "\n".join((defaults.system_prompt, hint, lead.hint if lead else "")))
            fit = await fitted(clean.messages, context_length - answer_tokens, _counter(before, engine.tokenizer))
            clean = replace(clean, messages=fit.messages)
            notes = replace(notes, excerpts=(fit.excerpt.note,) if fit.excerpt else ())
        asked = next((each.content for each in reversed(clean.messages) if each.role == "user"), "")
        pasted = await asyncio.to_thread(_pasted, clean.messages, understood)
        if lead and lead.hint:  # behind all that stays the same in the next turn, so that the cache keeps it
            clean = replace(clean, messages=_told(clean, lead.hint))

        said = "".join(f"_{note}_\n\n" for note in notes.excerpts) + lead.text if lead else ""
        said = lead.text if lead and any(stop in said for stop in request.stop) else said  # `_lead` saw that none is in it
        gated = lead is not None and not _counts_tokens(request)
        remarks = gated and bool(lead and lead.hint and said)
        if remarks:
            said = said.rstrip() + "\n"
            clean = replace(clean, stop=(*clean.stop, *_PARAGRAPH_ENDS))
        told = "\n".join((said, hint, *(message.content for message in clean.messages)))
        begun = clean.messages[-1].content if clean.continues else ""
        ahead = said.removeprefix(begun) if said.startswith(begun) else ""
        spaces = 0 if ahead else _of_the_next_word(begun)
        if clean.continues:
            own = "" if said.startswith(begun) else begun.removeprefix(said).lstrip("\n")
            clean = replace(clean, messages=(*clean.messages[:-1], Message("assistant", own[: len(own) - spaces])))

        def reader() -> AnswerReader:
            return AnswerReader(
                self.redactor.stream(redactions),
                self.checker,
                lambda command: is_pasted(command, pasted),
                citations=CitationFilter(len(notes.references), lambda target: target in told) if lead else None,
                mender=Mender(engine, self.checker, lambda text: self.redactor.redact(text, redactions).text),
                known_blocks=len(blocks_of(said)),
                begun=begun,
                spaces=spaces,
            )

        def gate() -> Gate:
            begins = said.startswith(begun)  # of a remark that was cut the rest comes as it is
            return Remark(f"{asked}\n{said}") if remarks and begins else LoopGuard(begun)

        return Turn(clean, notes, hint, reader, ahead, gate if gated else None)

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


def _counts_tokens(request: ChatRequest) -> bool:
    """Whether somebody wants so many of them, to measure the speed."""
    return bool(request.min_tokens) or request.ignore_eos


def _told(request: ChatRequest, hint: str) -> tuple[Message, ...]:
    """The messages with a hint behind the question."""
    at = len(request.messages) - (2 if request.continues else 1)
    question = request.messages[at]
    return (*request.messages[:at], replace(question, content=f"{question.content}\n\n{hint}"), *request.messages[at + 1 :])


def _of_the_next_word(text: str) -> int:
    """How many of the spaces at the end of a text that was cut belong to its next token: words begin with one.

    Code is indented by an even number of them: an odd one at the beginning of a line was cut before its word's.
    """
    line = text.rpartition("\n")[2]
    spaces = len(line) - len(line.rstrip(" "))
    return 0 if not spaces or (line.isspace() and spaces % 2) else 1


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


def _pasted(messages: Sequence[Message], understood: Understanding | None) -> str:
    """What others may have written: results of tools, and what a person pasted.

    Args:
        understood: the last message, which need not be taken apart again.
    """
    texts = [message.content for message in messages if message.role == "tool"]
    for message in messages if understood is None else messages[:-1]:
        if message.role == "user":
            texts += [part.text for part in split(message.content) if part.pasted]
    if understood:
        texts += [part.text for part in understood.pasted]
    return _one_line("\n".join(texts))


def is_pasted(command: str, pasted: str) -> bool:
    """Whether a command stands in what was pasted, with or without the rights that a model put before it.

    Args:
        pasted: in one line.
    """
    words = command.split()
    starts = range(max(1, min(_MOST_WRAPPING, len(words) - 1))) if words and words[0] in _WRAPPERS else (0,)
    return any(" ".join(words[start:]) in pasted for start in starts)


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
