"""A folder of weights in the Hugging Face format, known to be complete and to hold a causal language model."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import ModelError
from assistant.model import gguf
from assistant.model.source import ModelSource
from assistant.model.weights import SafetensorsWeights, Weights

_WEIGHTS = "model.safetensors"
_INDEX = "model.safetensors.index.json"
_TOKENIZERS = ("tokenizer.json", "tokenizer.model")
_CHAT_TEMPLATES = ("chat_template.jinja", "chat_template.json", "additional_chat_templates")
_HUB_FILES = ("*.json", "*.safetensors", "tokenizer.model", "*.jinja")


@dataclass(frozen=True)
class Checkpoint:
    """A model that can be loaded.

    Attributes:
        source: what the operator named.
        folder: config.json and tokenizer.
        files: of the weights; safetensors, or one GGUF file.
        config: the content of config.json.
    """

    source: ModelSource
    folder: Path
    files: tuple[Path, ...]
    config: dict[str, Any]

    @property
    def is_gguf(self) -> bool:
        """Whether the weights are read from a GGUF file."""
        return self.files[0].suffix.lower() == ".gguf"

    def open_weights(self) -> Weights:
        """The tensors, for NumPy."""
        return gguf.GgufWeights(self.files[0]) if self.is_gguf else SafetensorsWeights(self.files)


def prepare(source: ModelSource, cache_dir: Path) -> Checkpoint:
    """Fetch or convert what `source` names and check it; quick where that was done before.

    Raises:
        ModelError: gated, missing, incomplete, damaged, or not a causal language model; says what to do.
    """
    if source.kind == "hub":
        folder = _download(source.location)
    elif source.kind == "folder":
        folder = Path(source.location)
    else:
        _require_readable([Path(source.location)])
        folder = gguf.convert(Path(source.location), cache_dir)
    if folder.is_dir():
        _require_readable([folder, *folder.iterdir()])
    config = _read_config(folder, source)
    _check_architecture(config, source)
    files = _weight_files(folder, source)
    if not any((folder / name).is_file() for name in _TOKENIZERS):
        raise ModelError(f"The model {source.location} has no tokenizer.json: copy the whole model folder, tokenizer included.")
    _check_chat_template(folder, source)
    return Checkpoint(source, folder, files, config)


def _download(hub_id: str) -> Path:
    """Fetch a snapshot from the hub into its cache, or take the one that is there.

    The hub's client shows a progress bar, resumes, and is safe against two downloads at a time.
    """
    import httpx2
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        HFValidationError,
        LocalEntryNotFoundError,
        RepositoryNotFoundError,
    )

    try:
        return Path(snapshot_download(hub_id, allow_patterns=list(_HUB_FILES)))
    except GatedRepoError:
        raise ModelError(
            f"The model {hub_id} is gated: accept its licence at https://huggingface.co/{hub_id} and set HF_TOKEN "
            "to a token of that account, or mount the weights and set ASSISTANT_MODEL to their folder."
        ) from None
    except (RepositoryNotFoundError, HFValidationError):
        raise ModelError(
            f"The hub has no model {hub_id} that this account may see: check the spelling of ASSISTANT_MODEL, "
            "and set HF_TOKEN if the model is private."
        ) from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ModelError(f"The disk is full: {hub_id} needs more room in the cache of the hub's client, HF_HOME.") from None
        raise _unreachable(hub_id, error) from None
    except (LocalEntryNotFoundError, HfHubHTTPError, httpx2.HTTPError, RuntimeError) as error:
        raise _unreachable(hub_id, error) from None


def _require_readable(paths: Iterable[Path]) -> None:
    """Weights are often copied by another user than the one that serves them."""
    for path in paths:
        wanted = os.R_OK | os.X_OK if path.is_dir() else os.R_OK
        if path.exists() and not os.access(path, wanted):
            raise ModelError(f"The user that this runs as (id {os.getuid()}) may not read {path}: `chmod -R a+rX` its folder.")


def _unreachable(hub_id: str, error: Exception) -> ModelError:
    return ModelError(
        f"The model {hub_id} could not be fetched from the hub ({type(error).__name__}) and is not in its local "
        "cache: check the network, or set ASSISTANT_MODEL to a folder with the weights."
    )


def _read_config(folder: Path, source: ModelSource) -> dict[str, Any]:
    file = folder / "config.json"
    if not file.is_file():
        raise ModelError(f"{source.location} has no config.json: set ASSISTANT_MODEL to the folder of a Hugging Face model.")
    try:
        config = json.loads(file.read_text())
    except (ValueError, OSError) as error:
        raise ModelError(f"{file} cannot be read ({error}): copy the model again.") from None
    if not isinstance(config, dict):
        raise ModelError(f"{file} is not a JSON object: copy the model again.")
    return config


def _check_architecture(config: dict[str, Any], source: ModelSource) -> None:
    architectures = config.get("architectures") or []
    if not any(str(name).endswith("ForCausalLM") for name in architectures):
        raise ModelError(
            f"The model {source.location} is {', '.join(map(str, architectures)) or 'of no known architecture'}, not a "
            "causal language model: choose a chat model such as meta-llama/Llama-3.2-1B-Instruct."
        )


def _check_chat_template(folder: Path, source: ModelSource) -> None:
    tokenizer = folder / "tokenizer_config.json"
    inside = tokenizer.is_file() and '"chat_template"' in tokenizer.read_text()
    if not (inside or any((folder / name).exists() for name in _CHAT_TEMPLATES)):
        raise ModelError(
            f"The model {source.location} has no chat template: choose an instruction-tuned model, such as one whose "
            "name ends in -Instruct."
        )


def _weight_files(folder: Path, source: ModelSource) -> tuple[Path, ...]:
    """The files of the weights, each known to be there and whole."""
    from safetensors import SafetensorError, safe_open

    if source.kind in ("gguf", "embedded") and not (folder / _WEIGHTS).is_file():
        return (Path(source.location),)
    files = _safetensors(folder, source)
    for file in files:
        if not file.is_file():
            raise ModelError(f"The model {source.location} is incomplete, {file.name} is missing: copy or download it again.")
        try:
            with safe_open(file, framework="np"):  # holds the header against the length of the file
                pass
        except (SafetensorError, OSError) as error:
            raise ModelError(f"The file {file} is damaged or only half there ({error}): copy or download it again.") from None
    return files


def _safetensors(folder: Path, source: ModelSource) -> tuple[Path, ...]:
    index = folder / _INDEX
    if index.is_file():
        try:
            return tuple(folder / name for name in sorted(set(json.loads(index.read_text())["weight_map"].values())))
        except (ValueError, KeyError, AttributeError):
            raise ModelError(f"{index} cannot be read: copy or download the model again.") from None
    if (folder / _WEIGHTS).is_file():
        return (folder / _WEIGHTS,)
    raise ModelError(
        f"The model {source.location} has no {_WEIGHTS}: only the safetensors format is loaded; "
        "download the model with its safetensors files."
    )
