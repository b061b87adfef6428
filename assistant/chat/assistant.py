"""Answers chat requests: the assistant with its pipeline, and the bare model beside it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Sequence
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from assistant.chat.answer import Answer
from assistant.chat.gated import Gated
from assistant.chat.request import ChatRequest, Defaults
from assistant.chat.turn import Turn
from assistant.engine.completion import CompletionEngine, CompletionRequest, PromptTokenizer
from assistant.errors import InvalidParameter, ModelNotFound, RequestTimeout, UnsupportedParameter
from assistant.model.conversation import Message, Role, Tool
from assistant.observability.request_log import annotate
from assistant.observability.tracing import timed

if TYPE_CHECKING:
    from assistant.chat.pipeline import Pipeline

ASSISTANT_MODEL = "devops-assistant"
BARE_TEMPERATURE = 1.0  # OpenAI's default
BARE_TOP_P = 1.0


@dataclass(frozen=True)
class ServedModel:
    """A model that clients can name.

    Attributes:
        context_length: tokens of a prompt and its answer together; None where that is not known.
    """

    name: str
    owner: str
    context_length: int | None


@dataclass(frozen=True)
class Encoded:
    """A text in tokens.

    Attributes:
        tokens: what each stands for.
    """

    ids: list[int]
    tokens: list[bytes]


class FurtherModel(Protocol):
    """A model that answers beside the default one, perhaps after it was loaded."""

    @property
    def name(self) -> str: ...

    @property
    def context_length(self) -> int | None: ...

    def use(self) -> AbstractAsyncContextManager[CompletionEngine]:
        """Its engine, which stays where it is inside the block and for what was accepted there.

        Raises:
            Unavailable: it cannot be loaded, or not now.
        """
        ...


class Assistant:
    """Turns a chat request into a completion request, and the completion into an answer.

    Attributes:
        base_model: the name of the model itself.
        most_choices: how many places an engine has, running and waiting.
    """

    def __init__(
        self,
        engine: CompletionEngine,
        *,
        base_model: str,
        owner: str,
        context_length: int | None,
        defaults: Defaults,
        timeout_s: float,
        most_choices: int,
        others: Sequence[FurtherModel] = (),
        pipeline: Future[Pipeline] | None = None,
    ) -> None:
        """
        Args:
            owner: who runs it.
            context_length: tokens of a prompt and its answer together; None where that is not known.
            defaults: of `devops-assistant`; the bare model shares only `max_tokens`.
            timeout_s: limit of one answer, in seconds.
            others: further models, each as it is.
            pipeline: what `devops-assistant` does around the model, once it is made; None for nothing.
        """
        self._engine = engine
        self._pipeline = pipeline
        self._others = {other.name: other for other in others}
        self._timeout_s = timeout_s
        self.base_model = base_model
        self.most_choices = most_choices
        bare = Defaults(BARE_TEMPERATURE, BARE_TOP_P, defaults.max_tokens)
        self._defaults = {ASSISTANT_MODEL: defaults, base_model: bare, **dict.fromkeys(self._others, bare)}
        self._owner = owner
        self._own = (
            ServedModel(ASSISTANT_MODEL, "devops-ai-assistant", context_length),
            ServedModel(base_model, owner, context_length),
        )

    @property
    def models(self) -> list[ServedModel]:
        """What clients can name now; of a model that was never loaded the context may not be known."""
        others = (ServedModel(other.name, self._owner, other.context_length) for other in self._others.values())
        return [*self._own, *others]

    def defaults_of(self, model: str) -> Defaults:
        """What a model does where a request does not choose.

        Raises:
            ModelNotFound: no such model here.
        """
        defaults = self._defaults.get(model)
        if defaults is None:
            raise ModelNotFound(model, list(self._defaults))
        return defaults

    async def answer(self, request: ChatRequest) -> Answer:
        """Start one answer; see `answers`."""
        [answer] = await self.answers([request])
        return answer

    async def answers(self, requests: Sequence[ChatRequest]) -> list[Answer]:
        """Start the answers to some requests for one model, all of them or none; the caller closes them.

        Raises:
            ModelNotFound: no such model here.
            InvalidParameter: more choices than places.
            PromptTooLong: prompt and answer do not fit the context.
            QueueFull: so many places are not free.
            RequestTimeout: they were not even started in time.
            Unavailable: the model cannot be loaded, or not now.
        """
        model = requests[0].model
        defaults = self.defaults_of(model)
        if sum(request.choices for request in requests) > self.most_choices:
            raise InvalidParameter(
                f"n: this server gives at most {self.most_choices} answers at once, n to each prompt.", param="n"
            )
        start = time.perf_counter()
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        try:
            async with asyncio.timeout_at(deadline), self._engine_of(model) as engine:
                turns = [await self._turn(request, defaults, engine) for request in requests]
                started = await engine.complete([self._completion_request(turn, defaults) for turn in turns])
        except TimeoutError:
            raise RequestTimeout(self._timeout_s) from None
        except asyncio.CancelledError:
            annotate(model=model, finish_reason="aborted")  # there is no answer yet that would
            raise
        return [
            Answer(
                [Gated(each, turn.gate()) for each in completions] if turn.gate else completions,
                model=model,
                start=start,
                deadline=deadline,
                timeout_s=self._timeout_s,
                readers=[turn.reader() for _ in completions] if turn.reader else (),
                notes=turn.notes,
                lead=turn.lead,
            )
            for turn, completions in zip(turns, started, strict=True)
        ]

    async def without_secrets(self, model: str, messages: tuple[Message, ...]) -> tuple[Message, ...]:
        """A conversation as the model of this name is told it, and as it may be kept."""
        pipeline = await self._pipeline_of(model)
        return await pipeline.clean(messages) if pipeline else messages

    async def encode(self, model: str, prompt: tuple[Message, ...] | str, tools: Sequence[Tool] = ()) -> Encoded:
        """The tokens of a conversation or text as an answer to it would begin with them.

        Args:
            tools: what the model may call in a conversation.

        Raises:
            ModelNotFound: no such model here.
            RequestError: they cannot be told.
            RequestTimeout: the model was not loaded in time.
        """
        defaults = self.defaults_of(model)
        whole = prompt if isinstance(prompt, str) else self._with_system_prompt(prompt, defaults.system_prompt)
        async with self._tokenizer_of(model) as tokenizer:
            ids = await tokenizer.encode(whole, tools)
            return Encoded(ids, [tokenizer.token_bytes(token_id) for token_id in ids])

    async def decode(self, model: str, token_ids: tuple[int, ...]) -> str:
        """The text of tokens.

        Raises:
            ModelNotFound: no such model here.
            RequestError: it cannot be told.
            RequestTimeout: the model was not loaded in time.
        """
        self.defaults_of(model)
        async with self._tokenizer_of(model) as tokenizer:
            return await tokenizer.decode(token_ids)

    def _engine_of(self, model: str) -> AbstractAsyncContextManager[CompletionEngine]:
        """The engine of a model that is known to be served."""
        other = self._others.get(model)
        return other.use() if other else nullcontext(self._engine)

    @asynccontextmanager
    async def _tokenizer_of(self, model: str) -> AsyncGenerator[PromptTokenizer]:
        try:
            async with asyncio.timeout(self._timeout_s), self._engine_of(model) as engine:
                if engine.tokenizer is None:
                    raise UnsupportedParameter(
                        "The model runs on another inference server, which alone has its tokenizer: ask it."
                    )
                yield engine.tokenizer
        except TimeoutError:
            raise RequestTimeout(self._timeout_s) from None

    async def _turn(self, request: ChatRequest, defaults: Defaults, engine: CompletionEngine) -> Turn:
        """The request as the model of this name sees it."""
        pipeline = await self._pipeline_of(request.model)
        if pipeline is None:
            return Turn(request)
        with timed("prepare"):  # secrets, what is asked for, references
            return await pipeline.begin(request, defaults, engine, self._own[0].context_length)

    async def _pipeline_of(self, model: str) -> Pipeline | None:
        """What stands around the model of this name; waits for it where it is being made."""
        if self._pipeline is None or model != ASSISTANT_MODEL:
            return None
        return await asyncio.shield(asyncio.wrap_future(self._pipeline))  # a client that leaves ends it for nobody else

    def _completion_request(self, turn: Turn, defaults: Defaults) -> CompletionRequest:
        request = turn.request
        raw = request.raw is not None
        prompt = "\n".join(part for part in (defaults.system_prompt, turn.hint) if part)
        return CompletionRequest(
            messages=() if raw else self._with_system_prompt(request.messages, prompt),
            raw=request.raw,
            max_tokens=request.max_tokens,
            default_max_tokens=defaults.max_tokens,
            sampling=replace(
                request.sampling,
                temperature=defaults.temperature if request.temperature is None else request.temperature,
                top_p=defaults.top_p if request.top_p is None else request.top_p,
            ),
            stop=request.stop,
            min_tokens=request.min_tokens,
            ignore_eos=request.ignore_eos,
            top_logprobs=request.top_logprobs,
            json=request.json,
            tool_use=request.tool_use,
            choices=request.choices,
            continues=request.continues,
        )

    def _with_system_prompt(self, messages: tuple[Message, ...], system_prompt: str) -> tuple[Message, ...]:
        """Our prompt and then the client's, in one system message; in the first message where the model knows no system."""
        if not system_prompt:
            return messages
        first, *rest = messages
        role: Role = "system" if self._engine.takes_system_messages else first.role
        if first.role == role:
            return (replace(first, content=f"{system_prompt}\n\n{first.content}"), *rest)
        return (Message(role, system_prompt), *messages)
