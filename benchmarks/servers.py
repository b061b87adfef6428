"""The servers that are compared: how each is started, known to be ready, and ended."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from benchmarks import environments
from benchmarks.environments import OPENVINO_IS_SILENT, ROOT
from benchmarks.load import Plan, Request, run
from benchmarks.models import Model
from benchmarks.prompts import Message

Precision = Literal["8-bit", "4-bit", "16-bit", "32-bit"]
_PROBE = [{"role": "user", "content": "ready?"}]
_STOP_S = 15.0
OURS, PLAIN = "ours", "ours-plain"
# what a server must hold at once: 32 streams of 256 tokens, or 8 of 640 beside a prompt of 4,000
STREAMS, SLOT_TOKENS = 32, 4352


@dataclass(frozen=True)
class Spec:
    """A server that can be started.

    Attributes:
        command: gives the arguments for a port; makes what is missing (environment, converted weights).
        environment: variables beside those of this process.
        folder: where it is started.
        model: its name on the API; empty to ask the server.
        note: what a reader of the figures must know.
    """

    name: str
    label: str
    precision: Precision
    command: Callable[[int], list[str]]
    environment: dict[str, str] = field(default_factory=dict)
    folder: Path = ROOT
    model: str = ""
    note: str = ""

    def prepare(self) -> None:
        """Make what it needs and lacks; that takes minutes the first time."""
        self.command(0)


def chat_body(spec: Spec, model: str, messages: list[Message], *, max_tokens: int, ignore_eos: bool = True) -> dict[str, Any]:
    """A request for a stream with its usage, that a server understands as the others understand theirs."""
    body: dict[str, Any] = {"model": model, "messages": messages, "max_tokens": max_tokens, "temperature": 0, "stream": True}
    if spec.name == "transformers":  # it sends the usage unasked, and refuses fields that it does not know
        return body | ({"generation_config": json.dumps({"do_sample": False, "eos_token_id": -1})} if ignore_eos else {})
    body["stream_options"] = {"include_usage": True}
    return body | ({"ignore_eos": True} if ignore_eos else {})


def specs(model: Model, *, ours: Path, python: Path) -> dict[str, Spec]:
    """Every server that is known, by name.

    Args:
        ours: the root of the repository whose server is ours.
        python: its interpreter.
    """
    llama_note = "built for this CPU" if environments.llama_cpp_is_native() else "the wheel for any CPU (AVX2)"
    known = [
        _ours(OURS, "ours", model, ours, python),
        _ours(PLAIN, "ours, no speculation", model, ours, python, ASSISTANT_SPECULATION="off"),
        Spec("llamacpp-q8_0", "llama.cpp Q8_0", "8-bit", lambda port: _llama_cpp(model, "Q8_0", port), note=llama_note),
        Spec("llamacpp-q4_0", "llama.cpp Q4_0", "4-bit", lambda port: _llama_cpp(model, "Q4_0", port), note=llama_note),
        Spec("openvino-int8", "OpenVINO GenAI INT8", "8-bit", lambda port: _openvino(model, "int8", port), OPENVINO_IS_SILENT),
        Spec("openvino-int4", "OpenVINO GenAI INT4", "4-bit", lambda port: _openvino(model, "int4", port), OPENVINO_IS_SILENT),
        Spec(
            "transformers",
            "transformers serve",
            "32-bit",
            lambda port: _transformers(model, port),
            environment={"HF_HUB_OFFLINE": "1"},
            model=str(model.folder()),  # it lists what is in the hub's cache, not what it serves
            note="has no 8 bits on a CPU",
        ),
        Spec(
            "vllm",
            "vLLM CPU",
            "16-bit",
            lambda port: _vllm(model, port),
            environment={"HF_HUB_OFFLINE": "1", "VLLM_CPU_KVCACHE_SPACE": "2", "VLLM_NO_USAGE_STATS": "1"},
        ),
    ]
    return {spec.name: spec for spec in known}


def _ours(name: str, label: str, model: Model, root: Path, python: Path, **more: str) -> Spec:
    def command(port: int) -> list[str]:
        arguments = ["-m", "bentoml", "serve", "service:DevOpsAssistant", "--host", "127.0.0.1", "--port", str(port)]
        return [str(python), *arguments]

    settings = {
        "ASSISTANT_MODEL": model.ours or str(model.folder()),
        "ASSISTANT_MAX_RUNNING": str(STREAMS),
        "ASSISTANT_MAX_WAITING": str(STREAMS),
        "BENTOML_DO_NOT_TRACK": "true",
    }
    return Spec(name, label, "8-bit", command, settings | more, root)


def _llama_cpp(model: Model, kind: str, port: int) -> list[str]:
    file = model.gguf(kind)
    if folder := environments.llama_cpp():
        arguments = ["--model", file, "--host", "127.0.0.1", "--port", port, "--parallel", STREAMS, "--no-kv-unified"]
        arguments += ["--ctx-size", STREAMS * SLOT_TOKENS, "--no-ui", "--threads", len(os.sched_getaffinity(0))]
        return [str(folder / "llama-server"), *map(str, arguments)]
    script = ROOT / "benchmarks" / "peers" / "llama_cpp_wheel_server.py"
    arguments = [script, file, port, STREAMS, STREAMS * SLOT_TOKENS]
    return [str(environments.python("llamacpp")), *map(str, arguments)]


def _openvino(model: Model, kind: str, port: int) -> list[str]:
    script = ROOT / "benchmarks" / "peers" / "openvino_genai_server.py"
    folders = ["--model", model.openvino(kind), "--tokenizer", model.folder()]
    return [str(part) for part in (environments.python("openvino"), script, *folders, "--port", port)]


def _transformers(model: Model, port: int) -> list[str]:
    program = environments.python("transformers").with_name("transformers")
    options = ["--continuous-batching", "--dtype", "float32", "--device", "cpu", "--cb-num-blocks", 256]
    arguments = [program, "serve", model.folder(), *options, "--host", "127.0.0.1", "--port", port]
    return [str(part) for part in arguments]


def _vllm(model: Model, port: int) -> list[str]:
    program = environments.python("vllm").with_name("vllm")
    options = ["--dtype", "bfloat16", "--max-model-len", "8192", "--max-num-seqs", STREAMS, "--served-model-name", "model"]
    return [str(part) for part in (program, "serve", model.folder(), *options, "--host", "127.0.0.1", "--port", port)]


class Running:
    """A server that was started here and is ended here, with all that it started itself.

    Attributes:
        start_s: from the start of the process to its first whole answer.
    """

    def __init__(self, spec: Spec, *, log: Path, limit_s: float) -> None:
        """
        Raises:
            RuntimeError: it ended, or did not answer in time; with the end of its log.
        """
        self.spec, self.port, self.log = spec, _free_port(), log
        command = spec.command(self.port)
        with log.open("wb") as output:
            begin_s = time.perf_counter()
            self._process = subprocess.Popen(
                command,
                cwd=spec.folder,
                env=clean_environment() | spec.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            self.model = self._wait(begin_s + limit_s)
        except BaseException:
            self.close()
            raise
        self.start_s = time.perf_counter() - begin_s

    @property
    def pid(self) -> int:
        """Of the process that was started."""
        return self._process.pid

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it and its descendants, which are in its session."""
        for signal_ in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal_)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_STOP_S)
        self._process.wait()

    def _wait(self, end_s: float) -> str:
        """Ask until it answers; gives the name of the bare model."""
        while time.perf_counter() < end_s:
            if self._process.poll() is not None:
                raise RuntimeError(f"{self.spec.label} ended at its start:\n{self._log_end()}")
            with contextlib.suppress(OSError, ValueError, KeyError):
                model = self.spec.model or _bare_model(self.port)
                probe = Plan(
                    self.port,
                    (Request(chat_body(self.spec, model, _PROBE, max_tokens=2)),),
                    limit_s=end_s - time.perf_counter(),
                )
                error = run(probe)[0].error
                if not error:
                    return model
                if error.startswith(("HTTP 400", "HTTP 422")):  # no matter of time
                    raise RuntimeError(f"{self.spec.label} refuses the requests of the benchmark: {error}")
            time.sleep(0.05)
        raise RuntimeError(f"{self.spec.label} did not answer in time:\n{self._log_end()}")

    def _log_end(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]


def _bare_model(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=10) as response:
        names = [str(model["id"]) for model in json.load(response)["data"]]
    return next(name for name in names if name != "devops-assistant")


def clean_environment() -> dict[str, str]:
    """This process' variables without what belongs to its own Python, and without settings of ours that happen to be set."""
    own = {"PYTHONPATH", "VIRTUAL_ENV", "PYTHONHOME"}
    return {name: value for name, value in os.environ.items() if name not in own and not name.startswith("ASSISTANT_")}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
