"""What the resources of all providers share: the form of a piece, and names."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from assistant.generation.parameters import Parameters
from assistant.generation.quoting import hcl

Piece = tuple[str, tuple[tuple[str, str], ...]]
"""HCL of a resource, and its outputs: name and expression."""

Make = Callable[[Parameters, list[str]], Piece]
"""Makes a piece, given the values and all resources that are wanted."""


def named(p: Parameters, resource: str) -> str:
    """The name of a resource: its own in the request, or made of the variables.

    Args:
        p: the values.
        resource: as in `reading.cloud.RESOURCES`.
    """
    own = dict(p["resource_names"] or ()).get(resource)
    alone = len(p["cloud_resources"] or ()) < 2
    if name := own or (p["bucket"] if alone else None):
        return hcl(name)
    return '"${var.name}-${var.environment}"'


def is_named(p: Parameters, resource: str) -> bool:
    """Whether the request gives it a name of its own."""
    return resource in dict(p["resource_names"] or ()) or (bool(p["bucket"]) and len(p["cloud_resources"] or ()) < 2)


def first_subnet(cidr: str) -> str:
    """The first of the subnets of a network: sixteen of them, fewer where they would become too small."""
    network = ipaddress.ip_network(cidr, strict=False)
    return str(next(network.subnets(new_prefix=max(network.prefixlen, min(28, network.prefixlen + 4)))))


def simple(kind: str, resource: str, body: str, outputs: tuple[tuple[str, str], ...]) -> Make:
    """A resource in which only its name changes; it stands for NAME in the body."""

    def piece(p: Parameters, _: list[str]) -> Piece:
        return f'resource "{kind}" "this" {{\n{body.replace("NAME", named(p, resource))}}}\n', outputs

    return piece
