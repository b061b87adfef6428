"""Every setting: its default, unit and environment variable. The only reader of the environment."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import SettingsError

LLAMA = "meta-llama/Llama-3.2-1B-Instruct"
SYSTEM_PROMPT = (
    "You are a DevOps assistant. Answer briefly and precisely. Put commands and configuration into fenced code blocks "
    "with a language. Prefer commands that only read; say clearly when a command changes or deletes something. "
    "If you do not know, say so."
)

_URL = re.compile(r"https?://[^/\s?#@]+(/[^\s?#]*)?")
_KEY = re.compile(r"[\x21-\x7e]+")
_OF_A_LOCAL_MODEL = (
    "model",
    "models",
    "model_memory_bytes",
    "device",
    "dtype",
    "threads",
    "context_length",
    "kv_cache_bytes",
    "step_tokens",
)
_OF_A_REMOTE_ONE = ("engine_model", "engine_api_key", "engine_timeout_s")
_OF_THE_CLIENT = ("ASSISTANT_URL", "ASSISTANT_API_KEY")  # of `assistant chat`
_ORIGIN = re.compile(r"https?://[^/\s,]+")
_BENTO = Path(__file__).parents[2] / "bento.yaml"  # stands there where this file is part of a built Bento


class Settings(BaseSettings):
    """What an operator can choose; each field is read from `ASSISTANT_` plus its name in capitals."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", frozen=True, extra="ignore")

    model: str = Field(
        default_factory=lambda: LLAMA if _BENTO.is_file() else "embedded",
        min_length=1,
        description="The model: a hub id, a folder with safetensors, a GGUF file, or `embedded` (SmolLM2-135M-Instruct); "
        "a Bento's default is `meta-llama/Llama-3.2-1B-Instruct`.",
    )
    model_name: str | None = Field(
        None, description="Its name on the API; by default made from the hub id, the folder or the file name."
    )
    models: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Further models, separated by commas: each a location as in `ASSISTANT_MODEL`, or `name=location`.",
    )
    model_loading: Literal["lazy", "start"] = Field(
        "lazy",
        description="When further models are loaded: `lazy` with their first request, `start` right behind the default one, as "
        "far as they fit.",
    )
    model_memory_bytes: int | None = Field(
        None,
        ge=1 << 20,
        description="Memory of all loaded models, their caches included, in bytes: where the next does not fit, the one unused "
        "for longest is unloaded, but never the default one; by default no limit.",
    )
    engine_url: str | None = Field(
        None,
        description="Answer through the inference server there (vLLM, llama.cpp, TGI, another copy of this) instead of a model "
        "in this process, such as `http://gpu-1:8000`.",
    )
    engine_model: str | None = Field(
        None, min_length=1, description="The id of the model on that server; by default the first that it lists."
    )
    engine_api_key: SecretStr | None = Field(None, description="The key that server asks for; never logged or shown.")
    engine_timeout_s: float = Field(
        120, gt=0, description="Seconds that server may say nothing in an answer before it ends with an error."
    )
    api_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (),
        description="Keys that clients may send as `Authorization: Bearer KEY`, separated by commas; with any, every route but "
        "`/livez`, `/readyz` and `/healthz` asks for one. Never logged or shown.",
    )
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="Where it runs; `auto` takes a GPU if there is one.")
    runner: Literal["auto", "native", "openvino", "torch"] = Field(
        "auto",
        description="What computes the model: `native` (our kernels, for CPUs with AVX-512 VNNI; Llama models; fastest), "
        "`openvino` (other CPUs; Llama models; fast), `torch` (GPUs, every model; exact). `auto` takes torch on a GPU, else "
        "the first that can.",
    )
    dtype: Literal["auto", "int8", "float32", "bfloat16", "float16"] = Field(
        "auto",
        description="Number format of the weights; `auto` is int8 with native and openvino, bfloat16 with torch on a GPU, else "
        "float32.",
    )
    threads: int | None = Field(None, ge=1, description="CPU threads of the engine; by default all the cores it may use.")
    cache_dir: Path = Field(
        default_factory=lambda: _cache_home() / "devops-ai-assistant",
        description="Folder for converted and quantised weights.",
    )
    data_dir: Path = Field(
        default_factory=lambda: _data_home() / "devops-ai-assistant",
        description="Folder for what is kept: the passages of runbooks and packs.",
    )
    runbooks: Annotated[tuple[Path, ...], NoDecode] = Field(
        (),
        description="Folders or files with your runbooks (Markdown, text, reStructuredText), separated by commas; a server "
        "indexes them at its start and keeps up with their changes.",
    )
    context_length: int | None = Field(
        None, ge=16, description="Tokens that a prompt and its answer may have together; by default what the model allows."
    )
    kv_cache_bytes: int = Field(1 << 30, ge=1 << 20, description="Memory for the key-value cache, in bytes.")
    speculation: Literal["auto", "off"] = Field(
        "auto", description="Whether tokens are guessed from the text so far and checked in one step, where that pays."
    )
    max_running: int = Field(64, ge=1, description="Requests that generate at the same time.")
    max_waiting: int = Field(128, ge=0, description="Requests that may wait for a place; one more is refused with 429.")
    step_tokens: int = Field(
        512, ge=16, description="Tokens that one step of the engine may process (prompts come in such pieces)."
    )
    response_store_bytes: int = Field(
        0,
        ge=0,
        description="Memory of each replica for responses that `previous_response_id` can go on with, in bytes; 0 for none.",
    )
    request_timeout_s: float = Field(600, gt=0, description="Seconds after which an unfinished answer ends with an error.")
    shutdown_grace_s: float = Field(
        30,
        ge=0,
        description="Seconds that running answers may go on after a stop signal; then they end with an error. "
        "`make serve` gives them 5.",
    )
    max_body_bytes: int = Field(4 << 20, ge=1024, description="Largest request body, in bytes, also when it came compressed.")
    stream_keep_alive_s: float = Field(
        15, gt=0, description="Seconds of silence in a stream after which a comment is sent, so that no proxy cuts it."
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        ("http://localhost:3000", "http://127.0.0.1:3000"),
        description="Origins whose pages may call the API, separated by commas; `*` for any.",
    )
    system_prompt: str = Field(SYSTEM_PROMPT, description="The first system message of `devops-assistant`; empty for none.")
    temperature: float = Field(0.3, ge=0, le=2, description="Temperature of `devops-assistant` where a request names none.")
    top_p: float = Field(0.9, ge=0, le=1, description="Nucleus sampling of `devops-assistant` where a request names none.")
    max_tokens: int = Field(1024, ge=1, description="Tokens of an answer where a request names no limit.")
    traces_url: str | None = Field(
        None,
        description="Where an OpenTelemetry collector takes traces (OTLP over HTTP), such as "
        "`http://collector:4318/v1/traces`; by default none are made.",
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="What is logged.")

    @field_validator("api_keys", mode="before")
    @classmethod
    def _split_keys(cls, value: object) -> object:
        if isinstance(value, str):
            keys = tuple(part.strip() for part in value.split(",") if part.strip())
            if not keys:
                raise ValueError("it names no key: give one, or take the variable away to ask for none")
            return keys
        return value

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("models", mode="before")
    @classmethod
    def _split_models(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("runbooks", mode="before")
    @classmethod
    def _split_paths(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part.strip()).expanduser() for part in value.split(",") if part.strip())
        return value

    @field_validator("models")
    @classmethod
    def _have_a_location(cls, models: tuple[str, ...]) -> tuple[str, ...]:
        for model in models:
            name, named, location = model.partition("=")
            if named and not (name.strip() and location.strip()):
                raise ValueError(f"{model!r} is neither a location nor name=location")
        return models

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is not an origin such as https://chat.example.com")
        return origins

    @field_validator("traces_url")
    @classmethod
    def _takes_traces(cls, url: str | None) -> str | None:
        if url is not None and not (_URL.fullmatch(url) and _has_a_port_or_none(url)):
            raise ValueError("it is not an address such as http://collector:4318/v1/traces")
        return url

    @field_validator("engine_url")
    @classmethod
    def _is_an_address(cls, url: str | None) -> str | None:
        """The address without the `/v1` that clients are usually given."""
        if url is None:
            return None
        if "@" in url:
            raise ValueError("it must not hold a user name or password: a key goes into ASSISTANT_ENGINE_API_KEY")
        if not _URL.fullmatch(url) or not _has_a_port_or_none(url):
            raise ValueError("it is not an address such as http://gpu-1:8000")
        return url.rstrip("/").removesuffix("/v1").rstrip("/")

    @field_validator("engine_api_key")
    @classmethod
    def _fits_a_header(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None:
            _check_key(key)
        return key

    @field_validator("api_keys")
    @classmethod
    def _fit_a_header(cls, keys: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        for key in keys:
            _check_key(key)
        return keys

    @model_validator(mode="after")
    def _is_local_or_remote(self) -> Settings:
        """Nothing that was chosen is silently without effect."""
        names = _OF_A_LOCAL_MODEL if self.engine_url else _OF_A_REMOTE_ONE
        fields = type(self).model_fields
        chosen = [name for name in names if getattr(self, name) != fields[name].get_default(call_default_factory=True)]
        if chosen and self.engine_url:
            raise ValueError(
                f"with ASSISTANT_ENGINE_URL no model runs in this process, so {variable(chosen[0])} has no effect: "
                "take one of the two away"
            )
        if self.model_loading != "lazy" and not self.models:
            raise ValueError("ASSISTANT_MODEL_LOADING has no effect without ASSISTANT_MODELS: set both or none")
        if chosen:
            raise ValueError(f"{variable(chosen[0])} has no effect without ASSISTANT_ENGINE_URL: set both or none")
        return self

    @classmethod
    def of_a_server(cls) -> Settings:
        """Read the environment of what serves.

        Raises:
            SettingsError: as `load`, or the key of a client is given and none that it would be compared with.
        """
        if "ASSISTANT_API_KEY" in os.environ and "ASSISTANT_API_KEYS" not in os.environ:  # it would protect nothing
            raise SettingsError(
                "ASSISTANT_API_KEY is what `assistant chat` sends: set ASSISTANT_API_KEYS for a server that asks for a key, or "
                "take it away."
            )
        return cls.load()

    @classmethod
    def load(cls) -> Settings:
        """Read the environment.

        Raises:
            SettingsError: a variable has a value that cannot be used; the message names each.
        """
        known = [variable(name) for name in cls.model_fields]
        for name in os.environ:
            if name.startswith("ASSISTANT_") and name not in (*known, *_OF_THE_CLIENT):
                nearest = ", ".join(difflib.get_close_matches(name, known)) or ", ".join(known)
                raise SettingsError(f"There is no setting {name}: take it away, or correct it to {nearest}.")
        try:
            return cls()
        except ValidationError as error:
            wrong = "; ".join(
                ": ".join([*(variable(str(name)) for name in e["loc"][:1]), e["msg"].removeprefix("Value error, ")])
                for e in error.errors()
            )
            raise SettingsError(f"A setting cannot be used: {wrong}.") from None


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return f"ASSISTANT_{field.upper()}"


def _check_key(key: SecretStr) -> None:
    if not _KEY.fullmatch(key.get_secret_value()):
        raise ValueError("a key has no spaces, line ends or letters beyond ASCII, and is not empty")


def _has_a_port_or_none(url: str) -> bool:
    try:
        _ = urlsplit(url).port
    except ValueError:
        return False
    return True


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")


def _data_home() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
