"""Answers chat requests: the assistant with its pipeline, and the bare model beside it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from assistant.chat.answer import Answer
from assistant.chat.request import ChatRequest, Defaults
from assistant.engine.engine import Engine
from assistant.engine.generation import GenerationRequest, SamplingParams
from assistant.errors import ModelNotFound, PromptTooLong
from assistant.model.tokenizer import Message, Role, Tokenizer

ASSISTANT_MODEL = "devops-assistant"
BARE_TEMPERATURE = 1.0  # OpenAI's default
BARE_TOP_P = 1.0


@dataclass(frozen=True)
class ServedModel:
    """A model that clients can name."""

    name: str
    owner: str
    context_length: int


class Assistant:
    """Turns a conversation into a prompt and the engine's tokens into an answer."""

    def __init__(
        self,
        engine: Engine,
        tokenizer: Tokenizer,
        *,
        base_model: str,
        context_length: int,
        defaults: Defaults,
        timeout_s: float,
    ) -> None:
        """
        Args:
            base_model: the name of the model itself.
            context_length: tokens of a prompt and its answer together.
            defaults: of `devops-assistant`; the bare model shares only `max_tokens`.
            timeout_s: limit of one answer, in seconds.
        """
        self._engine = engine
        self._tokenizer = tokenizer
        self._context_length = context_length
        self._timeout_s = timeout_s
        self._defaults = {ASSISTANT_MODEL: defaults, base_model: Defaults(BARE_TEMPERATURE, BARE_TOP_P, defaults.max_tokens)}
        self.models = [
            ServedModel(ASSISTANT_MODEL, "devops-ai-assistant", context_length),
            ServedModel(base_model, "local", context_length),
        ]

    async def answer(self, request: ChatRequest) -> Answer:
        """Start one answer; the caller closes it.

        Raises:
            ModelNotFound: no such model here.
            PromptTooLong: prompt and answer do not fit the context.
            QueueFull: all places are taken.
        """
        defaults = self._defaults.get(request.model)
        if defaults is None:
            raise ModelNotFound(request.model, list(self._defaults))
        start = time.perf_counter()
        self._engine.require_place()  # before work that may be in vain
        messages = self._with_system_prompt(request.messages, defaults.system_prompt)
        prompt_ids = await asyncio.to_thread(self._tokenizer.encode_chat, messages)
        generation = self._engine.submit(
            GenerationRequest(
                prompt_ids=tuple(prompt_ids),
                max_tokens=self._room(len(prompt_ids), request.max_tokens, defaults.max_tokens),
                sampling=SamplingParams(
                    temperature=defaults.temperature if request.temperature is None else request.temperature,
                    top_p=defaults.top_p if request.top_p is None else request.top_p,
                    seed=request.seed,
                ),
                stop_token_ids=self._tokenizer.eos_token_ids,
            )
        )
        return Answer(
            generation,
            self._tokenizer.detokenizer(),
            model=request.model,
            stop=request.stop,
            start=start,
            timeout_s=self._timeout_s,
        )

    def _room(self, prompt_tokens: int, asked: int | None, default: int) -> int:
        """How many tokens the answer may have; a default shrinks to what is left, a number asked for does not."""
        left = self._context_length - prompt_tokens
        if left < (asked or 1):
            raise PromptTooLong(prompt_tokens=prompt_tokens, context_length=self._context_length, max_tokens=asked)
        return asked or min(default, left)

    def _with_system_prompt(self, messages: tuple[Message, ...], system_prompt: str) -> tuple[Message, ...]:
        """Our prompt and then the client's, in one system message; in the first message where the model knows no system."""
        if not system_prompt:
            return messages
        first, *rest = messages
        role: Role = "system" if self._tokenizer.takes_system_messages else first.role
        if first.role == role:
            return (Message(role, f"{system_prompt}\n\n{first.content}"), *rest)
        return (Message(role, system_prompt), *messages)
