"""The native decoder against transformers, and against itself in other company."""

import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from assistant.engine import step_cost
from assistant.errors import ModelError
from assistant.model.loader import LoadedModel
from assistant.model.native import build, library
from assistant.model.native import runner as native_runner
from assistant.model.placement import Placement, place
from assistant.model.runner import SequenceChunk
from tests import llama, native
from tests.conftest import NATIVE, load

pytestmark = pytest.mark.usefixtures("needs_native")

IDS = list(range(3000, 3070))
YARN = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0, "original_max_position_embeddings": 1024}
CONFIG = {"architectures": ["LlamaForCausalLM"], **llama.CONFIG, "head_dim": 32}


@pytest.fixture(params=["bfloat16", "half precision"])
def cache_format(request, monkeypatch) -> None:
    """Either format that keys and values are kept in."""
    if request.param == "half precision":
        monkeypatch.setattr(library, "has_bfloat16", lambda: False)
    elif not build.has_bfloat16():
        pytest.skip("this machine does not multiply bfloat16")


@pytest.fixture
def with_few_words(cache_format, tmp_path) -> LoadedModel:
    """A small Llama whose vocabulary is small as well, so that the logits of many tokens take little memory."""
    folder = llama.make(tmp_path / "model", head_dim=64, vocab_size=4099)
    return load(folder, NATIVE, tmp_path, kv_cache_bytes=4 << 20)


@pytest.mark.usefixtures("cache_format")
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"tie_word_embeddings": False},
        {"attention_bias": True, "mlp_bias": True},
        {"num_key_value_heads": 4},
        {"num_attention_heads": 16, "num_key_value_heads": 1},
        {"head_dim": 128},
        {"head_dim": 256},
        {"hidden_size": 192, "intermediate_size": 320},
        {"rope_parameters": YARN},
        {"hidden_size": 832, "num_attention_heads": 26, "vocab_size": 4099, "initializer_range": 0.05},
    ],
    ids=lambda changes: ", ".join(changes) or "as Llama 3.2",
)
def test_every_form_of_llama_runs_as_in_transformers(tmp_path, changes):
    folder = llama.make(tmp_path / "model", **{"head_dim": 32, **changes})
    model = load(folder, NATIVE, tmp_path, kv_cache_bytes=2 << 20)
    ids = [*range(3000, 3229), model.runner.vocab_size - 1]
    got = model.runner.forward([SequenceChunk(ids, 0, [3, 1, 2, 9, 0, 8, 7, 4], len(ids))]).array
    with torch.inference_mode():
        expected = native.reference(model)(torch.tensor([ids])).logits[0].numpy()
    assert got.shape == expected.shape
    error = np.linalg.norm(got - expected, axis=-1) / np.linalg.norm(expected, axis=-1)
    assert error.mean() < 0.04  # a last digit that makes an activation round to the other side gives half of that
    assert error.max() < 0.15
    tail = np.linalg.norm((got - expected)[:, -3:]) / np.linalg.norm(expected[:, -3:])
    assert tail < 0.05


def test_every_token_gets_the_same_bits_in_any_company(with_few_words):
    """Pieces of any length, other sequences beside it, blocks out of order, several chunks of one sequence."""
    runner = with_few_words.runner
    ids, table = list(range(3000, 3301)), [7, 3, 11, 0, 15, 2, 9, 4, 13, 6]
    whole = runner.forward([SequenceChunk(ids, 0, table, len(ids))]).array
    for pieces in ([1] * 301, [301], [31, 1, 2, 95, 172], [5, 9, 20, 167, 100], [129, 127, 45]):
        got, at = [], 0
        for piece in pieces:
            other = SequenceChunk(ids[: 1 + at], 0, range(20, 30), 1)
            chunk = SequenceChunk(ids[at : at + piece], at, table, piece)
            got.append(_rows(runner, chunk, other, first=at % 2 == 1))
            at += piece
        np.testing.assert_array_equal(np.concatenate(got), whole)
    for start in (60, 250):
        guesses = [SequenceChunk([token], start + i, table, 1) for i, token in enumerate(ids[start : start + 15])]
        np.testing.assert_array_equal(runner.forward(guesses).array, whole[start : start + 15])


def _rows(runner, chunk, other, *, first):
    logits = runner.forward([chunk, other] if first else [other, chunk]).array
    return logits[:-1] if first else logits[1:]


def test_what_was_in_the_memory_of_the_cache_changes_no_bit(with_few_words, tmp_path, monkeypatch):
    allocate = native_runner._allocate
    monkeypatch.setattr(native_runner, "_allocate", lambda *sizes: np.full_like(allocate(*sizes), 0xFFFF))  # no numbers
    worn = load(with_few_words.checkpoint.folder, NATIVE, tmp_path, kv_cache_bytes=4 << 20).runner
    for at, token in enumerate(IDS):
        chunk = [SequenceChunk([token], at, [0, 1, 2], 1)]
        np.testing.assert_array_equal(worn.forward(chunk).array, with_few_words.runner.forward(chunk).array)


@pytest.mark.parametrize("threads", [1, 3, 16])
def test_the_number_of_threads_changes_no_bit(small_native, tmp_path, threads):
    chunks = [SequenceChunk(IDS, 0, [0, 1, 2], 3), SequenceChunk(IDS[:1], 0, [5], 1)]
    other = load(small_native.checkpoint.folder, Placement("native", "cpu", "int8", threads), tmp_path)
    expected = small_native.runner.forward(chunks).array
    for _ in range(50):
        np.testing.assert_array_equal(other.runner.forward(chunks).array, expected)


def test_busy_cores_change_nothing_but_the_time(small_native):
    chunks = [SequenceChunk(IDS, 0, [0, 1, 2], 3)]
    expected = small_native.runner.forward(chunks).array
    loop = "print('busy', flush=True)\nwhile True: pass"
    hogs = [subprocess.Popen([sys.executable, "-c", loop], stdout=subprocess.PIPE) for _ in range(4)]
    try:
        for hog in hogs:
            hog.stdout.readline()
        for _ in range(20):
            np.testing.assert_array_equal(small_native.runner.forward(chunks).array, expected)
    finally:
        for hog in hogs:
            hog.kill()
            hog.communicate()


def test_its_threads_end_with_the_runner(small_native, tmp_path):
    before = _threads()
    model = load(small_native.checkpoint.folder, Placement("native", "cpu", "int8", 5), tmp_path)
    model.runner.forward([SequenceChunk(IDS, 0, [0, 1, 2], 1)])
    helpers = _threads() - before
    assert len(helpers) == 4
    del model
    deadline = time.monotonic() + 10
    while helpers & _threads():  # a thread that has ended stays listed for a moment
        assert time.monotonic() < deadline
        time.sleep(0.01)


def _threads() -> set[Path]:
    return set(Path("/proc/self/task").iterdir())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"head_dim": 16}, "a head is no multiple of 32 wide"),
        ({"head_dim": 288}, "its heads are too wide"),
        ({"hidden_size": 96}, "the hidden state is no multiple of 64 wide"),
        ({"intermediate_size": 100}, "the inner layer is no multiple of 64 wide"),
        ({"num_key_value_heads": 3}, "its heads do not share the keys evenly"),
    ],
)
def test_a_model_of_an_odd_size_is_left_to_openvino(changes, reason):
    config = {**CONFIG, **changes}
    assert place(config, device="cpu").runner == "openvino"
    with pytest.raises(ModelError, match=f"The runner native cannot run this model, since {reason}"):
        place(config, device="cpu", runner="native")


def test_what_would_read_beyond_its_arrays_is_refused(small_native, tmp_path):
    short = load(small_native.checkpoint.folder, NATIVE, tmp_path, context_length=40)
    step_cost.measure(short.runner, short.context_length)
    with pytest.raises(ValueError, match="a sequence of 41 tokens is longer than 40"):
        short.runner.forward([SequenceChunk([1], 40, [0, 1], 1)])
    for token in (-1, small_native.runner.vocab_size):
        with pytest.raises(ValueError, match="a token id is not below 128256"):
            small_native.runner.forward([SequenceChunk([5, token], 0, [0], 1)])


def test_what_is_no_number_shows_in_the_logits(small_native, tmp_path):
    folder = shutil.copytree(small_native.checkpoint.folder, tmp_path / "model")
    tensors = load_file(folder / "model.safetensors")
    tensors["model.layers.0.input_layernorm.weight"][3] = float("nan")
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    assert np.isnan(load(folder, NATIVE, tmp_path).runner.forward([SequenceChunk(IDS, 0, [0, 1, 2], 1)]).array).all()


def test_a_library_that_cannot_be_loaded_is_left_out_with_a_word(tmp_path, monkeypatch, caplog):
    (tmp_path / "broken.so").write_bytes(b"no library")
    monkeypatch.setattr(build, "build", lambda: tmp_path / "broken.so")
    assert place(CONFIG, device="cpu").runner == "openvino"
    assert "broken.so" in caplog.text


@pytest.mark.parametrize(("flags", "expected"), [("fma avx512_bf16 avx512f", True), ("fma avx512f", False)])
def test_bfloat16_is_taken_where_the_list_of_instructions_has_it(tmp_path, monkeypatch, flags, expected):
    (tmp_path / "cpuinfo").write_text(f"processor\t: 0\nflags\t\t: {flags}\nbugs\t\t: none\n")
    monkeypatch.setattr(build, "_CPU_INFO", tmp_path / "cpuinfo")
    assert build.has_bfloat16() is expected


def test_without_the_list_of_instructions_it_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(build, "_CPU_INFO", tmp_path / "missing")
    assert place(CONFIG, device="cpu").runner == "openvino"


def test_a_machine_without_the_instructions_does_without(monkeypatch):
    monkeypatch.setattr(build, "_INSTRUCTIONS", ("fma", "avx1024"))
    assert build.missing_instructions() == "avx1024"
    assert place(CONFIG, device="cpu").runner == "openvino"
    with pytest.raises(ModelError, match="this machine lacks avx1024"):
        place(CONFIG, device="cpu", runner="native")


def test_without_a_compiler_it_is_left_out_with_a_word(tmp_path, monkeypatch, caplog):
    monkeypatch.setattr(build, "_BUILT", tmp_path)
    monkeypatch.setattr(build, "find_spec", lambda _: None)
    assert place(CONFIG, device="cpu").runner == "openvino"
    assert "the native decoder, which is the fastest here, is left out, since the compiler is not installed" in caplog.text
    with pytest.raises(build.BuildError, match="make install"):
        build.build()


def test_two_builds_at_a_time_make_one_library(tmp_path, monkeypatch):
    pytest.importorskip("ziglang")
    monkeypatch.setattr(build, "_BUILT", tmp_path)
    (tmp_path / "decoder-0123.so").write_bytes(b"of older sources")
    files = []
    threads = [threading.Thread(target=lambda: files.append(build.build())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(files)) == 1
    assert list(tmp_path.glob("*.so")) == [files[0]] == [build.library()]
    assert not list(tmp_path.glob("*.partial"))


def test_a_folder_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    pytest.importorskip("ziglang")
    (tmp_path / "file").touch()
    monkeypatch.setattr(build, "_BUILT", tmp_path / "file" / "built")
    with pytest.raises(build.BuildError, match=r"nothing can be written to .*built"):
        build.build()


def test_a_compiler_that_fails_is_quoted(tmp_path, monkeypatch):
    pytest.importorskip("ziglang")
    monkeypatch.setattr(build, "_BUILT", tmp_path)
    monkeypatch.setattr(build, "_FLAGS", ["-no-such-flag"])
    with pytest.raises(build.BuildError, match="no-such-flag"):
        build.build()
