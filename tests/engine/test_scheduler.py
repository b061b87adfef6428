from assistant.engine.block_manager import BlockManager
from assistant.engine.generation import GenerationRequest
from assistant.engine.scheduler import Scheduler, Sequence


def scheduler(blocks=16, *, max_running=4, step_tokens=8) -> Scheduler:
    return Scheduler(BlockManager(blocks, block_tokens=4), max_running=max_running, step_tokens=step_tokens)


def sequence(prompt_tokens: int, max_tokens: int = 4) -> Sequence:
    return Sequence(GenerationRequest(tuple(range(prompt_tokens)), max_tokens))


def run(it: Scheduler) -> list[tuple[Sequence, int]]:
    """One step that draws token 0 for everybody; who took part with how many tokens."""
    step = it.schedule()
    it.advance(step, [0] * sum(chunk.wants_logits for _, chunk in step))
    return [(s, len(chunk.token_ids)) for s, chunk in step]


def test_a_long_prompt_comes_in_pieces_and_running_answers_go_on_beside_it():
    it, short, long = scheduler(), sequence(2), sequence(20)
    it.add(short)
    assert run(it) == [(short, 2)]
    it.add(long)
    assert run(it) == [(short, 1), (long, 7)]
    assert run(it) == [(short, 1), (long, 7)]
    assert run(it) == [(short, 1), (long, 6)]
    assert run(it) == [(long, 1)]  # short has had its four tokens


def test_prompts_are_taken_in_the_order_of_their_arrival():
    it, first, second = scheduler(), sequence(12), sequence(4)
    it.add(first)
    it.add(second)
    assert run(it) == [(first, 8)]
    assert run(it) == [(first, 4), (second, 4)]


def test_a_sequence_starts_only_with_room_for_all_that_it_may_become():
    it, first, second = scheduler(blocks=3), sequence(4, max_tokens=4), sequence(4, max_tokens=4)
    it.add(first)
    it.add(second)
    assert [s for s, _ in run(it)] == [first]
    assert list(it.waiting) == [second]
    it.remove(first)
    assert [s for s, _ in run(it)] == [second]


def test_no_more_run_than_allowed():
    it = scheduler(max_running=2)
    for _ in range(3):
        it.add(sequence(1))
    it.schedule()
    assert (len(it.running), len(it.waiting)) == (2, 1)


def test_removing_twice_frees_the_blocks_once():
    blocks = BlockManager(8, block_tokens=4)
    it = Scheduler(blocks, max_running=2, step_tokens=8)
    it.add(one := sequence(4))
    it.schedule()
    it.remove(one)
    it.remove(one)
    assert blocks.free == 8
