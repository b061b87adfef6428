"""Fields that may come and change nothing here."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from assistant.api.wire.plain_json import Body


class AcceptedFields(Body):
    """What tells OpenAI's service of callers and caches."""

    prompt_cache_key: str | None = Field(None, description="Accepted; equal beginnings of prompts are found without it.")
    prompt_cache_retention: str | None = Field(None, description="Accepted; what is not used longest leaves the cache first.")
    prompt_cache_options: dict[str, Any] | None = Field(None, description="Accepted; changes nothing.")
    safety_identifier: str | None = Field(None, description="Accepted; changes nothing.")
