"""`GET /v1/models`: what requests can name."""

from __future__ import annotations

from fastapi import APIRouter

from assistant.api.running import Running, errors
from assistant.api.wire.models import Model, ModelList
from assistant.application import Application
from assistant.chat.assistant import ServedModel
from assistant.errors import ModelNotFound

router = APIRouter(tags=["models"])


_LINK = {"operationId": "get_model_v1_models__model__get", "parameters": {"model": "$response.body#/data/0/id"}}


@router.get("/v1/models", responses={200: {"links": {"get": _LINK}}, **errors(500, 503)})
async def list_models(application: Running) -> ModelList:
    """The models that requests can name."""
    return ModelList(data=[_model(model, application) for model in application.assistant.models])


@router.get("/v1/models/{model:path}", responses=errors(404, 500, 503))
async def get_model(model: str, application: Running) -> Model:
    """One model."""
    served = application.assistant.models
    for candidate in served:
        if candidate.name == model:
            return _model(candidate, application)
    raise ModelNotFound(model, [candidate.name for candidate in served])


def _model(model: ServedModel, application: Application) -> Model:
    return Model(id=model.name, created=application.created, owned_by=model.owner, context_length=model.context_length)
