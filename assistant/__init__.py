"""A self-hosted DevOps assistant: Llama behind an OpenAI-compatible API."""

__version__ = "0.1.0"
