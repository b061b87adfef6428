"""JSON logs: one line per event on standard error, never with the text of a message."""

from __future__ import annotations

import logging

from pythonjsonlogger.json import JsonFormatter

_TAKEN_OVER = ("bentoml", "uvicorn", "uvicorn.error", "uvicorn.access", "py.warnings")
_NOISY = ("httpx", "httpx2", "httpcore", "filelock", "huggingface_hub", "uvicorn.access")


def configure(level: str) -> None:
    """Send every record of this process to standard error as one JSON object a line."""
    handler = logging.StreamHandler()
    handler.setFormatter(
        JsonFormatter(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "time", "levelname": "level", "name": "logger"},
            datefmt="%Y-%m-%dT%H:%M:%S%z",
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _TAKEN_OVER:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.getLogger("bentoml").setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.getLogger("bentoml._internal.server.http_app").addFilter(_not_the_clients_fault)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _not_the_clients_fault(record: logging.LogRecord) -> bool:
    """BentoML logs a traceback for every invalid body of the bulk route; the client is told, that is enough."""
    error = record.exc_info[1] if record.exc_info else None
    return type(error).__name__ not in ("BadInput", "ClientDisconnect", "ValidationError")
