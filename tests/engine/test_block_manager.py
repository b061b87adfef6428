import random

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.engine.block_manager import BlockManager, BlockTable

TEXT = list(range(100, 120))


def filled(blocks: BlockManager, text: list[int]) -> BlockTable:
    table = BlockTable()
    reused = blocks.reuse(table, text)
    assert blocks.extend(table, len(text))
    assert reused <= len(text)
    blocks.publish(table, text, len(text))
    return table


def test_two_texts_share_the_blocks_of_their_common_beginning():
    blocks = BlockManager(16, block_tokens=4)
    first = filled(blocks, TEXT)
    second = BlockTable()
    assert blocks.reuse(second, [*TEXT[:9], 1, 2, 3]) == 8
    assert second.blocks == first.blocks[:2]


def test_the_last_two_tokens_are_always_computed():
    blocks = BlockManager(16, block_tokens=4)
    filled(blocks, TEXT)
    assert blocks.reuse(BlockTable(), TEXT) == 16
    assert blocks.reuse(BlockTable(), TEXT[:10]) == 8
    assert blocks.reuse(BlockTable(), TEXT[:9]) == 4
    assert blocks.reuse(BlockTable(), TEXT[:8]) == 4


def test_equal_blocks_after_different_beginnings_are_not_taken_for_each_other():
    blocks = BlockManager(16, block_tokens=4)
    filled(blocks, [1, 1, 1, 1, 5, 5, 5, 5, 9])
    assert blocks.reuse(BlockTable(), [2, 2, 2, 2, 5, 5, 5, 5, 9]) == 0
    assert blocks.reuse(BlockTable(), [5, 5, 5, 5, 9]) == 0


def test_a_released_text_is_found_until_its_blocks_are_needed():
    blocks = BlockManager(5, block_tokens=4)
    blocks.release(filled(blocks, TEXT[:10]))
    assert blocks.free == 5
    other = BlockTable()
    assert blocks.extend(other, 8)  # the two blocks that were never used
    again = BlockTable()
    assert blocks.reuse(again, TEXT[:10]) == 8
    blocks.release(again)
    assert blocks.extend(other, 20)
    assert blocks.reuse(BlockTable(), TEXT[:9]) == 0


def test_the_end_of_a_text_is_forgotten_before_its_beginning():
    blocks = BlockManager(5, block_tokens=4)
    blocks.release(filled(blocks, TEXT))
    assert blocks.extend(BlockTable(), 8)
    assert blocks.reuse(BlockTable(), [*TEXT, 1]) == 12


def test_a_shared_block_stays_until_its_last_user_has_gone():
    blocks = BlockManager(8, block_tokens=4)
    first, second = filled(blocks, TEXT[:5]), filled(blocks, TEXT[:5])
    blocks.release(first)
    assert blocks.free == 6
    blocks.release(second)
    assert blocks.free == 8


def test_after_forgetting_all_nothing_is_found_and_nothing_is_lost():
    blocks = BlockManager(8, block_tokens=4)
    table = filled(blocks, TEXT[:9])
    blocks.forget_all()
    assert blocks.reuse(BlockTable(), TEXT[:9]) == 0
    blocks.release(table)
    assert blocks.free == 8


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_whatever_comes_and_goes_a_found_block_holds_the_text_it_is_found_by(seed):
    rng = random.Random(seed)
    blocks = BlockManager(12, block_tokens=2)
    content: dict[int, tuple[int, ...]] = {}  # what a real cache would hold: all the text up to the end of the block
    live: list[BlockTable] = []
    for _ in range(120):
        if live and rng.random() < 0.4:
            blocks.release(live.pop(rng.randrange(len(live))))
            continue
        text = [rng.randrange(2) for _ in range(rng.randrange(1, 12))]
        table = BlockTable()
        reused = blocks.reuse(table, text)
        for index in range(reused // 2):
            assert content[table.blocks[index]] == tuple(text[: 2 * index + 2])
        if not blocks.extend(table, len(text)):
            blocks.release(table)
            continue
        for index in range(reused // 2, len(text) // 2):
            content[table.blocks[index]] = tuple(text[: 2 * index + 2])
        blocks.publish(table, text, len(text))
        live.append(table)
        assert blocks.free + len({block for t in live for block in t.blocks}) == 12
