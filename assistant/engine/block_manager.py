"""Which blocks of the key-value cache belong to whom."""

from __future__ import annotations


class BlockManager:
    """Hands out the blocks of the cache and takes them back."""

    def __init__(self, blocks: int, block_tokens: int) -> None:
        self.blocks = blocks
        self.block_tokens = block_tokens
        self._free = list(reversed(range(blocks)))  # taken from the end: low ids first

    @property
    def free(self) -> int:
        """How many blocks nobody has."""
        return len(self._free)

    def needed(self, tokens: int) -> int:
        """How many blocks hold `tokens` tokens."""
        return -(-tokens // self.block_tokens)

    def allocate(self, tokens: int) -> list[int] | None:
        """Blocks for `tokens` tokens, or None where too few are free."""
        count = self.needed(tokens)
        if count > len(self._free):
            return None
        return [self._free.pop() for _ in range(count)]

    def release(self, block_table: list[int]) -> None:
        """Take the blocks back; the table is empty afterwards, so a second call does nothing."""
        self._free.extend(reversed(block_table))
        block_table.clear()
