"""Which blocks of the key-value cache belong to whom, and what the free ones still hold.

A full block is known by its tokens and by the block before it, so a prompt that begins as an earlier one did finds the
blocks of that beginning again (prefix caching; the tree of RadixAttention: Zheng et al. 2023, arXiv:2312.07104). The
tokens themselves are compared, no hash of them, so no two texts can be taken for each other. The block that a text ended in
is full of nothing and cannot be shared: who goes on with that text, as the next turn of a chat does, takes it over.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

_ROOT = 0
_ALWAYS_COMPUTED = 2  # tokens at the end of a prompt


@dataclass
class BlockTable:
    """The blocks of one sequence, in the order of its tokens.

    Attributes:
        known: how many of the first blocks can be found by others.
        last_known: identity of the last of these.
    """

    blocks: list[int] = field(default_factory=list)
    known: int = 0
    last_known: int = _ROOT


class BlockManager:
    """Hands out the blocks of the cache, shares those that hold the same text, and takes them back.

    A block that nobody uses keeps what it holds until it is handed out again; the one unused for longest goes first.
    """

    def __init__(self, blocks: int, block_tokens: int) -> None:
        self.blocks = blocks
        self.block_tokens = block_tokens
        self._users = [0] * blocks
        self._free: OrderedDict[int, None] = OrderedDict.fromkeys(range(blocks))  # the next to be handed out first
        self._held: dict[int, tuple[int, tuple[int, ...]]] = {}  # block -> its key in _found
        self._found: dict[tuple[int, tuple[int, ...]], tuple[int, int]] = {}  # (identity before, tokens) -> block, identity
        self._ends: dict[tuple[int, int], tuple[int, tuple[int, ...]]] = {}  # (identity before, first token) -> block, tokens
        self._ended: dict[int, tuple[int, int]] = {}  # block -> its key in _ends
        self._identities = _ROOT

    @property
    def free(self) -> int:
        """How many blocks nobody uses."""
        return len(self._free)

    def needed(self, tokens: int) -> int:
        """How many blocks hold `tokens` tokens."""
        return -(-tokens // self.block_tokens)

    def reuse(self, table: BlockTable, token_ids: Sequence[int]) -> int:
        """Put the blocks that hold the beginning of a sequence into its empty table.

        Returns:
            How many tokens they hold; always at least two fewer than the sequence has. The last is computed for its
            logits, and with another one as it was where the whole was computed (see `SequenceChunk`).
        """
        for begin in range(0, len(token_ids) - self.block_tokens - _ALWAYS_COMPUTED + 1, self.block_tokens):
            found = self._found.get((table.last_known, tuple(token_ids[begin : begin + self.block_tokens])))
            if found is None:
                break
            block, table.last_known = found
            self._users[block] += 1
            self._free.pop(block, None)
            table.blocks.append(block)
        table.known = len(table.blocks)
        cached = table.known * self.block_tokens
        return cached + self._take_over(table, token_ids[cached : len(token_ids) - _ALWAYS_COMPUTED])

    def _take_over(self, table: BlockTable, token_ids: Sequence[int]) -> int:
        """Take the block in which a text ended that began as this one does; how many of the tokens it holds."""
        block, held = self._ends.get((table.last_known, token_ids[0]), (0, ())) if token_ids else (0, ())
        if not held:
            return 0
        self._forget(block)
        del self._free[block]
        self._users[block] = 1
        table.blocks.append(block)
        equal = [one == other for one, other in zip(held, token_ids, strict=False)]
        return equal.index(False) if False in equal else len(equal)

    def extend(self, table: BlockTable, tokens: int) -> bool:
        """Make room for `tokens` tokens in all; False, and nothing changed, where too few blocks are free."""
        count = self.needed(tokens) - len(table.blocks)
        if count > len(self._free):
            return False
        for _ in range(count):
            block, _ = self._free.popitem(last=False)
            self._forget(block)
            self._users[block] = 1
            table.blocks.append(block)
        return True

    def publish(self, table: BlockTable, token_ids: Sequence[int], cached: int) -> None:
        """Let others find the blocks that are full now.

        Args:
            token_ids: of the sequence.
            cached: how many of them are in the cache and will stay as they are.
        """
        for index in range(table.known, cached // self.block_tokens):
            begin = index * self.block_tokens
            key = (table.last_known, tuple(token_ids[begin : begin + self.block_tokens]))
            if key not in self._found:  # else another sequence computed the same at the same time
                self._identities += 1
                self._found[key] = table.blocks[index], self._identities
                self._held[table.blocks[index]] = key
            table.known, table.last_known = index + 1, self._found[key][1]

    def release(self, table: BlockTable, token_ids: Sequence[int] = (), cached: int = 0) -> None:
        """Take the blocks back; the table is empty afterwards, so a second call does nothing.

        Args:
            token_ids: of the sequence.
            cached: how many of them are in the cache.
        """
        begin = table.known * self.block_tokens
        if begin < cached and len(table.blocks) > table.known:
            block = table.blocks[table.known]
            key = table.last_known, token_ids[begin]
            if key in self._ends:
                self._forget(self._ends[key][0])
            self._ends[key] = block, tuple(token_ids[begin:cached])
            self._ended[block] = key
        for block in reversed(table.blocks):  # the end of a text is forgotten before its beginning
            self._users[block] -= 1
            if self._users[block] == 0:
                self._free[block] = None
        table.blocks.clear()
        table.known, table.last_known = 0, _ROOT

    def forget_all(self) -> None:
        """Let nobody find what is in the cache now."""
        for block in [*self._held, *self._ended]:
            self._forget(block)

    def _forget(self, block: int) -> None:
        key = self._held.pop(block, None)
        if key is not None:
            del self._found[key]
        end = self._ended.pop(block, None)
        if end is not None:
            del self._ends[end]
