"""The bulk route: many conversations in one call."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

from assistant.api.chat_completions import complete
from assistant.api.error_responses import error_body, note_error
from assistant.api.parsing import parse_item
from assistant.application import Application
from assistant.errors import AssistantError
from assistant.observability.request_log import logged_request


async def answer_all(items: Sequence[object], application: Application) -> list[dict[str, Any]]:
    """Answer each item: a completion, or an error object in its place.

    No more are in the engine at a time than can run there, so that the places to wait are left to chats.
    """
    places = asyncio.Semaphore(application.settings.max_running)

    async def answer_one(item: object) -> dict[str, Any]:
        async with places:
            return await _answer(item, application)

    return await asyncio.gather(*map(answer_one, items))


async def _answer(item: object, application: Application) -> dict[str, Any]:
    with logged_request(f"req_{uuid.uuid4().hex}", bulk=True):
        try:
            answer = await application.assistant.answer(parse_item(item))
            async with aclosing(answer):
                return (await complete(answer)).model_dump()
        except AssistantError as error:
            note_error(error)
            return error_body(error).model_dump()
