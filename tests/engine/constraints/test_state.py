"""What may come next, ahead of drafts, and where an answer may or must end."""

import numpy as np
import pytest

from assistant.engine.constraints.grammar import Literal
from assistant.engine.constraints.state import masks_of
from tests.engine.constraints.forms import allowed, compiled

OBJECT = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
    "required": ["name", "age"],
    "additionalProperties": False,
}


def test_the_masks_ahead_are_those_after_the_drafts_and_the_state_stays(smollm, smollm_compiler):
    grammar = compiled(smollm_compiler, OBJECT)
    drafts = smollm.encode('{"name": "Bo", "age": 7}')
    ahead = grammar.start()
    before = allowed(ahead)
    rows = masks_of([(ahead, drafts, (True,) * (len(drafts) + 1))])
    assert allowed(ahead) == before
    alone = grammar.start()
    for row, token in zip(rows, [*drafts, None], strict=True):
        assert (row == masks_of([(alone, (), (True,))])[0]).all()
        if token is not None:
            assert token in allowed(alone)
            alone.accept(token)
    assert alone.ended
    assert not ahead.ended


def test_states_side_by_side_do_not_disturb_each_other(smollm, smollm_compiler):
    grammars = [compiled(smollm_compiler, schema) for schema in (OBJECT, {"type": "integer"}, OBJECT, {"const": "x"})]
    drafts = [smollm.encode('{"name'), [], smollm.encode('{"name": "'), []]
    states = [grammar.start() for grammar in grammars]
    together = masks_of([(state, draft, (True,) * (len(draft) + 1)) for state, draft in zip(states, drafts, strict=True)])
    apart = [masks_of([(g.start(), d, (True,) * (len(d) + 1))]) for g, d in zip(grammars, drafts, strict=True)]
    assert (together == np.concatenate(apart)).all()


def test_drafts_are_cut_where_the_grammar_forbids_them_or_the_answer_would_end(smollm, smollm_compiler):
    state = compiled(smollm_compiler, OBJECT).start()
    right = smollm.encode('{"name": "')
    assert state.fit([*right, *smollm.encode("Bo")]) == [*right, *smollm.encode("Bo")]
    assert smollm.decode(state.fit(smollm.encode('{"name": 3'))) == '{"name": '
    assert state.fit(smollm.encode("hello")) == []
    assert state.fit([]) == []
    [end] = smollm.eos_token_ids
    number = compiled(smollm_compiler, {"type": "integer"}).start()
    assert number.fit([*smollm.encode("7"), end]) == smollm.encode("7")


def test_text_that_has_to_follow_is_known(smollm, smollm_compiler):
    state = compiled(smollm_compiler, OBJECT).start()
    assert smollm.decode(state.forced()).startswith('{"name":')
    for token in smollm.encode('{"name": "Bo"'):
        state.accept(token)
    assert smollm.decode(state.forced()).startswith(', "age":')
    assert compiled(smollm_compiler, {"type": "integer"}).start().forced() == []


def test_an_answer_may_end_exactly_where_it_is_whole(smollm, smollm_compiler):
    state = compiled(smollm_compiler, {"type": "integer", "minimum": 10, "maximum": 120}).start()
    [end] = smollm.eos_token_ids
    seen = [end in allowed(state)]
    for token in smollm.encode("1") + smollm.encode("2"):
        state.accept(token)
        seen.append(end in allowed(state))
    assert seen == [False, False, True]
    assert not state.ended
    assert end not in allowed(state, may_end=False)
    [zero] = smollm.encode("0")
    assert allowed(state, may_end=False) == [zero]
    state.accept(zero)
    assert state.ended


def test_the_end_stays_possible_where_nothing_else_is(smollm, smollm_compiler):
    state = compiled(smollm_compiler, Literal("x")).start()
    state.accept(*smollm.encode("x"))
    assert state.ended
    assert allowed(state, may_end=False) == allowed(state) == sorted(smollm.eos_token_ids)


@pytest.mark.parametrize("pattern", ["^(.{0,300}a){40}.{5000}$"])
def test_a_form_that_becomes_too_complex_fails_alone_and_says_so(pattern, smollm, smollm_compiler):
    state = compiled(smollm_compiler, {"type": "string", "pattern": pattern}).start()
    other = compiled(smollm_compiler, OBJECT).start()
    for token in [*smollm.encode('"'), *(smollm.encode("abab xyz") * 4000)]:
        state.accept(token)
        if state.failure:
            break
        masks_of([(state, (), (True,))])
        if state.failure:
            break
    assert state.failure
    assert state.failure.status == 400
    assert state.failure.param == "field"
    rows = masks_of([(state, (), (True,)), (other, (), (True,))])
    assert (rows[0] == -1).all()
    assert (rows[1] == masks_of([(compiled(smollm_compiler, OBJECT).start(), (), (True,))])[0]).all()
