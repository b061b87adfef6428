"""`GET /v1/health`: whether this replica can answer, and what it is."""

from __future__ import annotations

from http import HTTPStatus

from fastapi import APIRouter, Response

from assistant import __version__
from assistant.api.running import Running
from assistant.api.wire import Health, HealthEngine, HealthModel, HealthQueue
from assistant.application import Application, Parts, Status, versions

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
        version=__version__,
        model=_model(status.parts) if status.parts else None,
        engine=_engine(status.parts) if status.parts else None,
        queue=_queue(status),
        versions=versions(),
        uptime_s=round(status.uptime_s, 1),
    )


def _model(parts: Parts) -> HealthModel:
    checkpoint = parts.model.checkpoint
    return HealthModel(
        id=checkpoint.source.name,
        source=checkpoint.source.kind,
        architecture=checkpoint.config["architectures"][0],
        parameters=parts.model.parameters,
        context_length=parts.model.context_length,
    )


def _engine(parts: Parts) -> HealthEngine:
    placement = parts.model.placement
    return HealthEngine(runner="torch", device=placement.device, dtype=placement.dtype, threads=placement.threads)


def _queue(status: Status) -> HealthQueue | None:
    if not (status.parts and status.load):
        return None
    engine = status.parts.engine
    return HealthQueue(
        running=status.load.running,
        waiting=status.load.waiting,
        max_running=engine.max_running,
        max_waiting=engine.max_waiting,
    )
