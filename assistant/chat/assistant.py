"""Answers chat requests: the assistant with its pipeline, and the bare model beside it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from assistant.chat.answer import Answer
from assistant.chat.request import ChatRequest, Defaults
from assistant.engine.completion import CompletionEngine, CompletionRequest
from assistant.engine.generation import SamplingParams
from assistant.errors import ModelNotFound, RequestTimeout
from assistant.model.tokenizer import Message, Role
from assistant.observability.request_log import annotate

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


class Assistant:
    """Turns a chat request into a completion request, and the completion into an answer."""

    def __init__(
        self,
        engine: CompletionEngine,
        *,
        base_model: str,
        owner: str,
        context_length: int | None,
        defaults: Defaults,
        timeout_s: float,
    ) -> None:
        """
        Args:
            base_model: the name of the model itself.
            owner: who runs it.
            context_length: tokens of a prompt and its answer together; None where that is not known.
            defaults: of `devops-assistant`; the bare model shares only `max_tokens`.
            timeout_s: limit of one answer, in seconds.
        """
        self._engine = engine
        self._timeout_s = timeout_s
        self._defaults = {ASSISTANT_MODEL: defaults, base_model: Defaults(BARE_TEMPERATURE, BARE_TOP_P, defaults.max_tokens)}
        self.models = [
            ServedModel(ASSISTANT_MODEL, "devops-ai-assistant", context_length),
            ServedModel(base_model, owner, context_length),
        ]

    async def answer(self, request: ChatRequest) -> Answer:
        """Start one answer; the caller closes it.

        Raises:
            ModelNotFound: no such model here.
            PromptTooLong: prompt and answer do not fit the context.
            QueueFull: all places are taken.
            RequestTimeout: it was not even started in time.
        """
        defaults = self._defaults.get(request.model)
        if defaults is None:
            raise ModelNotFound(request.model, list(self._defaults))
        start = time.perf_counter()
        deadline = asyncio.get_running_loop().time() + self._timeout_s
        try:
            async with asyncio.timeout_at(deadline):
                completion = await self._engine.complete(self._completion_request(request, defaults))
        except TimeoutError:
            raise RequestTimeout(self._timeout_s) from None
        except asyncio.CancelledError:
            annotate(model=request.model, finish_reason="aborted")  # there is no answer yet that would
            raise
        return Answer(completion, model=request.model, start=start, deadline=deadline, timeout_s=self._timeout_s)

    def _completion_request(self, request: ChatRequest, defaults: Defaults) -> CompletionRequest:
        return CompletionRequest(
            messages=self._with_system_prompt(request.messages, defaults.system_prompt),
            max_tokens=request.max_tokens,
            default_max_tokens=defaults.max_tokens,
            sampling=SamplingParams(
                temperature=defaults.temperature if request.temperature is None else request.temperature,
                top_p=defaults.top_p if request.top_p is None else request.top_p,
                seed=request.seed,
            ),
            stop=request.stop,
            min_tokens=request.min_tokens,
            ignore_eos=request.ignore_eos,
        )

    def _with_system_prompt(self, messages: tuple[Message, ...], system_prompt: str) -> tuple[Message, ...]:
        """Our prompt and then the client's, in one system message; in the first message where the model knows no system."""
        if not system_prompt:
            return messages
        first, *rest = messages
        role: Role = "system" if self._engine.takes_system_messages else first.role
        if first.role == role:
            return (Message(role, f"{system_prompt}\n\n{first.content}"), *rest)
        return (Message(role, system_prompt), *messages)
