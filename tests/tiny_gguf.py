"""Writes a small GGUF file."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np

LAYERS, HIDDEN, HEADS, KV_HEADS, INNER = 2, 32, 4, 2, 64
FACTORS = np.array([1.0, 2.0, 4.0, 8.0], np.float32)  # as Llama 3 has them, one for each pair of dimensions
TEMPLATE = "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + '<|im_end|>\n' }}{% endfor %}"


def write(
    path: Path, *, context_length: int = 256, rope: str | None = None, architecture: str = "llama", end_of_text: int = 257
) -> Path:
    """A model of two layers with a byte-level tokenizer, as llama.cpp's tools write it.

    Args:
        rope: how its position embedding is scaled: `linear`, `yarn`, or `freqs` as in Llama 3.
    """
    writer = gguf.GGUFWriter(path, architecture)
    words = [*sorted(_byte_characters()), "ab", "<|im_end|>"]
    writer.add_context_length(context_length)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(HIDDEN // HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(len(words))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(words)
    writer.add_token_types([gguf.TokenType.NORMAL] * 257 + [gguf.TokenType.CONTROL])
    writer.add_token_merges(["a b"])
    writer.add_eos_token_id(end_of_text)
    writer.add_bos_token_id(257)
    writer.add_chat_template(TEMPLATE)
    if rope in ("linear", "yarn"):
        writer.add_rope_scaling_type(gguf.RopeScalingType(rope))
        writer.add_rope_scaling_factor(4.0)
        writer.add_rope_scaling_orig_ctx_len(64)
    if rope == "freqs":
        writer.add_tensor("rope_freqs.weight", FACTORS)
    random = np.random.default_rng(0)
    for name, shape in _tensors(len(words), architecture).items():
        values = (random.standard_normal(shape) * 0.1).astype(np.float32)
        if len(shape) == 1:
            writer.add_tensor(name, values + 1)
        else:
            quantised = gguf.quants.quantize(values, gguf.GGMLQuantizationType.Q8_0)
            writer.add_tensor(name, quantised, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _byte_characters() -> list[str]:
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    return list(bytes_to_unicode().values())


def _tensors(vocab: int, architecture: str) -> dict[str, tuple[int, ...]]:
    kv = HIDDEN // HEADS * KV_HEADS
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (vocab, HIDDEN), "output_norm.weight": (HIDDEN,)}
    for i in range(LAYERS):
        shapes |= {
            f"blk.{i}.attn_norm.weight": (HIDDEN,),
            f"blk.{i}.ffn_norm.weight": (HIDDEN,),
            f"blk.{i}.attn_q.weight": (HIDDEN, HIDDEN),
            f"blk.{i}.attn_k.weight": (kv, HIDDEN),
            f"blk.{i}.attn_v.weight": (kv, HIDDEN),
            f"blk.{i}.attn_output.weight": (HIDDEN, HIDDEN),
            f"blk.{i}.ffn_gate.weight": (INNER, HIDDEN),
            f"blk.{i}.ffn_up.weight": (INNER, HIDDEN),
            f"blk.{i}.ffn_down.weight": (HIDDEN, INNER),
        }
        if architecture == "qwen2":
            shapes |= {f"blk.{i}.attn_{x}.bias": (HIDDEN if x == "q" else kv,) for x in "qkv"}
        if architecture == "qwen3":
            shapes |= {f"blk.{i}.attn_{x}_norm.weight": (HIDDEN // HEADS,) for x in "qk"}
    return shapes
