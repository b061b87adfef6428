"""Penalties, biases and log-probabilities of whole answers, held against transformers on the same weights."""

import asyncio
from collections import Counter

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM

from assistant.engine.drawing import Row, draw
from assistant.engine.generation import GenerationRequest, SamplingParams
from assistant.engine.sequence import Sequence
from assistant.model.logits import ArrayLogits
from assistant.model.torch.device_logits import DeviceLogits
from tests.engine.generating import generate, ids, running

PROMPT = (128000, 900, 901, 902, 900, 901, 902, 900, 901)


def network(model):
    return AutoModelForCausalLM.from_pretrained(model.checkpoint.folder, dtype=torch.float32)


def answer(model, sampling: SamplingParams, count: int = 24, **options):
    async def scenario():
        async with running(model.runner, speculate=options.pop("speculate", True)) as engine:
            return await generate(engine, GenerationRequest(PROMPT, count, sampling, **options))

    return asyncio.run(scenario())


def by_transformers(reference, change, count: int = 24) -> list[int]:
    """Greedy decoding where `change` is given the logits and the tokens of the answer so far."""
    tokens: list[int] = []
    with torch.no_grad():
        for _ in range(count):
            logits = reference(torch.tensor([[*PROMPT, *tokens]])).logits[0, -1].double()
            tokens.append(int(change(logits, tokens).argmax()))
    return tokens


@pytest.mark.parametrize("penalty", [1.3, 0.6])  # below 1 it makes likelier what was said
def test_a_repetition_penalty_gives_the_tokens_of_transformers(small, penalty):
    prompt = torch.tensor([PROMPT])
    options = {"max_new_tokens": 24, "do_sample": False, "repetition_penalty": penalty, "pad_token_id": 0}
    theirs = network(small).generate(prompt, attention_mask=torch.ones_like(prompt), **options)[0, len(PROMPT) :].tolist()
    ours = ids(answer(small, SamplingParams(temperature=0, repetition_penalty=penalty)))
    assert ours[: len(theirs)] == theirs
    if penalty < 1:
        assert ours != ids(answer(small, SamplingParams(temperature=0)))


@pytest.mark.parametrize("logits", [ArrayLogits, lambda array: DeviceLogits(torch.from_numpy(array))])
@pytest.mark.parametrize(
    "sampling", [{"temperature": 0}, {"temperature": 2.0}, {"temperature": 1e-9}, {"min_p": 0.5}, {"top_p": 0.0}]
)
@pytest.mark.parametrize("penalty", [5e-324, 1e-45, 1e-38, 1e-21])
def test_a_penalty_next_to_nothing_leaves_only_what_was_said(logits, sampling, penalty):
    """Of the tokens of the prompt the one with the highest logit, whatever the others have; nothing overflows."""
    request = GenerationRequest((1, 3, 4), 5, SamplingParams(**{"temperature": 1.0, **sampling}, repetition_penalty=penalty))
    array = np.array([[90.0, 0.0, 30.0, 2.0, -3.0, 50.0]], np.float32)
    assert draw(logits(array), [Row(Sequence(request))]).tokens == [3]


@pytest.mark.parametrize(("presence", "frequency"), [(1.5, 0.0), (0.0, 0.7), (-0.5, 0.3), (2.0, 2.0)])
def test_presence_and_frequency_penalties_count_the_answer_and_not_the_prompt(counting, presence, frequency):
    reference = network(counting)

    def change(logits, tokens):
        for token, count in Counter(tokens).items():
            logits[token] -= presence + frequency * count
        return logits

    sampling = SamplingParams(temperature=0, presence_penalty=presence, frequency_penalty=frequency)
    assert ids(answer(counting, sampling)) == by_transformers(reference, change)


def test_a_bias_makes_a_token_certain_or_impossible(small):
    [best] = ids(answer(small, SamplingParams(temperature=0), 1))
    assert ids(answer(small, SamplingParams(temperature=1.0, logit_bias={777: 100.0}), 5)) == [777] * 5
    banned = ids(answer(small, SamplingParams(temperature=0, logit_bias={best: -100.0}), 5))
    assert best not in banned


@pytest.mark.parametrize("sampling", [{"repetition_penalty": 1.2}, {"frequency_penalty": 0.4}, {"logit_bias": {5: 2.0}}])
@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_guessed_tokens_change_nothing(counting, sampling, temperature):
    params = SamplingParams(temperature=temperature, seed=3, **sampling)
    with_guesses = answer(counting, params, 40, top_logprobs=2)
    without = answer(counting, params, 40, top_logprobs=2, speculate=False)
    assert ids(with_guesses) == ids(without)
    told, plain = ([p for step in steps for p in step.logprobs] for steps in (with_guesses, without))
    assert [p.logprob for p in told] == pytest.approx([p.logprob for p in plain], abs=1e-4)


@pytest.mark.parametrize("name", ["small", "small_native", "small_openvino"])
def test_log_probabilities_are_the_models_own_whatever_was_done_to_the_logits(name, request):
    model = request.getfixturevalue(name)
    sampling = SamplingParams(temperature=0.5, seed=1, logit_bias={777: 100.0}, repetition_penalty=1.5)
    steps = answer(model, sampling, 6, top_logprobs=3)
    told = [p for step in steps for p in step.logprobs]
    assert ids(steps) == [777] * 6
    with torch.no_grad():
        logits = network(model)(torch.tensor([[*PROMPT, *ids(steps)]])).logits[0, len(PROMPT) - 1 : -1]
    expected = logits.log_softmax(-1)
    tolerance = 1e-3 if name != "small_native" else 0.15
    for row, p in enumerate(told):
        assert p.logprob == pytest.approx(float(expected[row, 777]), abs=tolerance)
        assert [value for _, value in p.top] == pytest.approx(expected[row].topk(3).values.tolist(), abs=tolerance)
        assert [value for _, value in p.top] == sorted((value for _, value in p.top), reverse=True)


def test_without_asking_nothing_is_told_and_with_none_on_top_only_the_token_itself(small):
    assert all(step.logprobs == () for step in answer(small, SamplingParams(), 3))
    told = [p for step in answer(small, SamplingParams(), 3, top_logprobs=0) for p in step.logprobs]
    assert len(told) == 3
    assert all(p.top == () and p.logprob < 0 for p in told)


@pytest.mark.parametrize("kind", [ArrayLogits, lambda rows: DeviceLogits(torch.tensor(rows))])
def test_logits_in_any_memory_change_alike(kind):
    rows = np.array([[1.0, -2.0, 3.0, 0.5], [0.0, 4.0, -1.0, 2.0]], np.float32)
    logits = kind(rows.copy())
    logits.penalise([0, 0, 1], [0, 1, 2], [2.0, 2.0, 4.0])
    logits.add([0, 1], [3, 1], [1.0, -np.inf])
    assert logits.argmax() == [2, 3]
    [first, second] = logits.log_probabilities([0, 1]).of([1, 0], [2, 4])
    expected = torch.tensor([[0.5, -4.0, 3.0, 1.5], [0.0, -np.inf, -4.0, 2.0]]).log_softmax(-1)
    assert first.logprob == pytest.approx(float(expected[0, 1]))
    assert [token for token, _ in first.top] == [2, 3]
    assert [token for token, _ in second.top] == [3, 0, 2, 1]


@pytest.mark.parametrize("vocab_size", [64, 70, 130])
@pytest.mark.parametrize("kind", [ArrayLogits, lambda rows: DeviceLogits(torch.tensor(rows))])
def test_only_the_tokens_of_a_mask_stay_possible(kind, vocab_size):
    chance = np.random.default_rng(1)
    rows = chance.standard_normal((3, vocab_size)).astype(np.float32)
    bits = chance.integers(0, 2, (2, 96))  # a vocabulary of 96 tokens beside more or fewer logits
    masks = np.packbits(bits.astype(bool), axis=1, bitorder="little").view(np.int32)
    logits = kind(rows.copy())
    logits.allow([2, 0], masks)
    expected = rows.copy()
    for row, allowed in ((2, bits[0]), (0, bits[1])):
        for token in range(vocab_size):
            if token >= 96 or not allowed[token]:
                expected[row, token] = -np.inf
    heads = logits.heads([0, 1, 2], [1.0] * 3, 0.0)
    for row, head in enumerate(heads):
        assert set(head.tokens[head.probabilities > 0].tolist()) == set(np.flatnonzero(np.isfinite(expected[row])).tolist())
    assert logits.argmax() == expected.argmax(-1).tolist()
