import socket
import subprocess
import sys

from tests.server import ROOT, environment, free_port


def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "assistant.cli", *arguments],
        cwd=ROOT,
        env={**environment(), **settings},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_taken_port_is_said_before_anything_starts():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("serve", "--port", str(port))
    assert result.returncode == 1
    assert result.stderr == (
        f"error: Port {port} cannot be used (Address already in use): stop what listens there or choose another with --port.\n"
    )


def test_an_unusable_model_ends_it_with_the_sentence_and_a_non_zero_exit():
    result = run("serve", "--port", str(free_port()), "--page-port", str(free_port()), ASSISTANT_MODEL="/no/model")
    assert result.returncode == 1
    assert "'/no/model' is neither a folder nor a file here nor a hub id: set ASSISTANT_MODEL" in result.stderr


def test_a_model_that_fails_while_it_loads_ends_it_too(llama_folder):
    result = run(
        "serve", "--port", str(free_port()), "--page-port", str(free_port()),
        ASSISTANT_MODEL=str(llama_folder), ASSISTANT_DEVICE="cuda", CUDA_VISIBLE_DEVICES="",
    )  # fmt: skip
    assert result.returncode == 1
    assert result.stderr.splitlines()[-1].startswith("error: ASSISTANT_DEVICE=cuda, and this machine shows no usable CUDA GPU")


def test_the_version_is_the_packages():
    from assistant import __version__

    assert run("--version").stdout == f"assistant, version {__version__}\n"
