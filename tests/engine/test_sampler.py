from collections import Counter

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.engine.generation import SamplingParams
from assistant.engine.sampler import Draws, sample


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


@pytest.mark.parametrize(("temperature", "top_p"), [(1.0, 1.0), (0.7, 0.9), (1.5, 0.5), (0.3, 0.99)])
def test_tokens_come_as_often_as_their_probability_says(temperature, top_p):
    logits = np.array([2.0, 1.0, 0.5, 0.0, -1.0, -3.0])
    count = 20000
    params = SamplingParams(temperature, top_p)
    rows = torch.tensor(logits, dtype=torch.float32).expand(count, -1)
    seen = Counter(sample(rows, [params] * count, [Draws(seed) for seed in range(count)]))
    expected = distribution(logits, temperature, top_p)
    for token, probability in enumerate(expected):
        assert abs(seen[token] / count - probability) < 4 * np.sqrt(probability * (1 - probability) / count) + 1e-9


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=40), st.floats(0, 2), st.floats(0, 1), st.integers(0, 2**63))
@settings(max_examples=200, deadline=None)
def test_a_drawn_token_is_one_that_nucleus_sampling_allows(values, temperature, top_p, seed):
    logits = torch.tensor([values])
    [token] = sample(logits, [SamplingParams(temperature, top_p)], [Draws(seed)])
    doubles = logits[0].double().numpy()
    if temperature == 0:
        assert doubles[token] == doubles.max()
    else:
        allowed = distribution(doubles, max(temperature, 1e-4), min(1.0, top_p + 1e-5)) > 0
        assert doubles[token] >= doubles[allowed].min()  # of equal tokens any may be the last one in


def test_one_seed_gives_one_sequence_in_any_company():
    torch.manual_seed(0)
    logits = torch.randn(3, 100)
    params = SamplingParams(1.0, 0.9, seed=5)
    lone = Draws(5)
    alone = [sample(logits[:1], [params], [lone])[0] for _ in range(10)]
    mine, other = Draws(5), Draws(6)
    company = [sample(logits, [params, SamplingParams(temperature=0), params], [mine, other, other])[0] for _ in range(10)]
    assert alone == company


def test_logits_are_left_unchanged():
    logits = torch.randn(2, 50)
    before = logits.clone()
    sample(logits, [SamplingParams(0.5, 0.5), SamplingParams(0)], [Draws(1), Draws(2)])
    assert torch.equal(logits, before)
