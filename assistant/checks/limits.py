"""What one block may cost."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Of one block, and of the processes that check it.

    Attributes:
        block_bytes: of a block as UTF-8; a larger one is not checked.
        blocks: of one text; those after them are not checked.
        tool_s: of wall-clock time for one external tool.
        block_s: for all checkers of a block together; then they are killed.
        load_s: for what a checker reads once in a process, such as the tables of a grammar.
        wait_s: for a free process when others are busy.
        memory_bytes: of address space for the process of the checkers, and for each tool.
        output_bytes: that a tool may write.
        findings: told of one block.
    """

    block_bytes: int = 64 << 10
    blocks: int = 50
    tool_s: float = 5.0
    block_s: float = 10.0
    load_s: float = 60.0
    wait_s: float = 30.0
    memory_bytes: int = 1 << 30
    output_bytes: int = 2 << 20
    findings: int = 50
