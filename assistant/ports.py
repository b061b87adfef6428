"""Ports to listen on."""

from __future__ import annotations

import socket

from assistant.errors import StartupError


def require_free(host: str, port: int, option: str) -> None:
    """Look whether a server could listen there.

    Args:
        option: of the command, which chooses the port.

    Raises:
        StartupError: it could not; the message says why and what to change.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartupError(
                f"Port {port} cannot be used ({error.strerror}): stop what listens there or choose another with {option}."
            ) from None
