import shutil
from pathlib import Path

import pytest
import torch

from assistant.errors import ModelError
from assistant.model import checkpoint, loader, source
from assistant.model.placement import Placement, place
from tests.conftest import CPU


def load(folder: Path, placement: Placement = CPU, **options):
    return loader.load(
        checkpoint.prepare(source.find(str(folder)), Path()), placement, **{"kv_cache_bytes": 1 << 20, **options}
    )


def test_a_llama_3_2_folder_is_loaded_as_it_says(llama_folder):
    model = load(llama_folder, kv_cache_bytes=64 << 20)
    assert model.context_length == 4096
    assert model.parameters == 8282432
    assert model.tokenizer.eos_token_ids == {128001, 128008, 128009}
    assert model.runner.vocab_size == 128256


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_weights_are_kept_in_the_number_format_that_was_chosen(llama_folder, dtype):
    model = load(llama_folder, Placement("cpu", dtype, threads=1))
    assert model.runner._model.dtype == getattr(torch, dtype)


def test_the_context_is_cut_to_the_limit_that_was_set_and_to_what_the_cache_holds(llama_folder):
    assert load(llama_folder, kv_cache_bytes=64 << 20, context_length=100).context_length == 100
    small = load(llama_folder, kv_cache_bytes=1 << 20)
    assert small.context_length == small.runner.blocks * small.runner.block_tokens < 4096


def test_a_cache_too_small_for_one_block_is_refused(llama_folder):
    with pytest.raises(ModelError, match="ASSISTANT_KV_CACHE_BYTES"):
        load(llama_folder, kv_cache_bytes=1000)


def test_weights_that_lack_tensors_are_refused(llama_folder, tmp_path):
    from safetensors.torch import load_file, save_file

    folder = shutil.copytree(llama_folder, tmp_path / "holes")
    tensors = load_file(folder / "model.safetensors")
    del tensors["model.layers.1.mlp.up_proj.weight"]
    save_file(tensors, folder / "model.safetensors", {"format": "pt"})
    with pytest.raises(ModelError, match=r"1 tensors such as model\.layers\.1\.mlp\.up_proj\.weight are missing"):
        load(folder)


def test_auto_takes_the_gpu_in_bfloat16_if_there_is_one_and_else_the_cpu_in_float32():
    placement = place("auto", "auto", None)
    if torch.cuda.is_available():
        assert (placement.device, placement.dtype) == ("cuda", "bfloat16")
    else:
        assert (placement.device, placement.dtype) == ("cpu", "float32")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_asking_for_a_gpu_that_is_not_there_is_refused():
    with pytest.raises(ModelError, match="ASSISTANT_DEVICE=cuda"):
        place("cuda", "auto", None)
