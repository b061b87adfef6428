import numpy as np
import pytest
from transformers import LlamaConfig
from transformers.modeling_rope_utils import ROPE_INIT_FUNCTIONS

from assistant.errors import ModelError
from assistant.model.rope import rope_of

HEAD_DIM, CONTEXT = 64, 8192
SHORT, LONG = [1.0 + i / 64 for i in range(32)], [2.0 + i for i in range(32)]

VARIANTS = {
    "linear": {"rope_type": "linear", "factor": 4.0},
    "dynamic": {"rope_type": "dynamic", "factor": 4.0},
    "llama 3.1": {
        "rope_type": "llama3",
        "factor": 8.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 2048,
    },
    "llama 3.2": {
        "rope_type": "llama3",
        "factor": 32.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 2048,
    },
    "yarn": {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 2048},
    "yarn with all options": {
        "rope_type": "yarn",
        "factor": 4.0,
        "original_max_position_embeddings": 2048,
        "beta_fast": 16,
        "beta_slow": 2,
        "mscale": 0.7,
        "mscale_all_dim": 1.1,
        "truncate": False,
    },
    "yarn with its own scale": {
        "rope_type": "yarn",
        "factor": 4.0,
        "original_max_position_embeddings": 2048,
        "attention_factor": 1.3,
    },
    "longrope": {
        "rope_type": "longrope",
        "short_factor": SHORT,
        "long_factor": LONG,
        "factor": 4.0,
        "original_max_position_embeddings": 2048,
    },
}


def config(rope: dict) -> LlamaConfig:
    return LlamaConfig(
        hidden_size=HEAD_DIM * 4,
        num_attention_heads=4,
        max_position_embeddings=CONTEXT,
        rope_parameters={"rope_theta": 500000.0, **rope},
    )


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("served", [1024, CONTEXT])
def test_every_variant_turns_as_in_transformers(variant, served):
    described = config(VARIANTS[variant])
    expected, scale = ROPE_INIT_FUNCTIONS[described.rope_parameters["rope_type"]](described, "cpu", seq_len=served)
    rope = rope_of(described.to_dict(), served)
    np.testing.assert_allclose(rope.frequencies, expected.numpy(), rtol=2e-6)
    assert rope.scale == pytest.approx(scale)


def test_the_plain_one_too():
    expected = 1 / 10000.0 ** (np.arange(0, HEAD_DIM, 2) / HEAD_DIM)
    old = {"hidden_size": 256, "num_attention_heads": 4, "max_position_embeddings": 2048, "rope_theta": 10000.0}
    np.testing.assert_allclose(rope_of(old, 2048).frequencies, expected, rtol=1e-6)


def test_the_older_spelling_is_read():
    old = {
        "head_dim": HEAD_DIM,
        "max_position_embeddings": 4096,
        "rope_theta": 10000.0,
        "rope_scaling": {"type": "linear", "factor": 2.0},
    }
    plain = rope_of({**old, "rope_scaling": None}, 4096)
    np.testing.assert_allclose(rope_of(old, 4096).frequencies * 2, plain.frequencies, rtol=1e-6)


def test_an_unknown_variant_is_refused():
    with pytest.raises(ModelError, match="'spiral' of this model is not supported"):
        rope_of({"head_dim": 64, "max_position_embeddings": 64, "rope_parameters": {"rope_type": "spiral"}}, 64)
