"""GGUF files (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md).

Configuration and tokenizer are converted once into a folder of the Hugging Face format. The weights of the families that
are known here stay where they are and are read from the file itself; those of other architectures are converted too.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import shutil
from collections.abc import Mapping
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock

from assistant.errors import InvalidParameter, ModelError
from assistant.model import tokenizer_files
from assistant.model.chat_template import ChatTemplate
from assistant.model.gguf_families import FAMILIES, Header, config_of, interleaved
from assistant.model.gguf_file import GgufFile, GgufTensor
from assistant.model.weights import Array, identity_of

_FORMAT = 3  # to be raised whenever the same file gives another folder
_ENDS = ("eos", "eot", "eom")  # of a text, a turn, a message
_CONTROL = 3  # the type of a token
_MARK = "\ue000"
_log = logging.getLogger(__name__)


class GgufWeights:
    """The tensors of a model in a GGUF file, dequantised piece by piece; implements `Weights`."""

    def __init__(self, file: Path) -> None:
        """
        Raises:
            ModelError: the file cannot be read.
        """
        header = _open(file)
        self._family = FAMILIES[header.architecture]
        self._heads = {
            "q_proj": header.number("attention.head_count"),
            "k_proj": header.number("attention.head_count_kv", header.number("attention.head_count")),
        }
        self._tensors: dict[str, GgufTensor] = {}
        for theirs, tensor in header.file.tensors.items():
            if name := self._family.name(theirs):
                self._tensors[name] = tensor
        self.shapes: Mapping[str, tuple[int, ...]] = {name: tensor.shape for name, tensor in self._tensors.items()}

    def rows(self, name: str, begin: int = 0, end: int | None = None) -> Array:
        """See `Weights.rows`."""
        rows: Any = slice(begin, end)
        projection = name.split(".")[-2]
        if self._family.interleaved and projection in self._heads:
            total = self.shapes[name][0]
            rows = interleaved(np.arange(total)[rows], total // self._heads[projection])
        array = self._tensors[name].rows(rows)
        return array - self._family.norm_offset if projection.endswith("norm") else array


def convert(file: Path, cache_dir: Path) -> Path:
    """Give a folder with the file's config.json and tokenizer, made at the first call.

    The folder's name has the identity of the file and of what reads it, and it appears as a whole: a conversion that
    was interrupted leaves nothing that would be taken, and two at a time wait for each other.

    Raises:
        ModelError: the file is damaged, or of an architecture that transformers does not read from GGUF.
    """
    _open(file)
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

    header = _open(file)
    try:
        tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
        if header.architecture in FAMILIES:
            folder.mkdir()
            (folder / "config.json").write_text(json.dumps(config_of(header), indent=2))
        else:
            _require_plain_rotation(header)
            _convert_weights(file, folder)
        tokenizer.save_pretrained(folder)
        (folder / "generation_config.json").write_text(json.dumps({"eos_token_id": _ends(header, folder)}))
    except Exception as error:  # noqa: BLE001 - the readers of foreign files raise whatever they meet
        raise _unreadable(file, error) from None


def _convert_weights(file: Path, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM

    model: Any = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
    # the tensors are plain float32 now; transformers refuses to save what it still takes for quantised
    model.hf_quantizer, model.is_quantized = None, False
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.save_pretrained(folder)


def _require_plain_rotation(header: Header) -> None:
    """Refuse what transformers 5.23 would read without a word and compute wrongly."""
    scaled = header.get("rope.scaling.type", "none") != "none"
    if scaled or any(name.startswith("rope_f") for name in header.file.tensors):
        raise ValueError("how its position embedding is scaled is not read from GGUF for this architecture")


def _ends(header: Header, folder: Path) -> list[int]:
    """What ends an answer: the tokens that the file says, and what its template puts behind an answer.

    Many files name only the end of a text, which a chat model never writes.
    """
    ids = {number for name in _ENDS if (number := header.token_id(name)) is not None}
    with suppress(ModelError, InvalidParameter):  # without a chat template, or with one that wants more than this
        template = ChatTemplate(tokenizer_files.read_chat_templates(folder), tokenizer_files.read_backend(folder)[1])
        chat = [{"role": "user", "content": "a"}, {"role": "assistant", "content": _MARK}]
        behind = template.render(chat, add_generation_prompt=False).rpartition(_MARK)[2].lstrip()
        tokens = header.file.metadata["tokenizer.ggml.tokens"]
        kinds = header.file.metadata.get("tokenizer.ggml.token_type", ())
        ids |= {
            number
            for number, (token, kind) in enumerate(zip(tokens, kinds, strict=False))
            if kind == _CONTROL and behind.startswith(token)
        }
    return sorted(ids)


def _open(file: Path) -> Header:
    try:
        return Header(GgufFile(file))
    except (ValueError, OSError) as error:
        raise _unreadable(file, error) from None


def _unreadable(file: Path, error: Exception) -> ModelError:
    return ModelError(f"The file {file} cannot be read as a model ({error}): download it again or choose another.")
