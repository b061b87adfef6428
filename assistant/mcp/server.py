"""The server: what a client may ask for, over standard input and output."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from mcp import types
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server

from assistant import __version__
from assistant.mcp import prompts, resources, tools
from assistant.mcp.parts import Parts

_INSTRUCTIONS = (
    "Tools for DevOps work that look up and check, and never run or change anything: search a handbook of checked commands, "
    "check scripts and manifests with real tools, class commands by what they would do before you run them, and take secrets "
    "out of text before you pass it on."
)
Context = ServerRequestContext[Any]


async def serve(find_store: Callable[[], Path] | None = None) -> None:
    """Answer one client until it closes our standard input.

    Args:
        find_store: tells the file of runbooks and packs; None for none.
    """
    parts = Parts(find_store)
    server = make_server(parts)
    try:
        async with stdio_server() as (received, sent):
            await server.run(received, sent, server.create_initialization_options())
    finally:
        await parts.close()


def make_server(parts: Parts) -> Server[Any]:
    """The server without its connection."""

    async def list_tools(_context: Context, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools.listed())

    async def call_tool(_context: Context, params: types.CallToolRequestParams) -> types.CallToolResult:
        return await tools.call(parts, params.name, params.arguments or {})

    async def list_resources(_context: Context, params: types.PaginatedRequestParams | None) -> types.ListResourcesResult:
        return await resources.listed(parts, params.cursor if params else None)

    async def list_templates(
        _context: Context, _params: types.PaginatedRequestParams | None
    ) -> types.ListResourceTemplatesResult:
        return types.ListResourceTemplatesResult(resource_templates=resources.templates())

    async def read_resource(_context: Context, params: types.ReadResourceRequestParams) -> types.ReadResourceResult:
        return await resources.read(parts, str(params.uri))

    async def list_prompts(_context: Context, _params: types.PaginatedRequestParams | None) -> types.ListPromptsResult:
        return types.ListPromptsResult(prompts=prompts.listed())

    async def get_prompt(_context: Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
        return prompts.get(params.name, params.arguments or {})

    return Server(
        "devops-assistant",
        version=__version__,
        title="DevOps AI Assistant",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
    )
