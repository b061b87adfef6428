"""`/v1/devops`: search, checks, risk and redaction alone. They work while the model is being loaded, and where it cannot be.

The parts are imported when they are asked for: a server starts without them.
"""

from __future__ import annotations

import asyncio
import html
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request
from starlette.responses import Response

from assistant.api.accept import preferred
from assistant.api.devops.crowd import Crowd
from assistant.api.error_responses import CLIENT_LEFT
from assistant.api.leaving import unless_disconnected
from assistant.api.running import Running, errors
from assistant.api.wire.devops import (
    CheckRequest,
    CheckResult,
    Own,
    RedactedTexts,
    RedactRequest,
    Reference,
    RiskAssessment,
    RiskRequest,
    SearchRequest,
    SearchResults,
)
from assistant.errors import WorkTimeout

router = APIRouter(prefix="/v1/devops", tags=["devops"])

_JSON, _MARKDOWN, _HTML = "application/json", "text/markdown", "text/html"
_PAGE_HEADERS = {"content-security-policy": "default-src 'none'", "x-content-type-options": "nosniff"}
_ERRORS = errors(400, 413, 429, 500, 503, 504)
_LINK = {
    "operationId": "get_reference_v1_devops_references__source___reference_id__get",
    "parameters": {"source": "$response.body#/results/0/source", "reference_id": "$response.body#/results/0/id"},
    "description": "All of the first result.",
}


class Desk:
    """Where one request is worked on without the model."""

    def __init__(self, request: Request, application: Running) -> None:
        self._request = request
        self._application = application
        self._limit_s = application.settings.request_timeout_s

    async def answer(self, body: Own) -> Response:
        """The answer as JSON; nothing for a client that leaves, which ends the work.

        Raises:
            QueueFull: too many are being worked on.
            WorkTimeout: it was not done in time.
        """
        crowd: Crowd = self._request.app.state.crowd
        settings = self._application.settings
        try:
            with crowd.enter(settings.max_running + settings.max_waiting):
                async with asyncio.timeout(self._limit_s):
                    told = await unless_disconnected(self._told(body), self._request)
        except TimeoutError:
            raise WorkTimeout(self._limit_s) from None
        return Response(status_code=CLIENT_LEFT) if told is None else Response(told, media_type=_JSON)

    async def _told(self, body: Own) -> str:
        pipeline = await self._application.pipeline()
        from assistant.api.devops import answers

        answer = await answers.answer(pipeline, body)
        return await asyncio.to_thread(answer.model_dump_json)


AtDesk = Annotated[Desk, Depends(Desk)]


@router.post("/search", response_model=SearchResults, responses={200: {"links": {"reference": _LINK}}, **_ERRORS})
async def search(body: SearchRequest, desk: AtDesk) -> Response:
    """Find references for a task, an error message or a symptom; commands come with the names and numbers of the query."""
    return await desk.answer(body)


@router.post("/check", response_model=CheckResult, responses=_ERRORS)
async def check(body: CheckRequest, desk: AtDesk) -> Response:
    """Check shell, Dockerfiles, manifests, pipelines and other files with real tools, or every fenced block of Markdown.

    Nothing in it is run.
    """
    return await desk.answer(body)


@router.post("/risk", response_model=RiskAssessment, responses=_ERRORS)
async def risk(body: RiskRequest, desk: AtDesk) -> Response:
    """Say what commands would do to the machine, cluster or database they are typed into, without running them."""
    return await desk.answer(body)


@router.post("/redact", response_model=RedactedTexts, responses=_ERRORS)
async def redact(body: RedactRequest, desk: AtDesk) -> Response:
    """Take the secrets out of texts. What they were is not told, logged or kept."""
    return await desk.answer(body)


@router.get(
    "/references/{source}/{reference_id:path}",
    response_model=Reference,
    responses={
        200: {
            "content": {_MARKDOWN: {"schema": {"type": "string"}}, _HTML: {"schema": {"type": "string"}}},
            "description": "JSON, or by `Accept` its Markdown, also as a plain page for browsers.",
        },
        **errors(404, 500, 503),
    },
)
async def get_reference(
    source: Annotated[str, Path(description="Where it is from, as an answer says: `handbook`, `runbook`, `pack` or `error`.")],
    reference_id: Annotated[str, Path(description="Its id there.", examples=["kubernetes/rollback"])],
    application: Running,
    request: Request,
) -> Response:
    """A whole reference: what answers begin with, and what their links lead to."""
    pipeline = await application.pipeline()
    from assistant.api.devops import answers

    found = await asyncio.to_thread(answers.reference, pipeline.knowledge, source, reference_id)
    kind = preferred(", ".join(request.headers.getlist("accept")), (_JSON, _MARKDOWN, _HTML))
    if kind == _HTML:
        return Response(_page(found), media_type=kind, headers={"vary": "accept", **_PAGE_HEADERS})
    content = found.text if kind == _MARKDOWN else found.model_dump_json()
    return Response(content, media_type=kind, headers={"vary": "accept"})


def _page(found: Reference) -> str:
    """Its Markdown as it is: who follows the link of an alert wants to read and copy."""
    title, text = html.escape(found.title), html.escape(found.text)
    return f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title><body><pre>{text}</pre></body></html>\n"
