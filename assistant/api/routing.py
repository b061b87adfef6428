"""What the service has at a path, asked of its own routes: BentoML's and those of the mounted API alike."""

from __future__ import annotations

from starlette.routing import Match
from starlette.types import Scope

_METHODS = ("DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT")


def is_served(scope: Scope) -> bool:
    """Whether a route takes this method at this path."""
    return any(route.matches(scope)[0] is Match.FULL for route in scope["app"].routes)


def allowed_methods(scope: Scope) -> set[str]:
    """All methods that routes take at this path."""
    methods = {method for method in _METHODS if is_served({**scope, "method": method})}
    return methods | ({"HEAD"} if "GET" in methods else set())
