"""GGUF files (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md).

Configuration and tokenizer are converted once into a folder of the Hugging Face format. The weights of a Llama stay
where they are and are read from the file itself; those of other architectures are converted too.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import shutil
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from assistant.errors import ModelError
from assistant.model.weights import Array, identity_of

if TYPE_CHECKING:
    from gguf import GGUFReader, ReaderTensor

_MAGIC = b"GGUF"
_FORMAT = 2  # to be raised whenever the same file gives another folder
_NAMES = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
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
_log = logging.getLogger(__name__)


class GgufWeights:
    """The tensors of a Llama in a GGUF file, dequantised piece by piece; implements `Weights`."""

    def __init__(self, file: Path) -> None:
        reader = _open(file)
        self._heads = {
            "q_proj": _number(reader, "attention.head_count"),
            "k_proj": _number(reader, "attention.head_count_kv", _number(reader, "attention.head_count")),
        }
        self._tensors: dict[str, ReaderTensor] = {}
        for tensor in reader.tensors:
            if name := _name(tensor.name):
                self._tensors[name] = tensor
        self.shapes: Mapping[str, tuple[int, ...]] = {
            name: tuple(int(size) for size in reversed(tensor.shape)) for name, tensor in self._tensors.items()
        }

    def rows(self, name: str, begin: int = 0, end: int | None = None) -> Array:
        """See `Weights.rows`."""
        from gguf import dequantize

        tensor = self._tensors[name]
        total = self.shapes[name][0]
        rows: Any = slice(begin, end)
        for projection, heads in self._heads.items():
            if f".{projection}." in name:
                rows = _interleaved(np.arange(total)[rows], total // heads)
        if len(self.shapes[name]) == 1:
            return np.array(dequantize(tensor.data, tensor.tensor_type)[rows], np.float32)
        return np.array(dequantize(tensor.data[rows], tensor.tensor_type), np.float32)


def convert(file: Path, cache_dir: Path) -> Path:
    """Give a folder with the file's config.json and tokenizer, made at the first call.

    The folder's name has the identity of the file and of what reads it, and it appears as a whole: a conversion that
    was interrupted leaves nothing that would be taken, and two at a time wait for each other.

    Raises:
        ModelError: the file is damaged, or of an architecture that transformers does not read from GGUF.
    """
    _require_magic(file)
    try:
        readers = [f"{package} {version(package)}" for package in ("transformers", "gguf")]
        target = cache_dir / "converted" / f"{file.stem}-{identity_of([file], *readers, str(_FORMAT))}"
        if not target.is_dir():
            target.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(target.with_name(f"{target.name}.lock")):
                _convert_once(file, target)
    except OSError as error:
        raise ModelError(
            f"{file.name} cannot be converted in {cache_dir} ({error}): free some room there, or set ASSISTANT_CACHE_DIR."
        ) from None
    except BrokenExecutor:
        raise ModelError(
            f"The process that converted {file.name} was killed, most likely for want of memory: choose a smaller one."
        ) from None
    return target


def _require_magic(file: Path) -> None:
    with file.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise ModelError(f"The file {file} is not a GGUF file: download it again.")


def _convert_once(file: Path, target: Path) -> None:
    if target.is_dir():  # another start made it while this one waited
        return
    _log.info("converting %s, once; the result is kept in %s", file.name, target)
    partial = target.with_name(f"{target.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    # in a process of its own: the memory that it takes is free again afterwards
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        pool.submit(_convert, file, partial).result()
    partial.rename(target)


def _convert(file: Path, folder: Path) -> None:
    from transformers import AutoTokenizer

    reader = _open(file)
    try:
        tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
        if _text(reader, "general.architecture") == "llama":
            folder.mkdir()
            (folder / "config.json").write_text(json.dumps(_config(reader), indent=2))
        else:
            _convert_weights(file, folder)
    except Exception as error:  # noqa: BLE001 - the readers of foreign files raise whatever they meet
        raise _unreadable(file, error) from None
    tokenizer.save_pretrained(folder)


def _convert_weights(file: Path, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    model: Any = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
    # the tensors are plain float32 now; transformers refuses to save what it still takes for quantised
    model.hf_quantizer, model.is_quantized = None, False
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.save_pretrained(folder)


def _config(reader: GGUFReader) -> dict[str, Any]:
    """config.json of a Llama; transformers 5.23 would lose its position embedding."""
    heads, hidden = _number(reader, "attention.head_count"), _number(reader, "embedding_length")
    names = {tensor.name for tensor in reader.tensors}
    tokens = {name: _value(reader, f"tokenizer.ggml.{name}_token_id") for name in ("bos", "eos", "padding", "unknown")}
    return {
        "architectures": ["LlamaForCausalLM"],
        "model_type": "llama",
        "dtype": "float32",
        "vocab_size": next(int(tensor.shape[1]) for tensor in reader.tensors if tensor.name == "token_embd.weight"),
        "hidden_size": hidden,
        "intermediate_size": _number(reader, "feed_forward_length"),
        "num_hidden_layers": _number(reader, "block_count"),
        "num_attention_heads": heads,
        "num_key_value_heads": _number(reader, "attention.head_count_kv", heads),
        "head_dim": _number(reader, "attention.key_length", hidden // heads),
        "hidden_act": "silu",
        "attention_bias": "blk.0.attn_q.bias" in names,
        "mlp_bias": "blk.0.ffn_up.bias" in names,
        "max_position_embeddings": _number(reader, "context_length"),
        "rms_norm_eps": float(_value(reader, "llama.attention.layer_norm_rms_epsilon") or 1e-5),
        "tie_word_embeddings": "output.weight" not in names,
        "rope_parameters": _rope(reader),
        "bos_token_id": tokens["bos"],
        "eos_token_id": tokens["eos"],
        "pad_token_id": tokens["padding"],
        "unk_token_id": tokens["unknown"],
    }


def _rope(reader: GGUFReader) -> dict[str, Any]:
    """The position embedding in the words of config.json."""
    rope: dict[str, Any] = {"rope_type": "default", "rope_theta": float(_value(reader, "llama.rope.freq_base") or 10000.0)}
    context = _number(reader, "context_length")
    kind = _text(reader, "llama.rope.scaling.type")
    factors = [tensor for tensor in reader.tensors if tensor.name == "rope_freqs.weight"]
    if factors:  # Llama 3: a divisor for each pair of dimensions, which LongRoPE can spell
        divisors = np.asarray(factors[0].data, np.float64).tolist()
        rope |= {"rope_type": "longrope", "short_factor": divisors, "long_factor": divisors, "attention_factor": 1.0}
        rope["original_max_position_embeddings"] = context
    elif kind in ("linear", "yarn"):
        rope |= {"rope_type": kind, "factor": float(_value(reader, "llama.rope.scaling.factor"))}
        rope["original_max_position_embeddings"] = _number(reader, "rope.scaling.original_context_length", context)
        if (scale := _value(reader, "llama.rope.scaling.attn_factor")) is not None:
            rope["attention_factor"] = float(scale)
    elif kind not in (None, "none"):
        raise ValueError(f"the position embedding {kind!r} is not known")
    return rope


def _open(file: Path) -> GGUFReader:
    from gguf import GGUFReader

    try:
        return GGUFReader(file)
    except Exception as error:  # noqa: BLE001 - the reader raises whatever it meets
        raise _unreadable(file, error) from None


def _unreadable(file: Path, error: Exception) -> ModelError:
    return ModelError(f"The file {file} cannot be read as a model ({error}): download it again or choose another.")


def _name(name: str) -> str | None:
    """What Hugging Face's Llama calls a tensor of a GGUF file."""
    *place, stem, kind = name.split(".")
    if stem not in _NAMES:
        return None
    return ".".join([*(["model.layers", place[1]] if place else []), _NAMES[stem], kind])


def _interleaved(rows: NDArray[np.int64], head_dim: int) -> NDArray[np.int64]:
    """Where the rows of a query or key matrix stand in a GGUF file, which keeps the two halves of a head interleaved."""
    head, within = rows // head_dim, rows % head_dim
    return head * head_dim + 2 * (within % (head_dim // 2)) + within // (head_dim // 2)


def _value(reader: GGUFReader, key: str) -> Any:
    field = reader.get_field(key)
    return None if field is None else field.contents()


def _number(reader: GGUFReader, key: str, default: int | None = None) -> int:
    value = _value(reader, f"llama.{key}")
    if value is None and default is None:
        raise ModelError(f"The GGUF file lacks the field llama.{key}: download it again or choose another.")
    return int(default if value is None else value)  # type: ignore[arg-type]


def _text(reader: GGUFReader, key: str) -> str | None:
    value = _value(reader, key)
    return None if value is None else str(value)
