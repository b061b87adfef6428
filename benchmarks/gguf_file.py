"""GGUF files of a Hugging Face folder: half precision, and from that the 8 and 4 bits of llama.cpp."""

from __future__ import annotations

import json
import math
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import safetensors_file
from benchmarks.checkpoints import LAYER_NAMES, TOP_NAMES, interleave

if TYPE_CHECKING:
    from gguf import GGMLQuantizationType, GGUFWriter

_PRE_TOKENIZERS = {49152: "smollm", 128256: "llama-bpe"}  # vocabulary -> llama.cpp's name of its splitting rule


def write_half(folder: Path, file: Path) -> None:
    """Write the model in 16 bits, norms in 32."""
    import numpy as np
    from gguf import GGUFWriter, LlamaFileType

    config = json.loads((folder / "config.json").read_text())
    writer = GGUFWriter(file, "llama")
    _add_config(writer, config)
    _add_tokenizer(writer, folder, config)
    writer.add_file_type(LlamaFileType.MOSTLY_F16)
    for name, weight in safetensors_file.read(folder / "model.safetensors"):
        theirs, heads = _name(name, config)
        if heads:
            weight = interleave(weight, heads)  # noqa: PLW2901 - the same weights in their order
        writer.add_tensor(theirs, weight.astype(np.float32 if weight.ndim == 1 else np.float16))
    if scaling := config.get("rope_scaling"):
        writer.add_tensor("rope_freqs.weight", np.array(_rope_factors(config, scaling), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def quantize(half: Path, file: Path, kind: str, tool: Path | None) -> None:
    """Make the `Q8_0` or `Q4_0` of a file in half precision.

    Args:
        tool: `llama-quantize`, or None: then numpy does it, with 8 bits for the embedding where it would take 6.
    """
    if tool:
        subprocess.run((tool, half, file, kind), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    else:
        _quantize_with_numpy(half, file, kind)


def _name(name: str, config: dict[str, Any]) -> tuple[str, int]:
    """GGUF's name of a tensor, and the heads by which its rows are turned, or 0."""
    name = name.removesuffix(".weight")
    top = {ours: theirs for theirs, ours in TOP_NAMES.items()}
    if name in top:
        return f"{top[name]}.weight", 0
    _, _, layer, kind = name.split(".", 3)
    theirs = next(theirs for theirs, ours in LAYER_NAMES.items() if ours == kind)
    heads = {"attn_q": config["num_attention_heads"], "attn_k": config["num_key_value_heads"]}.get(theirs, 0)
    return f"blk.{layer}.{theirs}.weight", heads


def _add_config(writer: GGUFWriter, config: dict[str, Any]) -> None:
    writer.add_name("benchmark")
    writer.add_block_count(config["num_hidden_layers"])
    writer.add_context_length(config["max_position_embeddings"])
    writer.add_embedding_length(config["hidden_size"])
    writer.add_feed_forward_length(config["intermediate_size"])
    writer.add_head_count(config["num_attention_heads"])
    writer.add_head_count_kv(config["num_key_value_heads"])
    writer.add_rope_freq_base(config["rope_theta"])
    writer.add_rope_dimension_count(config["head_dim"])
    writer.add_layer_norm_rms_eps(config["rms_norm_eps"])
    writer.add_vocab_size(config["vocab_size"])


def _add_tokenizer(writer: GGUFWriter, folder: Path, config: dict[str, Any]) -> None:
    from gguf import TokenType

    tokenizer = json.loads((folder / "tokenizer.json").read_text())
    settings = json.loads((folder / "tokenizer_config.json").read_text())
    special = {token["id"]: token["content"] for token in tokenizer["added_tokens"]}
    tokens = {i: token for token, i in tokenizer["model"]["vocab"].items()} | special
    ids = range(config["vocab_size"])
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre(_PRE_TOKENIZERS[config["vocab_size"]])
    writer.add_token_list([tokens[i] for i in ids])
    writer.add_token_types([TokenType.CONTROL if i in special else TokenType.NORMAL for i in ids])
    merges = tokenizer["model"]["merges"]
    writer.add_token_merges([merge if isinstance(merge, str) else " ".join(merge) for merge in merges])
    by_text = {text: i for i, text in tokens.items()}
    writer.add_bos_token_id(by_text[settings["bos_token"]])
    writer.add_eos_token_id(by_text[settings["eos_token"]])
    writer.add_add_bos_token(False)  # the templates say it themselves
    writer.add_chat_template(settings["chat_template"])


def _rope_factors(config: dict[str, Any], scaling: dict[str, Any]) -> list[float]:
    """By what Llama 3 divides each frequency."""
    original, low, high = (scaling[k] for k in ("original_max_position_embeddings", "low_freq_factor", "high_freq_factor"))
    factors = []
    for i in range(0, config["head_dim"], 2):
        turns = original / (2 * math.pi * config["rope_theta"] ** (i / config["head_dim"]))
        keep = min(max((turns - low) / (high - low), 0.0), 1.0)
        factors.append(1 / (keep + (1 - keep) / scaling["factor"]))
    return factors


def _quantize_with_numpy(half: Path, file: Path, kind: str) -> None:
    from gguf import GGMLQuantizationType, GGUFReader, GGUFWriter, LlamaFileType, dequantize
    from gguf import quantize as quantized

    reader, writer = GGUFReader(half), GGUFWriter(file, "llama")
    for name, field in reader.fields.items():
        if not name.startswith("GGUF.") and name not in {"general.architecture", "general.file_type"}:
            writer.add_key_value(name, field.contents(), field.types[0], field.types[1] if len(field.types) > 1 else None)
    writer.add_file_type(LlamaFileType[f"MOSTLY_{kind}"])
    for tensor in reader.tensors:
        if tensor.tensor_type == GGMLQuantizationType.F32:
            writer.add_tensor(tensor.name, tensor.data)
            continue
        to: GGMLQuantizationType = GGMLQuantizationType["Q8_0" if tensor.name.startswith("token_embd") else kind]
        weight = dequantize(tensor.data, tensor.tensor_type)
        writer.add_tensor(tensor.name, quantized(weight, to), raw_dtype=to)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
