"""The bulk route: many conversations in one call."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Callable, Sequence
from contextlib import aclosing
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.chat_completions import complete
from assistant.api.error_responses import error_body, error_response, note_error
from assistant.api.openapi import BATCH_PATH
from assistant.api.parsing import parse_item
from assistant.api.wire.chat import ChatCompletion
from assistant.application import Application
from assistant.errors import AssistantError, GenerationFailed, RequestTimeout
from assistant.observability.request_log import logged_request

_log = logging.getLogger(__name__)


async def answer_all(items: Sequence[object], application: Application) -> list[dict[str, Any]]:
    """Answer each item: a completion, or an error object in its place.

    No more are in the engine at a time than can run there, so that the places to wait are left to chats. What is not
    answered within the time of one request, counted from now, gets a timeout in its place; what is answered is kept.
    """
    settings = application.settings
    places = asyncio.Semaphore(settings.max_running)
    deadline = asyncio.get_running_loop().time() + settings.request_timeout_s

    async def answer_one(item: object) -> dict[str, Any]:
        with logged_request(f"req_{uuid.uuid4().hex}", bulk=True):
            try:
                async with asyncio.timeout_at(deadline), places:
                    return (await _answer(item, application)).model_dump()
            except TimeoutError:
                return _error_object(RequestTimeout(settings.request_timeout_s))
            except AssistantError as error:
                return _error_object(error)
            except Exception:  # noqa: BLE001 - the HTTP boundary: one item must not end those of other clients
                _log.exception("an item of a bulk call failed")
                return _error_object(GenerationFailed("The server failed on this item: report its request_id to the operator."))

    return await asyncio.gather(*map(answer_one, items))


class RefuseWhileNotReady:
    """ASGI middleware: the bulk route answers 503 as a whole where no item of it could be answered."""

    def __init__(self, app: ASGIApp, get_application: Callable[[], Application]) -> None:
        self._app = app
        self._get_application = get_application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == BATCH_PATH and scope["method"] == "POST":
            try:
                _ = self._get_application().assistant
            except AssistantError as error:
                await error_response(error)(scope, receive, send)
                return
        await self._app(scope, receive, send)


async def _answer(item: object, application: Application) -> ChatCompletion:
    answer = await application.assistant.answer(parse_item(item))
    async with aclosing(answer):
        return await complete(answer)


def _error_object(error: AssistantError) -> dict[str, Any]:
    note_error(error)
    return error_body(error).model_dump()
