"""What the tests of constraints share: texts held against a grammar, and answers as random as a grammar allows."""

from __future__ import annotations

import asyncio
import json
import random

import numpy as np
from numpy.typing import NDArray

from assistant.engine.constraints.compiler import GrammarCompiler
from assistant.engine.constraints.grammar import Grammar, Json, Part
from assistant.engine.constraints.state import CompiledGrammar, GrammarState, masks_of


def grammar(part_or_schema: Part | dict | bool) -> Grammar:
    schema = isinstance(part_or_schema, dict | bool)
    return Grammar(Json(part_or_schema, "field.schema") if schema else part_or_schema, "field")


def compiled(compiler: GrammarCompiler, part_or_schema: Part | dict | bool) -> CompiledGrammar:
    return asyncio.run(compiler.compile(grammar(part_or_schema)))


def allowed(state: GrammarState, *, may_end: bool = True) -> list[int]:
    """The tokens that may come next."""
    return _allowed(state, may_end).tolist()


def _allowed(state: GrammarState, may_end: bool = True) -> NDArray[np.int64]:
    [mask] = masks_of([(state, (), (may_end,))])
    return np.flatnonzero(np.unpackbits(mask.view(np.uint8), bitorder="little"))


def accepts(compiler: GrammarCompiler, tokenizer, part_or_schema, text: str) -> bool:
    """Whether a text is a whole answer."""
    state = compiled(compiler, part_or_schema).start()
    ids = tokenizer.encode(text)
    if state.fit(ids) != ids:
        return False
    for token in ids:
        state.accept(token)
    return bool(tokenizer.eos_token_ids & set(allowed(state)))


def walk(compiler: GrammarCompiler, tokenizer, part_or_schema, *, seed: int, most: int = 300) -> str | None:
    """An answer of a model to which all allowed tokens are alike; None where it does not end soon."""
    state = compiled(compiler, part_or_schema).start()
    chance = random.Random(seed)
    ids: list[int] = []
    while len(ids) < most:
        token = int(chance.choice(_allowed(state)))
        if token in tokenizer.eos_token_ids:
            break
        ids.append(token)
        state.accept(token)
        assert state.failure is None
        if state.ended:
            break
    else:
        return None
    return tokenizer.decode(ids)


def compact(value) -> str:
    """JSON as it is written in answers."""
    return json.dumps(value, ensure_ascii=False)
