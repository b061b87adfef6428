"""Secrets out of a text that is kept and read again in other conversations."""

from __future__ import annotations

from assistant.redaction.placeholders import PLACEHOLDER
from assistant.redaction.redactor import Redactor


def mask(redactor: Redactor, text: str) -> str:
    """Put words such as `REDACTED_PASSWORD` in the place of secrets.

    They have no number: those with one stand for the secrets of one conversation, which this text will come into.
    """
    return PLACEHOLDER.sub(lambda match: f"REDACTED_{match[1]}", redactor.redact(text).text)
