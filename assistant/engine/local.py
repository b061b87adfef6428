"""Completions by the model in this process: template and tokens before the engine, text and stop strings behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from assistant.engine.answer_form import answer_form, calls_alone
from assistant.engine.answer_text import AnswerText
from assistant.engine.completion import AnsweredToken, CompletionRequest, LikelyToken, Piece, ToolCallPiece, Usage
from assistant.engine.constraints.compiler import GrammarCompiler
from assistant.engine.delivery import Generation
from assistant.engine.engine import Engine
from assistant.engine.generation import GenerationRequest, Step
from assistant.engine.load import Load
from assistant.engine.prompts import LocalTokenizer
from assistant.engine.tool_calls import ToolCallParser
from assistant.errors import InvalidParameter, PromptTooLong
from assistant.model.conversation import Message
from assistant.model.detokenizer import Detokenizer
from assistant.model.tokenizer import Tokenizer
from assistant.model.tool_format import ToolFormat

_LONG = 16  # characters for each token of the context, from which on a look at the longest token pays
LocalText: TypeAlias = tuple[AnswerText, Detokenizer]


class LocalEngine:
    """An engine with the tokenizer of its model."""

    def __init__(self, engine: Engine, tokenizer: Tokenizer, *, context_length: int) -> None:
        """
        Args:
            engine: taken over; closed with this.
            context_length: tokens of a prompt and its answer together.
        """
        self._engine = engine
        self._tokenizer = tokenizer
        self.tokenizer = LocalTokenizer(tokenizer, engine.vocab_size)
        self._context_length = context_length
        self._grammars = GrammarCompiler(tokenizer)

    @property
    def takes_system_messages(self) -> bool:
        return True  # in the user's first message where the template knows none

    @property
    def load(self) -> Load:
        return self._engine.load

    @property
    def alive(self) -> bool:
        return self._engine.alive

    @property
    def awaits(self) -> None:
        return None

    async def complete(self, requests: Sequence[CompletionRequest]) -> list[list[LocalCompletion]]:
        """Accept requests.

        Raises:
            QueueFull: at once, where so many places are not free.
            InvalidParameter: a message, a token or the form of the answer is not possible here.
            UnsupportedParameter: the grammar cannot be enforced.
            PromptTooLong: prompt and answer do not fit the context.
            ShuttingDown: the engine is closed.
        """
        places = sum(request.choices for request in requests)
        self._engine.reserve(places)  # before work that may be in vain
        try:
            prepared = [await self._prepare(request) for request in requests]
            return [self._submit(request, *each) for request, each in zip(requests, prepared, strict=True)]
        except BaseException:
            self._engine.free(places)
            raise

    def close(self) -> None:
        self._grammars.close()
        self._engine.close()

    async def _prepare(self, request: CompletionRequest) -> tuple[GenerationRequest, Callable[[], LocalText]]:
        """What the engine is asked for, and what reads each answer."""
        self.tokenizer.require(request.sampling.logit_bias, param="logit_bias")
        form = self._tokenizer.tool_format if request.tool_use.names else ToolFormat()
        grammar = request.grammar or answer_form(request.json, request.tool_use, form)
        compiled = await self._grammars.compile(grammar) if grammar else None
        judge = await self._judge(request, form)
        prompt_ids = await self._prompt_ids(request)
        generation = GenerationRequest(
            prompt_ids=tuple(prompt_ids),
            max_tokens=self._room(len(prompt_ids), request),
            sampling=request.sampling,
            stop_token_ids=frozenset() if request.ignore_eos else self._tokenizer.eos_token_ids,
            min_tokens=request.min_tokens,
            top_logprobs=request.top_logprobs,
            grammar=compiled,
        )
        return generation, lambda: self._reading(request, form, judge)

    def _submit(
        self, request: CompletionRequest, generation: GenerationRequest, reading: Callable[[], LocalText]
    ) -> list[LocalCompletion]:
        """Start each answer to a request, for which there are places."""
        each = (replace(generation, sampling=request.sampling_of(choice)) for choice in range(request.choices))
        return [LocalCompletion(self._engine.submit(one, reserved=True), self._tokenizer, *reading()) for one in each]

    async def _prompt_ids(self, request: CompletionRequest) -> Sequence[int]:
        if isinstance(request.raw, tuple):
            self.tokenizer.require(request.raw, param="prompt")
            return request.raw
        await self._require_possible(request.messages if request.raw is None else request.raw)
        if request.raw is not None:
            if prompt_ids := await self.tokenizer.encode(request.raw):
                return prompt_ids
            raise InvalidParameter("prompt: it has no token that this model could go on from.", param="prompt")
        if request.continues:
            *before, begun = request.messages
            return [*await self.tokenizer.encode(before), *await self.tokenizer.encode_text(begun.content)]
        return await self.tokenizer.encode(request.messages, request.tool_use.tools if request.tool_use.names else ())

    async def _require_possible(self, prompt: Sequence[Message] | str) -> None:
        """Refuse what cannot fit whatever its tokens are."""
        characters = len(prompt) if isinstance(prompt, str) else sum(len(message.content) for message in prompt)
        if characters < _LONG * self._context_length:
            return
        tokens = await self.tokenizer.least_tokens(prompt)
        if tokens > self._context_length:
            raise PromptTooLong(prompt_tokens=tokens - 1, context_length=self._context_length, at_least=True)

    async def _judge(self, request: CompletionRequest, form: ToolFormat) -> Callable[[str], bool] | None:
        """What tells of an object whether it is a call, where nothing but its schema does."""
        if not (request.json and request.tool_use.names and request.tool_use.mode == "auto") or form.begin:
            return None
        calls = await self._grammars.compile(calls_alone(request.tool_use, form))
        return lambda text: calls.accepts(self._tokenizer.encode(text))

    def _reading(self, request: CompletionRequest, form: ToolFormat, judge: Callable[[str], bool] | None) -> LocalText:
        """What reads the answer; the control tokens of calls are marked where calls are looked for."""
        use = request.tool_use
        if not use.names:
            return AnswerText(request.stop), self._tokenizer.detokenizer()
        form, marks = self._tokenizer.marked(form)
        parser = ToolCallParser(form, use.names, demanded=use.mode == "required", judge=judge)
        return AnswerText(request.stop, parser), self._tokenizer.detokenizer(marks)

    def _room(self, prompt_tokens: int, request: CompletionRequest) -> int:
        """How many tokens the answer may have; a default shrinks to what is left, a number asked for does not."""
        left = self._context_length - prompt_tokens
        asked = request.max_tokens or request.min_tokens or None
        if left < (asked or 1):
            raise PromptTooLong(prompt_tokens=prompt_tokens, context_length=self._context_length, max_tokens=asked)
        return request.max_tokens or min(max(request.default_max_tokens, request.min_tokens), left)


class LocalCompletion:
    """One answer of the engine as text."""

    def __init__(self, generation: Generation, tokenizer: Tokenizer, text: AnswerText, detokenizer: Detokenizer) -> None:
        self._generation = generation
        self._tokenizer = tokenizer
        self._detokenizer = detokenizer
        self._text = text
        self._tokens = 0

    @property
    def usage(self) -> Usage:
        return Usage(len(self._generation.request.prompt_ids), self._tokens, self._generation.reused_tokens)

    @property
    def began(self) -> float | None:
        return self._generation.begun

    async def __anext__(self) -> Piece:
        return self._take(await anext(self._generation))

    async def aclose(self) -> None:
        await self._generation.aclose()

    def _take(self, step: Step) -> Piece:
        """What is certain after a step; tokens behind a stop string are dropped."""
        before, text = self._tokens, ""
        calls: list[ToolCallPiece] = []
        for token_id in step.token_ids:
            self._tokens += 1
            more, found = self._text.push(self._detokenizer.push([token_id]), looking=self._looking)
            text += more
            calls += found
            if self._text.stopped:
                break
        if step.finish_reason and not self._text.stopped:
            more, found = self._text.finish(self._detokenizer.finish(), looking=self._looking)
            text += more
            calls += found
        tokens = self._tokens - before
        return Piece(text, tokens, self._text.end(step.finish_reason), self._logprobs(step, tokens), tuple(calls))

    def _logprobs(self, step: Step, tokens: int) -> tuple[AnsweredToken, ...]:
        """Of the first tokens of a step, without one that only ended the answer."""
        if not step.logprobs:
            return ()
        ends = self._generation.request.stop_token_ids
        return tuple(
            AnsweredToken(
                self._tokenizer.token_bytes(token_id),
                told.logprob,
                tuple(LikelyToken(self._tokenizer.token_bytes(other), logprob) for other, logprob in told.top),
            )
            for token_id, told in zip(step.token_ids[:tokens], step.logprobs, strict=False)
            if token_id not in ends
        )

    @property
    def _looking(self) -> bool:
        """Whether a stop string would end the answer now."""
        return self._tokens > self._generation.request.min_tokens
