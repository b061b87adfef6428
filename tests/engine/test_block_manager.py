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


def test_who_goes_on_with_a_text_takes_over_the_block_it_ended_in():
    blocks = BlockManager(8, block_tokens=4)
    table = filled(blocks, TEXT[:11])
    last = table.blocks[-1]
    blocks.release(table, TEXT[:11], 10)  # the eleventh token was never computed
    turn, other = BlockTable(), BlockTable()
    assert blocks.reuse(turn, TEXT) == 10
    assert turn.blocks[-1] == last
    assert blocks.reuse(other, TEXT) == 8  # it is being written to
    blocks.release(turn, TEXT, 10)
    blocks.release(other)
    assert blocks.reuse(other, [*TEXT[:9], 7, 7, 7]) == 9
    blocks.release(other, [*TEXT[:9], 7, 7, 7], 12)
    assert blocks.free == 8


def test_a_block_that_a_text_ended_in_is_forgotten_when_it_is_handed_out_or_all_is():
    blocks = BlockManager(2, block_tokens=4)
    blocks.release(filled(blocks, TEXT[:7]), TEXT[:7], 7)
    table = BlockTable()
    assert blocks.extend(table, 8)
    blocks.release(table)
    assert blocks.reuse(BlockTable(), TEXT) == 0
    blocks.release(filled(blocks, TEXT[:3]), TEXT[:3], 3)
    blocks.forget_all()
    assert blocks.reuse(BlockTable(), TEXT) == 0
    assert blocks.free == 2


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_whatever_comes_and_goes_a_found_block_holds_the_text_it_is_found_by(seed):
    rng = random.Random(seed)
    blocks = BlockManager(12, block_tokens=3)
    content: dict[int, tuple[int, ...]] = {}  # what a real cache would hold: all the text up to the last token written there
    live: list[tuple[BlockTable, list[int]]] = []
    for _ in range(120):
        if live and rng.random() < 0.4:
            table, text = live.pop(rng.randrange(len(live)))
            blocks.release(table, text, len(text))
            continue
        text = [rng.randrange(2) for _ in range(rng.randrange(1, 16))]
        table = BlockTable()
        reused = blocks.reuse(table, text)
        assert reused <= max(0, len(text) - 2)
        for index, block in enumerate(table.blocks):
            end = min(3 * index + 3, reused)
            assert content[block][:end] == tuple(text[:end])
        if not blocks.extend(table, len(text)):
            blocks.release(table, text, reused)
            continue
        for index in range(reused // 3, len(table.blocks)):
            content[table.blocks[index]] = tuple(text[: 3 * index + 3])
        blocks.publish(table, text, len(text))
        live.append((table, text))
        assert blocks.free + len({block for t, _ in live for block in t.blocks}) == 12
