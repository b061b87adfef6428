"""GGUF files, converted once into a folder of the Hugging Face format."""

from __future__ import annotations

import hashlib
import logging
import multiprocessing
import shutil
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from importlib.metadata import version
from pathlib import Path

from filelock import FileLock

from assistant.errors import ModelError

_MAGIC = b"GGUF"
_log = logging.getLogger(__name__)


def convert(file: Path, cache_dir: Path) -> Path:
    """Give the folder of the dequantised model (float32 safetensors), made at the first call.

    The folder's name is a hash of the file's content and of the versions that read it, and it appears as a whole:
    a conversion that was interrupted leaves nothing that would be taken, and two at a time wait for each other.

    Raises:
        ModelError: the file is damaged, or of an architecture that transformers does not read from GGUF.
    """
    try:
        target = cache_dir / "converted" / f"{file.stem}-{_fingerprint(file)}"
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


def _fingerprint(file: Path) -> str:
    with file.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            raise ModelError(f"The file {file} is not a GGUF file: download it again.")
        stream.seek(0)
        digest = hashlib.file_digest(stream, "sha256")
    for package in ("transformers", "gguf"):
        digest.update(f"{package} {version(package)}".encode())
    return digest.hexdigest()[:16]


def _convert(file: Path, folder: Path) -> None:
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    try:
        model = AutoModelForCausalLM.from_pretrained(file.parent, gguf_file=file.name, dtype=torch.float32)
        tokenizer = AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name)
    except Exception as error:  # noqa: BLE001 - the readers of foreign files raise whatever they meet
        raise ModelError(f"The file {file} cannot be read as a model ({error}): download it again or choose another.") from None
    # the tensors are plain float32 now; transformers refuses to save what it still takes for quantised
    model.hf_quantizer, model.is_quantized = None, False  # type: ignore[assignment]
    if hasattr(model.config, "quantization_config"):
        del model.config.quantization_config
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
