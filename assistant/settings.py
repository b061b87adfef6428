"""Every setting: its default, unit and environment variable. The only reader of the environment."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from assistant.errors import SettingsError

LLAMA = "meta-llama/Llama-3.2-1B-Instruct"
SYSTEM_PROMPT = (
    "You are a DevOps assistant. Answer briefly and precisely. Put commands and configuration into fenced code blocks "
    "with a language. Prefer commands that only read; say clearly when a command changes or deletes something. "
    "If you do not know, say so."
)

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
    device: Literal["auto", "cpu", "cuda"] = Field("auto", description="Where it runs; `auto` takes a GPU if there is one.")
    dtype: Literal["auto", "float32", "bfloat16", "float16"] = Field(
        "auto", description="Number format of the weights; `auto` is bfloat16 on a GPU and float32 on a CPU."
    )
    threads: int | None = Field(None, ge=1, description="CPU threads of the engine; by default all the cores it may use.")
    cache_dir: Path = Field(
        default_factory=lambda: _cache_home() / "devops-ai-assistant",
        description="Folder for converted weights.",
    )
    context_length: int | None = Field(
        None, ge=16, description="Tokens that a prompt and its answer may have together; by default what the model allows."
    )
    kv_cache_bytes: int = Field(1 << 30, ge=1 << 20, description="Memory for the key-value cache, in bytes.")
    max_running: int = Field(16, ge=1, description="Requests that generate at the same time.")
    max_waiting: int = Field(64, ge=0, description="Requests that may wait for a place; one more is refused with 429.")
    step_tokens: int = Field(
        512, ge=16, description="Tokens that one step of the engine may process (prompts come in such pieces)."
    )
    request_timeout_s: float = Field(600, gt=0, description="Seconds after which an unfinished answer ends with an error.")
    shutdown_grace_s: float = Field(
        30,
        ge=0,
        description="Seconds that running answers may go on after a stop signal; then they end with an error. "
        "`make serve` gives them 5.",
    )
    max_body_bytes: int = Field(4 << 20, ge=1024, description="Largest request body, in bytes.")
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        ("http://localhost:3000", "http://127.0.0.1:3000"),
        description="Origins whose pages may call the API, separated by commas; `*` for any.",
    )
    system_prompt: str = Field(SYSTEM_PROMPT, description="The first system message of `devops-assistant`; empty for none.")
    temperature: float = Field(0.3, ge=0, le=2, description="Temperature of `devops-assistant` where a request names none.")
    top_p: float = Field(0.9, ge=0, le=1, description="Nucleus sampling of `devops-assistant` where a request names none.")
    max_tokens: int = Field(1024, ge=1, description="Tokens of an answer where a request names no limit.")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="What is logged.")

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip().rstrip("/") for part in value.split(",") if part.strip())
        return value

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            if origin != "*" and not _ORIGIN.fullmatch(origin):
                raise ValueError(f"{origin!r} is not an origin such as https://chat.example.com")
        return origins

    @classmethod
    def load(cls) -> Settings:
        """Read the environment.

        Raises:
            SettingsError: a variable has a value that cannot be used; the message names each.
        """
        known = [variable(name) for name in cls.model_fields]
        for name in os.environ:
            if name.startswith("ASSISTANT_") and name not in known:
                nearest = ", ".join(difflib.get_close_matches(name, known)) or ", ".join(known)
                raise SettingsError(f"There is no setting {name}: take it away, or correct it to {nearest}.")
        try:
            return cls()
        except ValidationError as error:
            wrong = "; ".join(f"{variable(str(e['loc'][0]))}: {e['msg']}" for e in error.errors())
            raise SettingsError(f"A setting cannot be used: {wrong}.") from None


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return f"ASSISTANT_{field.upper()}"


def _cache_home() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
