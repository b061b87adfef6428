"""The tokens of prompts, computed beside the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence

from assistant.errors import InvalidParameter
from assistant.model.conversation import Message, Tool
from assistant.model.tokenizer import Tokenizer


class LocalTokenizer:
    """Implements `PromptTokenizer` with the tokenizer of a model in this process."""

    def __init__(self, tokenizer: Tokenizer, vocab_size: int) -> None:
        """
        Args:
            vocab_size: how many tokens the model has.
        """
        self._tokenizer = tokenizer
        self._vocab_size = vocab_size

    async def encode(self, prompt: Sequence[Message] | str, tools: Sequence[Tool] = ()) -> list[int]:
        """See `PromptTokenizer.encode`."""
        if isinstance(prompt, str):
            return await asyncio.to_thread(self._tokenizer.encode_raw, prompt)
        return await asyncio.to_thread(self._tokenizer.encode_chat, prompt, tools)

    async def encode_text(self, text: str) -> list[int]:
        """The tokens of plain text that stands behind others."""
        return await asyncio.to_thread(self._tokenizer.encode, text)

    async def least_tokens(self, prompt: Sequence[Message] | str) -> int:
        """How many tokens a prompt has at least, told without finding them: that takes seconds for some megabytes."""
        texts = [prompt] if isinstance(prompt, str) else [message.content.strip() for message in prompt]
        longest = await asyncio.to_thread(lambda: self._tokenizer.longest_token)
        return sum(len(text) for text in texts) // longest if longest else 0  # a character has at least one byte

    async def decode(self, token_ids: Sequence[int]) -> str:
        """See `PromptTokenizer.decode`."""
        self.require(token_ids, param="tokens")
        return await asyncio.to_thread(self._tokenizer.decode_raw, token_ids)

    def token_bytes(self, token_id: int) -> bytes:
        """See `PromptTokenizer.token_bytes`."""
        return self._tokenizer.token_bytes(token_id)

    def require(self, token_ids: Collection[int], *, param: str) -> None:
        """Refuse tokens that the model does not have.

        Raises:
            InvalidParameter: with the name of the parameter they came in.
        """
        strange = next((token for token in token_ids if not 0 <= token < self._vocab_size), None)
        if strange is not None:
            raise InvalidParameter(
                f"{param}: this model has no token {strange}; its tokens are below {self._vocab_size}.", param=param
            )
