"""`POST /tokenize` and `/detokenize`: the tokens of texts, as vLLM and llama.cpp serve them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from assistant.api.error_responses import CLIENT_LEFT
from assistant.api.leaving import unless_disconnected
from assistant.api.messages import conversation
from assistant.api.parsing import tools_of
from assistant.api.running import Running, errors
from assistant.api.tools import tool_use
from assistant.api.unsupported import IN_TOKENIZE, refuse_unsupported
from assistant.api.wire.tokenization import Detokenized, DetokenizeRequest, TokenizeRequest, Tokens
from assistant.chat.assistant import Assistant
from assistant.errors import InvalidParameter

router = APIRouter(tags=["tokens"])

_ERRORS = errors(400, 404, 413, 500, 503, 504)


@router.post("/v1/tokenize", response_model=Tokens, responses=_ERRORS)
@router.post("/tokenize", response_model=Tokens, responses=_ERRORS)
async def tokenize(body: TokenizeRequest, request: Request, application: Running) -> Tokens | Response:
    """Count the tokens of a text or a conversation."""
    counted = await unless_disconnected(_tokens(body, application.assistant), request)
    return counted or Response(status_code=CLIENT_LEFT)


@router.post("/v1/detokenize", response_model=Detokenized, responses=_ERRORS)
@router.post("/detokenize", response_model=Detokenized, responses=_ERRORS)
async def detokenize(body: DetokenizeRequest, request: Request, application: Running) -> Detokenized | Response:
    """Make text of tokens."""
    assistant = application.assistant
    decoding = assistant.decode(body.model or assistant.base_model, tuple(body.tokens))
    text = await unless_disconnected(decoding, request)
    return Response(status_code=CLIENT_LEFT) if text is None else Detokenized(prompt=text)


async def _tokens(body: TokenizeRequest, assistant: Assistant) -> Tokens:
    refuse_unsupported(body, IN_TOKENIZE)
    given = [text for text in (body.prompt, body.content, body.messages) if text is not None]
    if len(given) != 1:
        raise InvalidParameter("Give exactly one of prompt, content and messages.", param="prompt")
    if body.tools and body.messages is None:
        raise InvalidParameter("tools: they belong to messages: give these.", param="tools")
    prompt = given[0] if isinstance(given[0], str) else conversation(given[0])
    model = body.model or assistant.base_model
    encoded = await assistant.encode(model, prompt, tool_use(tools_of(body.tools or ()), None, parallel=True).tools)
    [served] = [candidate for candidate in assistant.models if candidate.name == model]
    return Tokens(
        count=len(encoded.ids),
        max_model_len=served.context_length,
        tokens=encoded.ids,
        token_strs=[token.decode("utf-8", "replace") for token in encoded.tokens] if body.return_token_strs else None,
    )
