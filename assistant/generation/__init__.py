"""Manifests and configuration from templates of our own; numbers and names of the request are put in by code."""

from assistant.generation.generated import Block, Generated, NextStep, Risk
from assistant.generation.generator import generate
from assistant.generation.kinds import Kind, kinds
from assistant.generation.parameters import Parameters, complete, parameters
from assistant.generation.recognition import recognise

__all__ = [
    "Block",
    "Generated",
    "Kind",
    "NextStep",
    "Parameters",
    "Risk",
    "complete",
    "generate",
    "kinds",
    "parameters",
    "recognise",
]
