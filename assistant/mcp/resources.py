"""The resources: every entry of the handbook as Markdown."""

from __future__ import annotations

import asyncio
from urllib.parse import quote, unquote

from mcp import types
from mcp.shared.exceptions import MCPError

from assistant.mcp.parts import Parts

_SCHEME = "reference://"
_TEMPLATE = f"{_SCHEME}{{source}}/{{+id}}"
_MARKDOWN = "text/markdown"
_PAGE = 100


def uri_of(source: str, identity: str) -> str:
    """What a client reads a reference by."""
    return f"{_SCHEME}{source}/{quote(identity)}"


def templates() -> list[types.ResourceTemplate]:
    """The form of all of them."""
    told = "A whole reference, such as reference://handbook/kubernetes/rollback; the tool search finds them."
    return [
        types.ResourceTemplate(
            uri_template=_TEMPLATE, name="reference", title="A reference", description=told, mime_type=_MARKDOWN
        )
    ]


async def listed(parts: Parts, cursor: str | None) -> types.ListResourcesResult:
    """One page of them.

    Args:
        cursor: of the page before; None for the first.

    Raises:
        MCPError: nobody was told such a cursor.
    """
    await asyncio.to_thread(parts.make, "entries")
    entries = list(parts.entries.values())
    start = _start(cursor, len(entries))
    resources = [
        types.Resource(
            uri=uri_of("handbook", entry.id),
            name=entry.id,
            title=entry.title,
            description=" ".join(entry.summary.split()),
            mime_type=_MARKDOWN,
        )
        for entry in entries[start : start + _PAGE]
    ]
    following = str(start + _PAGE) if start + _PAGE < len(entries) else None
    return types.ListResourcesResult(resources=resources, next_cursor=following)


async def read(parts: Parts, uri: str) -> types.ReadResourceResult:
    """All of one.

    Raises:
        MCPError: it is not here.
    """
    source, _, identity = uri.removeprefix(_SCHEME).partition("/")
    await asyncio.to_thread(parts.make, "knowledge")
    known = uri.startswith(_SCHEME)
    passage = await asyncio.to_thread(parts.knowledge.passage, source, unquote(identity)) if known else None
    if passage is None:
        raise MCPError(types.INVALID_PARAMS, f"There is no resource {uri[:200]!r}: the tool search finds those there are.")
    content = types.TextResourceContents(uri=uri, mime_type=_MARKDOWN, text=passage.text)
    return types.ReadResourceResult(contents=[content])


def _start(cursor: str | None, count: int) -> int:
    if cursor is None:
        return 0
    if not cursor.isdecimal() or len(cursor) > len(str(count)) or not 0 < int(cursor) < count:
        raise MCPError(types.INVALID_PARAMS, f"There is no page {cursor[:40]!r}: take next_cursor of the page before.")
    return int(cursor)
