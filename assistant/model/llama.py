"""What a Llama decoder consists of, by its config.json."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_WINDOWS = {"LlamaForCausalLM": None, "MistralForCausalLM": 4096}  # the sliding window where config.json has no word on it


def obstacle(config: Mapping[str, Any]) -> str | None:
    """Why a model with this config.json is not a decoder of this kind; None where it is one."""
    architecture = (config.get("architectures") or ["unknown"])[0]
    if architecture not in _WINDOWS:
        return f"its architecture is {architecture}"
    if config.get("quantization_config"):
        return "its weights are quantised already"
    if config.get("hidden_act", "silu") != "silu":
        return f"its activation is {config['hidden_act']}"
    if config.get("sliding_window", _WINDOWS[architecture]) and config.get("use_sliding_window", True):
        return "its attention has a sliding window"
    return None


@dataclass(frozen=True)
class Sizes:
    """The sizes of a Llama decoder.

    Attributes:
        hidden: width of the hidden state.
        inner: width of the feed-forward layer.
        kv_heads: heads of keys and values, each shared by `heads / kv_heads` heads of queries.
    """

    layers: int
    hidden: int
    inner: int
    heads: int
    kv_heads: int
    head_dim: int
    vocab: int

    @property
    def attention(self) -> int:
        """Width of all heads together."""
        return self.heads * self.head_dim

    @property
    def qkv(self) -> int:
        """Width of queries, keys and values together."""
        return self.attention + 2 * self.kv_heads * self.head_dim


def sizes_of(config: Mapping[str, Any]) -> Sizes:
    """Read the sizes from config.json, which leaves out what follows from the rest."""
    hidden, heads = config["hidden_size"], config["num_attention_heads"]
    return Sizes(
        layers=config["num_hidden_layers"],
        hidden=hidden,
        inner=config["intermediate_size"],
        heads=heads,
        kv_heads=config.get("num_key_value_heads") or heads,
        head_dim=head_dim_of(config),
        vocab=config["vocab_size"],
    )


def head_dim_of(config: Mapping[str, Any]) -> int:
    """Width of a head, which config.json may leave out."""
    return int(config.get("head_dim") or config["hidden_size"] // config["num_attention_heads"])


@dataclass(frozen=True)
class Stack:
    """One tensor of the decoder: tensors of the checkpoint, one below the other.

    Attributes:
        shape: of the whole; a vector is never quantised.
        parts: names in the checkpoint, in order.
        part_rows: rows of each part.
    """

    name: str
    shape: tuple[int, ...]
    parts: tuple[str, ...]
    part_rows: tuple[int, ...]


def stacks_of(config: Mapping[str, Any]) -> list[Stack]:
    """Every tensor that a Llama decoder with this config.json consists of.

    Matrices that read the same input are stacked, so that a layer has four instead of seven.
    """
    sizes = sizes_of(config)
    hidden, inner = sizes.hidden, sizes.inner
    attention = {"q": sizes.attention, **dict.fromkeys("kv", sizes.kv_heads * sizes.head_dim)}
    stacks = [_single("model.embed_tokens.weight", (sizes.vocab, hidden)), _single("model.norm.weight", (hidden,))]
    if not config.get("tie_word_embeddings", False):
        stacks.append(_single("lm_head.weight", (sizes.vocab, hidden)))
    for layer in range(sizes.layers):
        block, mlp = f"model.layers.{layer}.self_attn", f"model.layers.{layer}.mlp"
        stacks += _linear(
            f"{block}.qkv_proj", {f"{block}.{x}_proj": rows for x, rows in attention.items()}, hidden, config, "attention_bias"
        )
        stacks += _linear(f"{block}.o_proj", {f"{block}.o_proj": hidden}, sizes.attention, config, "attention_bias")
        stacks += _linear(
            f"{mlp}.gate_up_proj", {f"{mlp}.gate_proj": inner, f"{mlp}.up_proj": inner}, hidden, config, "mlp_bias"
        )
        stacks += _linear(f"{mlp}.down_proj", {f"{mlp}.down_proj": hidden}, inner, config, "mlp_bias")
        for norm in ("input_layernorm", "post_attention_layernorm"):
            stacks.append(_single(f"model.layers.{layer}.{norm}.weight", (hidden,)))
    return stacks


def _single(name: str, shape: tuple[int, ...]) -> Stack:
    return Stack(name, shape, (name,), shape[:1])


def _linear(name: str, parts: Mapping[str, int], columns: int, config: Mapping[str, Any], bias: str) -> list[Stack]:
    rows = tuple(parts.values())
    stacks = [Stack(f"{name}.weight", (sum(rows), columns), tuple(f"{part}.weight" for part in parts), rows)]
    if config.get(bias):
        stacks.append(Stack(f"{name}.bias", (sum(rows),), tuple(f"{part}.bias" for part in parts), rows))
    return stacks
