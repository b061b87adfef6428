"""Families of models in the torch runner, small and random, against transformers' own attention."""

import pytest
import torch
import transformers

from assistant.errors import ModelError
from assistant.model.runner import SequenceChunk
from assistant.model.torch.kv_cache import BLOCK_TOKENS
from assistant.model.torch.runner import TorchRunner

WINDOW = 24
SIZES = {
    "vocab_size": 500,
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 3,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "max_position_embeddings": 512,
    "initializer_range": 0.3,
    "pad_token_id": 0,
    "bos_token_id": 1,
    "eos_token_id": 2,
}
RIGHT = {
    "Llama": {},
    "Mistral": {"sliding_window": WINDOW},
    "Qwen2": {"use_sliding_window": True, "sliding_window": WINDOW, "max_window_layers": 1},
    "Qwen3": {"head_dim": 32},
    "Phi3": {"sliding_window": WINDOW},
    "Gemma": {"head_dim": 32},
    "Gemma2": {"head_dim": 32, "sliding_window": WINDOW, "query_pre_attn_scalar": 32, "attn_logit_softcapping": 2.0},
    "Gemma3": {
        "head_dim": 32,
        "sliding_window": WINDOW,
        "query_pre_attn_scalar": 16,
        "layer_types": ["sliding_attention", "full_attention", "sliding_attention"],
    },
    "Cohere2": {"sliding_window": WINDOW, "layer_types": ["sliding_attention", "sliding_attention", "full_attention"]},
    "Olmo2": {},
    "Mixtral": {"num_local_experts": 4, "num_experts_per_tok": 2},
    "GPTNeoX": {"num_key_value_heads": 4},
}
WRONG = {
    "GptOss": {"num_local_experts": 2, "num_experts_per_tok": 1, "head_dim": 16},  # attention sinks
    "Bloom": {"n_head": 4, "n_layer": 2},  # ALiBi, in attention code of its own
    "Mamba2": {"state_size": 16, "num_heads": 8, "head_dim": 16, "n_groups": 1},  # no attention at all
    "Bamba": {},  # some layers recurrent
    "DeepseekV3": {"kv_lora_rank": 16, "q_lora_rank": 16, "n_routed_experts": 8, "n_group": 2, "topk_group": 1},  # MLA
}


def random_model(family: str, changes: dict):
    torch.manual_seed(0)
    names = {name.lower(): name for name in dir(transformers)}
    kind = {"Gemma3": "Gemma3Text"}.get(family, family)
    config = getattr(transformers, names[f"{kind}Config".lower()])(**{**SIZES, **changes})
    model = getattr(transformers, names[f"{family}ForCausalLM".lower()])(config).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name.endswith((".bias", "sinks", "norm.weight")):  # transformers starts with what has no effect
                parameter.add_(0.3 * torch.randn_like(parameter))
    return model


@torch.inference_mode()
def own_logits(model, sequences: list[list[int]]) -> list[torch.Tensor]:
    model.set_attn_implementation("eager")
    return [model(torch.tensor([ids]), use_cache=False).logits[0] for ids in sequences]


@pytest.mark.parametrize("family", RIGHT)
def test_a_ragged_batch_over_the_window_equals_transformers(family):
    """Whole prompts, pieces and answers, each within, over and far over the window, blocks in any order."""
    model = random_model(family, RIGHT[family])
    sequences = [torch.randint(3, 500, (length,)).tolist() for length in (150, 20, 70)]
    expected = own_logits(model, sequences)
    runner = TorchRunner(model, kv_cache_bytes=1 << 22, context_length=512)
    free = iter(torch.randperm(min(runner.blocks, 64)).tolist())
    tables = [[next(free) for _ in range(-(-len(ids) // BLOCK_TOKENS))] for ids in sequences]
    cached = [0, 0, 0]
    for counts in ([60, 0, 68], [87, 18, 1], [1, 1, 1], [1, 1, 0], [1, 0, 0]):
        batch, wanted = [], []
        for i, count in enumerate(counts):
            if count:
                end = cached[i] + count
                batch.append(SequenceChunk(sequences[i][cached[i] : end], cached[i], tables[i], logits=count))
                wanted.append(expected[i][cached[i] : end])
                cached[i] = end
        got = torch.from_numpy(runner.forward(batch).array)
        torch.testing.assert_close(got, torch.cat(wanted), atol=1e-3, rtol=1e-3)
    assert cached == [150, 20, 70]


def test_the_window_and_the_soft_cap_matter_in_these_tests():
    for family, name in (("Gemma3", "sliding_window"), ("Gemma2", "attn_logit_softcapping"), ("Mistral", "sliding_window")):
        ids = [list(range(100, 200))]
        with_it = own_logits(random_model(family, RIGHT[family]), ids)[0]
        without = own_logits(random_model(family, {**RIGHT[family], name: type(RIGHT[family][name])(10000)}), ids)[0]
        assert (with_it - without).abs().max() > 0.1


@pytest.mark.parametrize("family", WRONG)
def test_a_model_that_would_be_computed_wrongly_is_refused(family):
    with pytest.raises(ModelError, match=r"runner torch cannot run|is not supported"):
        TorchRunner(random_model(family, WRONG[family]), kv_cache_bytes=1 << 22, context_length=512)
