"""`POST /tokenize` and `/detokenize`: the tokens of texts, as vLLM and llama.cpp serve them."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.api.messages import conversation
from assistant.api.running import Running, errors
from assistant.api.wire.tokenization import Detokenized, DetokenizeRequest, TokenizeRequest, Tokens
from assistant.errors import InvalidParameter

router = APIRouter(tags=["tokens"])


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
