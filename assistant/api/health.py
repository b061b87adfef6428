"""`GET /v1/health`: whether this replica can answer, and what it is."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus

from fastapi import APIRouter, Response

from assistant import __version__
from assistant.api.running import Running
from assistant.api.wire.health import Health, HealthEngine, HealthModel, HealthModelState, HealthQueue
from assistant.application import Application, versions
from assistant.engine.load import Load
from assistant.settings import Settings

router = APIRouter(tags=["operation"])

_POLL_AGAIN_S = 2


@router.get("/")
async def get_root() -> dict[str, str]:
    """What this is, and where to go on."""
    return {"name": "DevOps AI Assistant", "version": __version__, "api": "/openapi.json", "health": "/v1/health"}


@router.get("/v1/health", responses={503: {"model": Health, "description": "It cannot answer now."}})
async def get_health(application: Running, response: Response) -> Health:
    """Whether this replica can answer, and what it is."""
    result = _health(application)
    response.headers["cache-control"] = "no-store"
    if result.status != "ready":
        response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
        response.headers["retry-after"] = str(_POLL_AGAIN_S)
    return result


def _health(application: Application) -> Health:
    status = application.status
    return Health(
        status=status.state,
        reason=status.reason,
        warnings=list(status.warnings),
        version=__version__,
        model=HealthModel(**asdict(status.model)) if status.model else None,
        engine=HealthEngine(**asdict(status.engine)) if status.engine else None,
        queue=_queue(status.load, application.settings) if status.load else None,
        models=[HealthModelState(**asdict(model)) for model in status.models],
        versions=versions(),
        uptime_s=round(status.uptime_s, 1),
    )


def _queue(load: Load, settings: Settings) -> HealthQueue:
    return HealthQueue(
        running=load.running, waiting=load.waiting, max_running=settings.max_running, max_waiting=settings.max_waiting
    )
