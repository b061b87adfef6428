import errno
import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open

from assistant.errors import ModelError
from assistant.model import checkpoint, loader, quantization, source
from assistant.model.runner import SequenceChunk
from assistant.model.weight_formats import Panels, affine
from assistant.model.weights import SafetensorsWeights
from tests import llama, native
from tests.conftest import OPENVINO, load
from tests.conftest import OPENVINO_EXACT as EXACT
from tests.oracle import oracle

IDS = list(range(3000, 3050))
YARN = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 4.0, "original_max_position_embeddings": 1024}


def prepare(folder: Path, cache: Path) -> Path:
    """Quantise a checkpoint; the file that was written."""
    loader.prepare(checkpoint.prepare(source.find(str(folder)), cache), OPENVINO, cache)
    [file] = (cache / "quantized").glob("*.safetensors")
    return file


@pytest.mark.parametrize("scale", [0.02, 1.0, 50.0])
def test_no_weight_is_further_away_than_half_a_step(scale):
    weight = (np.random.default_rng(0).standard_normal((50, 3, 100)) * scale).astype(np.float32)
    weight[3] = np.abs(weight[3]) + scale  # a row without zero inside
    weight[4] = 0
    values, zeros, scales = affine(weight)
    step = scales.astype(np.float32)
    restored = (values.astype(np.float32) - zeros) * step
    assert (np.abs(restored - weight) <= step * 0.502 + np.abs(weight) * 1e-3).all()
    assert not restored[4].any()


@pytest.mark.parametrize("rows", [32, 70])
def test_panels_hold_every_weight_to_half_a_step(rows):
    weight = np.random.default_rng(0).standard_normal((rows, 192)).astype(np.float32)
    weight[5] = 0
    panels = Panels()
    array = panels.convert("w", weight)["w"]
    assert panels.layout("w", rows, 192)["w"] == (array.dtype, array.shape)
    restored, step = native.restored(array, rows)
    assert (np.abs(restored - weight) <= step * 0.502 + np.abs(weight) * 1e-3).all()
    assert not restored[5].any()


@pytest.mark.parametrize(
    "changes",
    [
        {"tie_word_embeddings": False},
        {"attention_bias": True, "mlp_bias": True},
        {"num_key_value_heads": 4},
        {"head_dim": 32},
        {"rope_parameters": YARN},
    ],
    ids=["untied head", "biases", "as many key heads", "wide heads", "yarn"],
)
def test_every_form_of_llama_runs_as_in_transformers(tmp_path, changes):
    model = load(llama.make(tmp_path / "model", shard_size="9MB", **changes), EXACT, tmp_path)
    got = model.runner.forward([SequenceChunk(IDS, 0, range(4), len(IDS))]).array
    with torch.inference_mode():
        expected = oracle(model)(torch.tensor([IDS])).logits[0]
    torch.testing.assert_close(torch.from_numpy(got), expected, atol=3e-4, rtol=3e-4)
    assert model.parameters == sum(parameter.numel() for parameter in oracle(model).parameters())


def test_the_file_is_a_safetensors_file_of_about_one_byte_a_weight(llama_folder, tmp_path):
    file = prepare(llama_folder, tmp_path)
    with safe_open(file, framework="np") as tensors:
        assert "model.layers.1.mlp.gate_up_proj.weight.values" in tensors.keys()  # noqa: SIM118 - it is no dict
    parameters = sum(np.prod(shape) for shape in SafetensorsWeights([llama_folder / "model.safetensors"]).shapes.values())
    assert parameters < file.stat().st_size < 1.1 * parameters


def test_shards_give_what_one_file_gives(llama_folder, tmp_path):
    whole = prepare(llama_folder, tmp_path / "a")
    sharded = prepare(llama.make(tmp_path / "model", shard_size="5MB"), tmp_path / "b")
    assert whole.read_bytes() == sharded.read_bytes()


def test_the_weights_are_quantised_once_and_again_when_the_checkpoint_changed(llama_folder, tmp_path):
    folder = shutil.copytree(llama_folder, tmp_path / "model")
    written = prepare(folder, tmp_path / "cache").stat().st_mtime_ns
    assert prepare(folder, tmp_path / "cache").stat().st_mtime_ns == written
    llama.make(folder, seed=1)
    loader.prepare(checkpoint.prepare(source.find(str(folder)), tmp_path), OPENVINO, tmp_path / "cache")
    assert len(list((tmp_path / "cache" / "quantized").glob("*.safetensors"))) == 2


def test_an_interrupted_file_is_not_taken(llama_folder, tmp_path):
    file = prepare(llama_folder, tmp_path)
    content = file.read_bytes()
    file.with_suffix(".partial").write_bytes(content[:1000])
    file.unlink()
    assert prepare(llama_folder, tmp_path).read_bytes() == content
    assert not file.with_suffix(".partial").exists()


def test_two_starts_at_a_time_write_one_file(llama_folder, tmp_path, monkeypatch):
    calls = []
    write = quantization._write
    monkeypatch.setattr(quantization, "_write", lambda *args, **options: (calls.append(args), write(*args, **options)))
    with ThreadPoolExecutor(2) as pool:
        files = set(pool.map(lambda _: prepare(llama_folder, tmp_path), range(2)))
    assert (len(files), len(calls)) == (1, 1)


def test_a_full_disk_is_said_and_kills_nobody(llama_folder, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(ModelError, match=r"No space left on device.*set ASSISTANT_CACHE_DIR"):
        prepare(llama_folder, tmp_path)


def test_missing_tensors_and_wrong_shapes_are_named(llama_folder, tmp_path):
    from safetensors.torch import load_file, save_file

    folder = shutil.copytree(llama_folder, tmp_path / "model")
    tensors = load_file(folder / "model.safetensors")
    name = "model.layers.1.mlp.up_proj.weight"
    tensors[name] = tensors[name][:-1]
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(ModelError, match=rf"{name} has the shape \(127, 64\), not \(128, 64\)"):
        prepare(folder, tmp_path)
    del tensors[name]
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(ModelError, match=f"1 tensors such as {name} are missing"):
        prepare(folder, tmp_path)


def test_a_number_format_that_cannot_be_read_is_refused(llama_folder, tmp_path):
    folder = shutil.copytree(llama_folder, tmp_path / "model")
    file = folder / "model.safetensors"
    file.write_bytes(file.read_bytes().replace(b'"dtype":"BF16"', b'"dtype":"F8_8"', 1))
    with pytest.raises(ModelError, match=r"number format F8_8|damaged"):
        prepare(folder, tmp_path)


def test_a_model_of_another_architecture_is_left_to_torch(llama_folder, tmp_path):
    from assistant.model.placement import place

    config = json.loads((llama_folder / "config.json").read_text())
    assert place(config, device="cpu").runner == "openvino"  # its heads are too narrow for the native decoder
    assert place({**config, "architectures": ["Gemma3ForCausalLM"]}, device="cpu").runner == "torch"
    assert place({**config, "quantization_config": {"bits": 4}}, device="cpu").runner == "torch"
    assert place(config, device="cpu", dtype="float32").runner == "torch"
    with pytest.raises(ModelError, match="its architecture is Gemma3ForCausalLM"):
        place({**config, "architectures": ["Gemma3ForCausalLM"]}, runner="openvino")
    with pytest.raises(ModelError, match="torch has no 8-bit weights"):
        place(config, runner="torch", dtype="int8", device="cpu")
