from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from transformers import MinPLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

from assistant.engine.generation import SamplingParams
from assistant.engine.sampler import Draw, sample
from assistant.model.logits import ArrayLogits
from assistant.model.torch.device_logits import DeviceLogits


def distribution(logits: np.ndarray, temperature: float, top_p: float) -> np.ndarray:
    """Nucleus sampling written down directly, in double precision."""
    p = np.exp(logits / temperature - (logits / temperature).max())
    p /= p.sum()
    order = np.argsort(-p, kind="stable")
    before = np.cumsum(p[order]) - p[order]
    kept = order[(before < top_p) | (np.arange(len(p)) == 0)]
    out = np.zeros_like(p)
    out[kept] = p[kept] / p[kept].sum()
    return out


def on_cpu(rows: np.ndarray) -> ArrayLogits:
    return ArrayLogits(np.array(rows, np.float32))


def on_device(rows: np.ndarray) -> DeviceLogits:
    return DeviceLogits(torch.tensor(np.array(rows, np.float32)))


# a likely few, many that are too unlikely to be weighed one by one, and a mixture
FEW = np.array([2.0, 1.0, 0.5, 0.0, -1.0, -3.0])
LADDER = np.linspace(-3, 5, 2000)
MANY = np.concatenate([np.zeros(20000), [3.0, 5.0]])


@pytest.mark.parametrize("kind", [on_cpu, on_device])
@pytest.mark.parametrize(("temperature", "top_p"), [(1.0, 1.0), (0.7, 0.9), (1.5, 0.5), (0.3, 0.99)])
def test_tokens_come_as_often_as_their_probability_says(kind, temperature, top_p):
    count = 20000
    params = SamplingParams(temperature, top_p)
    drawn = sample(kind(np.tile(FEW, (count, 1))), [Draw(params, seed, 0) for seed in range(count)])
    seen = Counter(drawn)
    for token, probability in enumerate(distribution(FEW, temperature, top_p)):
        assert abs(seen[token] / count - probability) < 4 * np.sqrt(probability * (1 - probability) / count) + 1e-9


@pytest.mark.parametrize("kind", [on_cpu, on_device])
def test_unlikely_tokens_come_as_often_as_they_are_likely_together_and_each_as_any(kind):
    count = 1000
    drawn = np.array([sample(kind(MANY[None]), [Draw(SamplingParams(1.0), 7, position)])[0] for position in range(count)])
    unlikely = 20000 / (20000 + np.exp(3) + np.exp(5))
    assert abs((drawn < 20000).mean() - unlikely) < 4 * np.sqrt(unlikely * (1 - unlikely) / count)
    low = drawn[drawn < 20000]
    assert len(set(low.tolist())) > 0.9 * len(low)
    assert abs(low.mean() / 20000 - 0.5) < 4 * np.sqrt(1 / 12 / len(low))


def warped(logits: np.ndarray, temperature: float, top_k: int, top_p: float, min_p: float) -> np.ndarray:
    """The same by transformers."""
    scores = torch.tensor(logits)[None] / temperature
    steps = [TopKLogitsWarper(top_k)] if top_k else []
    steps += [TopPLogitsWarper(top_p)] if top_p < 1 else []
    steps += [MinPLogitsWarper(min_p)] if min_p else []
    for step in steps:
        scores = step(None, scores)
    return scores.softmax(-1)[0].numpy()


@pytest.mark.parametrize("kind", [on_cpu, on_device])
@pytest.mark.parametrize("logits", [FEW, LADDER])
@pytest.mark.parametrize(
    ("top_k", "top_p", "min_p"),
    [
        (2, 1.0, 0.0),
        (1, 1.0, 0.0),
        (4, 0.8, 0.0),
        (0, 1.0, 0.2),
        (0, 0.9, 0.3),
        (5, 0.95, 0.1),
        (1500, 1.0, 0.0),
        (0, 1.0, 1e-3),
    ],
)
def test_truncated_distributions_are_those_of_transformers(kind, logits, top_k, top_p, min_p):
    count = 4000
    params = SamplingParams(0.9, top_p, top_k=top_k, min_p=min_p)
    drawn = sample(kind(np.tile(logits, (count, 1))), [Draw(params, seed, 0) for seed in range(count)])
    seen, expected = np.bincount(drawn, minlength=len(logits)) / count, warped(logits, 0.9, top_k, top_p, min_p)
    assert not seen[expected == 0].any()
    for token in np.flatnonzero(expected > 0.01):
        error = np.sqrt(expected[token] * (1 - expected[token]) / count)
        assert abs(seen[token] - expected[token]) < 4.5 * error + 1e-9


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=40), st.floats(0, 2), st.floats(0, 1), st.integers(0, 2**63))
@settings(max_examples=200, deadline=None)
def test_a_drawn_token_is_one_that_nucleus_sampling_allows(values, temperature, top_p, seed):
    logits = np.array(values, np.float32)
    [token] = sample(on_cpu(logits[None]), [Draw(SamplingParams(temperature, top_p), seed, 0)])
    doubles = logits.astype(np.float64)
    if temperature == 0:
        assert doubles[token] == doubles.max()
    else:
        allowed = distribution(doubles, max(temperature, 1e-4), min(1.0, top_p + 1e-5)) > 0
        assert doubles[token] >= doubles[allowed].min() - 1e-5  # of equal tokens any may be the last one in


@pytest.mark.parametrize("sampling", [SamplingParams(1.0, 0.9, seed=5), SamplingParams(1.0, seed=5)])
def test_one_seed_gives_one_sequence_in_any_company_and_on_any_device(sampling):
    logits = np.random.default_rng(0).normal(size=(3, 100))
    greedy = SamplingParams(temperature=0)
    alone = [sample(on_cpu(logits[:1]), [Draw(sampling, 5, i)])[0] for i in range(10)]
    company = [sample(on_cpu(logits), [Draw(sampling, 5, i), Draw(greedy, 6, i), Draw(sampling, 6, i)])[0] for i in range(10)]
    elsewhere = [sample(on_device(logits[:1]), [Draw(sampling, 5, i)])[0] for i in range(10)]
    assert alone == company == elsewhere
    assert len(set(alone)) > 1


@pytest.mark.parametrize("kind", [on_cpu, on_device])
@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_a_forbidden_token_is_never_drawn(kind, temperature):
    for position in range(50):
        logits = kind(np.array([[5.0, 4.0, 1.0]]))
        logits.add([0, 0], [0, 1], [-np.inf, -np.inf])
        assert sample(logits, [Draw(SamplingParams(temperature), 1, position)]) == [2]
