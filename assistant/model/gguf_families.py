"""Families of models in GGUF files: what their tensors and sizes are called in the format of Hugging Face."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.model.gguf_file import GgufFile

_NAMES = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_GEMMA_3_NAMES = {
    "post_attention_norm": "post_attention_layernorm",
    "ffn_norm": "pre_feedforward_layernorm",
    "post_ffw_norm": "post_feedforward_layernorm",
}
_GEMMA_3_27B_LAYERS = 62


@dataclass(frozen=True)
class GgufFamily:
    """How one `general.architecture` is read.

    Attributes:
        architecture: the class of transformers.
        names: of tensors, where they differ from Llama's.
        interleaved: whether the two halves of a query or key head lie interleaved in the file.
        norm_offset: what the file's weights of norms have more than transformers'.
        more: what its config.json has beside what all have.
    """

    architecture: str
    model_type: str
    more: Callable[[Header], dict[str, Any]]
    names: Mapping[str, str] = field(default_factory=dict)
    interleaved: bool = False
    norm_offset: float = 0.0

    def name(self, name: str) -> str | None:
        """What transformers calls a tensor of the file."""
        *place, stem, kind = name.split(".")
        new = {**_NAMES, **self.names}.get(stem)
        return None if new is None else ".".join([*(["model.layers", place[1]] if place else []), new, kind])


class Header:
    """The metadata of a file, of which many keys begin with the architecture."""

    def __init__(self, file: GgufFile) -> None:
        self.file = file
        self.architecture = str(file.metadata.get("general.architecture"))

    def get(self, key: str, default: Any = None) -> Any:
        """A value that the file may lack."""
        return self.file.metadata.get(f"{self.architecture}.{key}", default)

    def number(self, key: str, default: int | None = None) -> int:
        """A whole number.

        Raises:
            ValueError: the file lacks it, or has another one for each layer.
        """
        value = self.get(key, default)
        if value is None:
            raise ValueError(f"it lacks the field {self.architecture}.{key}")
        if np.ndim(value):
            raise ValueError(f"its layers differ in {self.architecture}.{key}")
        return int(value)

    def token_id(self, name: str) -> int | None:
        """The id of a token that has a role, such as `eos`."""
        value = self.file.metadata.get(f"tokenizer.ggml.{name}_token_id")
        return None if value is None else int(value)


def config_of(header: Header) -> dict[str, Any]:
    """config.json of a model of one of these families; transformers 5.23 would lose how its rotation is scaled.

    Raises:
        ValueError: the file lacks a field, or has a position embedding that is not known.
    """
    family = FAMILIES[header.architecture]
    heads, hidden = header.number("attention.head_count"), header.number("embedding_length")
    tensors = header.file.tensors
    return {
        "architectures": [family.architecture],
        "model_type": family.model_type,
        "dtype": "float32",
        "vocab_size": tensors["token_embd.weight"].shape[0],
        "hidden_size": hidden,
        "intermediate_size": header.number("feed_forward_length"),
        "num_hidden_layers": header.number("block_count"),
        "num_attention_heads": heads,
        "num_key_value_heads": header.number("attention.head_count_kv", heads),
        "head_dim": header.number("attention.key_length", hidden // heads),
        "max_position_embeddings": header.number("context_length"),
        "rms_norm_eps": float(header.get("attention.layer_norm_rms_epsilon", 1e-5)),
        "tie_word_embeddings": "output.weight" not in tensors,
        "bos_token_id": header.token_id("bos"),
        "eos_token_id": header.token_id("eos"),
        "pad_token_id": header.token_id("padding"),
        "unk_token_id": header.token_id("unknown"),
        **family.more(header),
    }


def _llama(header: Header) -> dict[str, Any]:
    tensors = header.file.tensors
    return {
        "hidden_act": "silu",
        "attention_bias": "blk.0.attn_q.bias" in tensors,
        "mlp_bias": "blk.0.ffn_up.bias" in tensors,
        "rope_parameters": _rope(header),
    }


def _qwen(header: Header) -> dict[str, Any]:
    return {"hidden_act": "silu", "use_sliding_window": False, "rope_parameters": _rope(header)}


def _gemma_3(header: Header) -> dict[str, Any]:
    layers = header.number("block_count")
    pattern = header.get("attention.sliding_window_pattern", 6)  # every so many layers, or true where a layer has a window
    windows = [(layer + 1) % pattern > 0 for layer in range(layers)] if np.ndim(pattern) == 0 else pattern
    width = header.number("embedding_length") // header.number("attention.head_count")
    return {
        "hidden_activation": "gelu_pytorch_tanh",
        "sliding_window": header.number("attention.sliding_window"),
        "layer_types": ["sliding_attention" if window else "full_attention" for window in windows],
        "rope_parameters": {
            "sliding_attention": {"rope_type": "default", "rope_theta": float(header.get("rope.freq_base_swa", 10000.0))},
            "full_attention": _rope(header),
        },
        # the file has no word on it, and the largest of the family differs from the others
        "query_pre_attn_scalar": width if layers == _GEMMA_3_27B_LAYERS else header.number("attention.key_length"),
    }


def _rope(header: Header) -> dict[str, Any]:
    """The position embedding in the words of config.json."""
    rope: dict[str, Any] = {"rope_type": "default", "rope_theta": float(header.get("rope.freq_base", 10000.0))}
    context = header.number("context_length")
    kind = header.get("rope.scaling.type")
    factors = header.file.tensors.get("rope_freqs.weight")
    if factors:  # Llama 3: a divisor for each pair of dimensions, which LongRoPE can spell
        divisors = np.asarray(factors.data, np.float64).tolist()
        rope |= {"rope_type": "longrope", "short_factor": divisors, "long_factor": divisors, "attention_factor": 1.0}
        rope["original_max_position_embeddings"] = context
    elif kind in ("linear", "yarn"):
        rope |= {"rope_type": kind, "factor": float(header.get("rope.scaling.factor"))}
        rope["original_max_position_embeddings"] = header.number("rope.scaling.original_context_length", context)
        if (scale := header.get("rope.scaling.attn_factor")) is not None:
            rope["attention_factor"] = float(scale)
    elif kind not in (None, "none"):
        raise ValueError(f"the position embedding {kind!r} is not known")
    return rope


def interleaved(rows: NDArray[np.int64], head_dim: int) -> NDArray[np.int64]:
    """Where the rows of a query or key matrix stand in a file that keeps the two halves of a head interleaved."""
    head, within = rows // head_dim, rows % head_dim
    return head * head_dim + 2 * (within % (head_dim // 2)) + within // (head_dim // 2)


FAMILIES = {
    "llama": GgufFamily("LlamaForCausalLM", "llama", _llama, interleaved=True),
    "qwen2": GgufFamily("Qwen2ForCausalLM", "qwen2", _qwen),
    "qwen3": GgufFamily("Qwen3ForCausalLM", "qwen3", _qwen),
    "gemma3": GgufFamily("Gemma3ForCausalLM", "gemma3_text", _gemma_3, _GEMMA_3_NAMES, norm_offset=1.0),
}
