"""A model in this process: found, prepared once, loaded with an engine of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.engine import step_cost
from assistant.engine.engine import Engine
from assistant.engine.generation import GenerationRequest
from assistant.engine.local import LocalEngine
from assistant.errors import AssistantError, ModelError
from assistant.model import checkpoint, loader
from assistant.model.checkpoint import Checkpoint
from assistant.model.loader import LoadedModel
from assistant.model.memory import give_back
from assistant.model.placement import Placement, place
from assistant.model.source import ModelSource
from assistant.settings import Settings


@dataclass(frozen=True)
class ModelInfo:
    """A model that answers.

    Attributes:
        parameters: how many weights it has; this, the architecture and the context are not known of every remote one.
        context_length: tokens of a prompt and its answer together.
    """

    id: str
    source: Literal["hub", "folder", "gguf", "embedded", "remote"]
    architecture: str | None
    parameters: int | None
    context_length: int | None


@dataclass(frozen=True)
class EngineInfo:
    """What runs the model; of a remote one only the host is known."""

    runner: Literal["native", "openvino", "torch", "remote"]
    device: str | None = None
    dtype: str | None = None
    threads: int | None = None
    host: str | None = None


@dataclass(frozen=True)
class PreparedModel:
    """A model that can be loaded.

    Attributes:
        memory_bytes: what its weights and its cache take.
        context_length: what it allows; the cache may hold less.
    """

    checkpoint: Checkpoint
    placement: Placement
    memory_bytes: int
    context_length: int


@dataclass(frozen=True)
class LocalModel:
    """A model that answers; its engine is to be closed."""

    engine: LocalEngine
    model: ModelInfo
    where: EngineInfo


def prepare(found: ModelSource, settings: Settings) -> PreparedModel:
    """Fetch, convert and check a model; quick where that was done before.

    Raises:
        ModelError: it cannot be had, is not a chat model, or cannot run as the settings say.
    """
    ready = checkpoint.prepare(found, settings.cache_dir)
    placement = place(
        ready.config, runner=settings.runner, device=settings.device, dtype=settings.dtype, threads=settings.threads
    )
    loader.prepare(ready, placement, settings.cache_dir)
    weights = loader.weight_bytes(ready, placement, settings.cache_dir)
    allowed = loader.allowed_context(ready)
    return PreparedModel(ready, placement, weights + settings.kv_cache_bytes, min(allowed, settings.context_length or allowed))


def start_engine(prepared: PreparedModel, settings: Settings) -> tuple[LoadedModel, Engine]:
    """Load a model and generate with it once.

    Raises:
        ModelError: it cannot be loaded or run.
    """
    model = loader.load(
        prepared.checkpoint,
        prepared.placement,
        kv_cache_bytes=settings.kv_cache_bytes,
        cache_dir=settings.cache_dir,
        context_length=settings.context_length,
    )
    source = prepared.checkpoint.source
    engine = Engine(
        model.runner,
        name=source.name,
        max_running=settings.max_running,
        max_waiting=settings.max_waiting,
        step_tokens=settings.step_tokens,
        cost=step_cost.measure(model.runner, model.context_length),
        speculate=settings.speculation == "auto",
    )
    try:
        engine.warm_up(GenerationRequest(prompt_ids=tuple(model.tokenizer.encode("ready?")), max_tokens=2))
    except AssistantError as error:
        engine.close()
        raise ModelError(f"The model {source.location} cannot produce a token: {error.__cause__ or error}") from error
    return model, engine


def start(prepared: PreparedModel, settings: Settings) -> LocalModel:
    """Load a model so that it answers conversations.

    Raises:
        ModelError: it cannot be loaded or run.
    """
    model, engine = start_engine(prepared, settings)
    give_back()  # what reading the weights took beside them
    source, placement = prepared.checkpoint.source, prepared.placement
    return LocalModel(
        LocalEngine(engine, model.tokenizer, context_length=model.context_length),
        ModelInfo(
            id=source.name,
            source=source.kind,
            architecture=prepared.checkpoint.config["architectures"][0],
            parameters=model.parameters,
            context_length=model.context_length,
        ),
        EngineInfo(runner=placement.runner, device=placement.device, dtype=placement.dtype, threads=placement.threads),
    )
