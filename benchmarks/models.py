"""The models that are measured, and their forms in the cache, each made once."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import checkpoints, environments, gguf_file
from benchmarks.environments import ROOT


@dataclass(frozen=True)
class Model:
    """One model under test.

    Attributes:
        ours: the value of ASSISTANT_MODEL; None for the folder.
        real: its answers mean something.
    """

    name: str
    label: str
    ours: str | None
    parameters: int
    real: bool
    make: Callable[[Path], None]

    @property
    def _cache(self) -> Path:
        default = Path.home() / ".cache" / "devops-ai-assistant" / "benchmarks"
        return Path(os.environ.get("BENCH_CACHE") or default) / self.name

    def folder(self) -> Path:
        """The Hugging Face folder."""
        return self._made("hf", self._make_folder)

    def gguf(self, kind: str) -> Path:
        """The GGUF file of `F16`, `Q8_0` or `Q4_0`."""
        if kind == "F16":
            return self._made("f16.gguf", lambda file: gguf_file.write_half(self.folder(), file))
        half = self.gguf("F16")
        built = environments.llama_cpp()
        tool = built / "llama-quantize" if built else None
        return self._made(f"{kind.lower()}.gguf", lambda file: gguf_file.quantize(half, file, kind, tool))

    def openvino(self, kind: str) -> Path:
        """The OpenVINO folder of `int8` or `int4`."""
        return self._made(f"openvino-{kind}", lambda folder: self._make_openvino(folder, kind))

    def weight_bytes(self, server: str) -> int:
        """Bytes of weights that a server reads for one token of one stream; of ours and those without a file by its format."""
        files = {
            "llamacpp-q8_0": "q8_0.gguf",
            "llamacpp-q4_0": "q4_0.gguf",
            "openvino-int8": "openvino-int8/openvino_model.bin",
            "openvino-int4": "openvino-int4/openvino_model.bin",
        }
        if server in files:
            return (self._cache / files[server]).stat().st_size
        return self.parameters * {"transformers": 4, "vllm": 2}.get(server, 1)

    def _make_folder(self, folder: Path) -> None:
        folder.mkdir()
        self.make(folder)

    def _make_openvino(self, folder: Path, kind: str) -> None:
        script = ROOT / "benchmarks" / "peers" / "openvino_convert.py"
        command = (environments.python("openvino"), script, self.gguf("F16"), folder, kind)
        silent = {**os.environ, **environments.OPENVINO_IS_SILENT}
        subprocess.run(command, check=True, env=silent, stdout=subprocess.DEVNULL)

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        """A file or folder of the cache; an interrupted try leaves nothing that would be taken."""
        path = self._cache / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            partial = path.with_name(f"partial-{name}")
            shutil.rmtree(partial, ignore_errors=True)
            partial.unlink(missing_ok=True)
            print(f"making {self.name}/{name}, once ...", file=sys.stderr, flush=True)
            make(partial)
            partial.rename(path)
        return path


MODELS = {
    "embedded": Model("embedded", "SmolLM2-135M-Instruct", "embedded", 134_515_008, real=True, make=checkpoints.embedded),
    "1b": Model("1b", "Llama 3.2 1B's shape, random weights", None, 1_235_814_400, real=False, make=checkpoints.llama_1b),
}
