"""`POST /tokenize` and `/detokenize`: the tokens of texts, as vLLM and llama.cpp serve them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from assistant.api.messages import conversation
from assistant.api.running import Running, errors
from assistant.api.wire import ChatMessage, NonEmpty, Request, Response, Text
from assistant.errors import InvalidParameter

router = APIRouter(tags=["tokens"])


class TokenizeRequest(Request):
    """A text or a conversation; exactly one of `prompt`, `content` and `messages`."""

    model: NonEmpty | None = Field(None, description="The bare model by default.")
    prompt: Text | None = Field(None, description="A whole prompt, in which control tokens are what they say.")
    content: Text | None = Field(None, description="llama.cpp's name of it.")
    messages: Annotated[list[ChatMessage], Field(min_length=1)] | None = Field(
        None, description="Counted as a chat completion would, up to where the answer begins."
    )
    return_token_strs: bool | None = Field(None, description="Tell what each token stands for.")


class Tokens(Response):
    """The tokens of a text."""

    count: int
    max_model_len: int | None = Field(description="Tokens of a prompt and its answer together, where that is known.")
    tokens: list[int]
    token_strs: list[str] | None


class DetokenizeRequest(Request):
    """Tokens to be made text."""

    model: NonEmpty | None = Field(None, description="The bare model by default.")
    tokens: list[Annotated[int, Field(ge=0)]]


class Detokenized(Response):
    """The text of tokens, control tokens included."""

    prompt: str


@router.post("/v1/tokenize", responses=errors(400, 404, 413, 500, 503, 504))
@router.post("/tokenize", responses=errors(400, 404, 413, 500, 503, 504))
async def tokenize(body: TokenizeRequest, application: Running) -> Tokens:
    """Count the tokens of a text or a conversation."""
    assistant = application.assistant
    given = [text for text in (body.prompt, body.content, body.messages) if text is not None]
    if len(given) != 1:
        raise InvalidParameter("Give exactly one of prompt, content and messages.", param="prompt")
    prompt = given[0] if isinstance(given[0], str) else conversation(given[0])
    model = body.model or assistant.models[-1].name
    encoded = await assistant.encode(model, prompt)
    [served] = [candidate for candidate in assistant.models if candidate.name == model]
    return Tokens(
        count=len(encoded.ids),
        max_model_len=served.context_length,
        tokens=encoded.ids,
        token_strs=[token.decode("utf-8", "replace") for token in encoded.tokens] if body.return_token_strs else None,
    )


@router.post("/v1/detokenize", responses=errors(400, 404, 413, 500, 503, 504))
@router.post("/detokenize", responses=errors(400, 404, 413, 500, 503, 504))
async def detokenize(body: DetokenizeRequest, application: Running) -> Detokenized:
    """Make text of tokens."""
    assistant = application.assistant
    return Detokenized(prompt=await assistant.decode(body.model or assistant.models[-1].name, tuple(body.tokens)))
