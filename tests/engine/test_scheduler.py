import pytest

from assistant.engine.block_manager import BlockManager
from assistant.engine.generation import GenerationRequest
from assistant.engine.scheduler import GUESSES_STRETCH, STRETCH, Scheduler
from assistant.engine.sequence import Sequence
from assistant.engine.step_cost import StepCost

FREE = StepCost.linear(fixed=1e6, per_token=1)  # a step costs the same whatever is in it
DEAR = StepCost.linear(fixed=10, per_token=1)
DEAR_ALONE = 11  # a step of one answer


def scheduler(blocks=64, *, max_running=4, step_tokens=8, cost=FREE, speculate=False) -> Scheduler:
    manager = BlockManager(blocks, block_tokens=4)
    return Scheduler(manager, max_running=max_running, step_tokens=step_tokens, cost=cost, speculate=speculate)


def sequence(prompt_tokens: int, max_tokens: int = 4, first: int = 0) -> Sequence:
    return Sequence(GenerationRequest(tuple(range(first, first + prompt_tokens)), max_tokens))


def run(it: Scheduler, token: int = 0) -> list[tuple[Sequence, int]]:
    """One step that draws the same token for everybody; who took part with how many tokens."""
    step = it.schedule()
    it.advance(step, [token] * sum(part.rows for part in step))
    return [(part.sequence, part.tokens) for part in step]


def run_in_a_circle(it: Scheduler) -> dict[Sequence, int]:
    """One step in which everybody draws the numbers to 20 over and over, so that guesses become right."""
    step = it.schedule()
    it.advance(step, [(part.sequence.generated + row) % 20 for part in step for row in range(part.rows)])
    return {part.sequence: part.tokens for part in step}


def test_a_long_prompt_comes_in_pieces_and_running_answers_go_on_beside_it():
    it, short, long = scheduler(), sequence(2), sequence(20, first=100)
    it.add(short)
    assert run(it) == [(short, 2)]
    it.add(long)
    assert run(it) == [(short, 1), (long, 7)]
    assert run(it) == [(short, 1), (long, 7)]
    assert run(it) == [(short, 1), (long, 6)]
    assert run(it) == [(long, 1)]  # short has had its four tokens


def test_prompts_beside_answers_make_a_step_only_so_much_longer():
    it, answer, prompt = scheduler(step_tokens=512, cost=DEAR), sequence(2, max_tokens=100), sequence(200, first=100)
    it.add(answer)
    run(it)
    it.add(prompt)
    [(_, one), (_, pieces)] = run(it)
    assert one == 1
    assert pieces == int(STRETCH * DEAR_ALONE)


def test_guesses_beside_a_prompt_make_a_step_only_so_much_longer():
    it = scheduler(blocks=1000, step_tokens=512, max_running=5, cost=DEAR, speculate=True)
    answers = [sequence(40, max_tokens=900, first=1000 * (i + 1)) for i in range(4)]
    for one in answers:
        it.add(one)
    for _ in range(60):
        tokens = run_in_a_circle(it)
    alone = DEAR_ALONE + (len(answers) - 1) * DEAR.per_token
    assert sum(tokens.values()) > 2 * alone
    it.add(prompt := sequence(200))
    tokens = run_in_a_circle(it)
    assert tokens[prompt] == int(STRETCH * alone)
    assert 0 < sum(tokens[one] - 1 for one in answers) <= GUESSES_STRETCH * alone


def test_many_prompts_beside_few_answers_get_more_of_the_step():
    it = scheduler(blocks=1000, step_tokens=512, max_running=8, cost=DEAR)
    it.add(sequence(2, max_tokens=100))
    run(it)
    for i in range(4):
        it.add(sequence(200, first=1000 * (i + 1)))
    assert sum(tokens for _, tokens in run(it)) == 1 + int(4 * STRETCH * DEAR_ALONE)


def test_a_prompt_goes_on_even_where_its_length_makes_every_token_dear():
    it = scheduler(blocks=1000, step_tokens=512, cost=StepCost.linear(1, 1, per_context_token=1))
    it.add(answer := sequence(2, max_tokens=100))
    run(it)
    it.add(prompt := sequence(2000, first=100))
    run(it)
    assert dict(run(it))[prompt] == 8
    assert answer in it.running


def test_half_of_the_room_is_for_the_oldest_prompt_and_half_for_the_shortest():
    it, long, middle, short = scheduler(), sequence(40), sequence(20, first=100), sequence(3, first=200)
    for one in (long, middle, short):
        it.add(one)
    assert run(it) == [(long, 4), (short, 3)]  # one token of `middle` would not do


def test_no_prompt_is_computed_by_a_single_token():
    it = scheduler(step_tokens=8)
    it.add(one := sequence(9))
    assert [run(it), run(it)] == [[(one, 7)], [(one, 2)]]


def test_equal_prompts_are_taken_in_the_order_of_their_arrival():
    it = scheduler(step_tokens=16)
    prompts = [sequence(8, first=100 * i) for i in range(3)]
    for one in prompts:
        it.add(one)
    assert run(it) == [(prompts[0], 8), (prompts[1], 8)]


def test_a_sequence_starts_when_the_cache_has_room_for_its_prompt():
    it, first, second = scheduler(blocks=3), sequence(7), sequence(7, first=100)
    it.add(first)
    it.add(second)
    assert [s for s, _ in run(it)] == [first]
    assert list(it.waiting) == [second]
    it.remove(first)
    assert [s for s, _ in run(it)] == [second]


def test_where_the_cache_is_full_the_youngest_waits_and_goes_on_where_it_was():
    it = scheduler(blocks=5, step_tokens=32)
    first, second = sequence(6, max_tokens=9), sequence(6, max_tokens=9, first=100)
    it.add(first)
    it.add(second)
    run(it, token=7)
    while not it.waiting:
        run(it, token=7)
    assert list(it.waiting) == [second]
    had = list(second.token_ids)
    while first in it.running:
        run(it, token=7)
    while second.left:
        run(it, token=7)
    assert second.token_ids[: len(had)] == had
    assert len(second.token_ids) == 15
    assert not it.running


def test_two_prompts_that_together_fill_the_cache_do_not_wait_for_each_other():
    it, first, second = scheduler(blocks=6, step_tokens=8), sequence(16, max_tokens=8), sequence(16, max_tokens=8, first=100)
    it.add(first)
    it.add(second)
    for _ in range(60):
        if not it.running and not it.waiting:
            break
        run(it)
    assert (first.left, second.left) == (0, 0)


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


def test_the_beginning_of_an_earlier_prompt_is_not_computed_again():
    it, first, again = scheduler(step_tokens=32), sequence(10), sequence(10)
    it.add(first)
    run(it)
    it.add(again)
    assert run(it) == [(first, 1), (again, 2)]
    assert again.reused == 8


def test_the_next_turn_finds_the_answer_too():
    it, first = scheduler(step_tokens=64), sequence(6, max_tokens=7)
    it.add(first)
    while it.running or it.waiting:
        run(it, token=9)
    longer = Sequence(GenerationRequest((*first.token_ids, 50, 51), 4))
    it.add(longer)
    run(it)
    assert longer.reused == 12  # of 13 tokens the last is not in the cache


@pytest.mark.parametrize(("repeats", "expected"), [(True, 2), (False, 1)])
def test_guesses_are_made_only_where_the_text_repeats(repeats, expected):
    it = scheduler(step_tokens=64, speculate=True)
    prompt = (1, 2, 3, 4, 1, 2) if repeats else (1, 2, 3, 4, 5, 6)
    it.add(Sequence(GenerationRequest(prompt, max_tokens=3)))
    run(it, token=3)
    [(_, tokens)] = run(it, token=3)
    assert tokens == expected  # of the three tokens left the last needs no guess


def test_what_was_guessed_wrong_is_computed_anew():
    it = scheduler(step_tokens=64, speculate=True)
    it.add(one := Sequence(GenerationRequest((1, 2, 3, 4, 5, 1, 2), max_tokens=20)))
    run(it, token=3)
    step = it.schedule()
    assert list(step[0].drafts)[:3] == [4, 5, 1]
    [(_, result)] = it.advance(step, [4, 9, *[0] * (step[0].rows - 2)])
    assert result.token_ids == (4, 9)
    assert one.token_ids[-3:] == [3, 4, 9]
    assert one.cached == len(one.token_ids) - 1


def test_a_beginning_that_another_prompt_computes_is_waited_for_and_overtaken_by_others():
    it = scheduler(step_tokens=8)
    first, same, different = sequence(20), sequence(20), sequence(6, first=100)
    for one in (first, same, different):
        it.add(one)
    assert run(it) == [(first, 4), (different, 4)]
    assert list(it.waiting) == [same]
    while it.waiting:
        run(it)
    assert same.reused == 16  # all whole blocks but what its own logits need
    while it.running:
        run(it)
    assert same.generated == first.generated == 4


def test_equal_prompts_all_end_where_the_first_of_them_is_taken_out():
    it = scheduler(step_tokens=8)
    first, *others = [sequence(20) for _ in range(3)]
    for one in (first, *others):
        it.add(one)
    run(it)
    it.remove(first)
    for _ in range(40):
        run(it)
    assert [one.generated for one in others] == [4, 4]
    assert not it.running
    assert not it.waiting
