"""What goes over the wire of `POST /tokenize` and `/detokenize`."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from assistant.api.wire.chat import ChatMessage, FunctionTool
from assistant.api.wire.fields import NonEmpty, Response, TokenId
from assistant.api.wire.functions import MAX_TOOLS
from assistant.api.wire.plain_json import Body
from assistant.api.wire.rules import exactly_one, held_to, only_with


class TokenizeRequest(Body):
    """A text or a conversation; exactly one of `prompt`, `content` and `messages`."""

    model_config = held_to(
        exactly_one("prompt", "content", "messages"),
        only_with("tools", "messages", {"type": "array"}, neutral=(None, [])),
    )

    model: NonEmpty | None = Field(None, description="The bare model by default.")
    prompt: str | None = Field(None, description="A whole prompt, in which control tokens are what they say.")
    content: str | None = Field(None, description="llama.cpp's name of it.")
    messages: Annotated[list[ChatMessage], Field(min_length=1)] | None = Field(
        None, description="Counted as a chat completion would, up to where the answer begins."
    )
    tools: list[FunctionTool] | None = Field(None, max_length=MAX_TOOLS, description="What the model may call in it.")
    return_token_strs: bool | None = Field(None, description="Tell what each token stands for.")


class Tokens(Response):
    """The tokens of a text."""

    count: int
    max_model_len: int | None = Field(description="Tokens of a prompt and its answer together, where that is known.")
    tokens: list[int]
    token_strs: list[str] | None


class DetokenizeRequest(Body):
    """Tokens to be made text."""

    model: NonEmpty | None = Field(None, description="The bare model by default.")
    tokens: list[TokenId]


class Detokenized(Response):
    """The text of tokens, control tokens included."""

    prompt: str
