from pathlib import Path

import pytest
import torch

from assistant.errors import ModelError
from assistant.model import checkpoint, loader, source
from assistant.model.native import build
from assistant.model.placement import Placement, place
from assistant.model.runner import SequenceChunk
from tests import llama
from tests.conftest import CPU, OPENVINO_EXACT


def load(folder: Path, placement: Placement = CPU, **options):
    options = {"kv_cache_bytes": 1 << 20, "cache_dir": folder.parent, **options}
    return loader.load(checkpoint.prepare(source.find(str(folder)), Path()), placement, **options)


def test_a_llama_3_2_folder_is_loaded_as_it_says(llama_folder):
    model = load(llama_folder, kv_cache_bytes=64 << 20)
    assert model.context_length == 4096
    assert model.parameters == 8282432
    assert model.tokenizer.eos_token_ids == {128001, 128008, 128009}
    assert model.runner.vocab_size == 128256


@pytest.mark.parametrize("dtype", ["float32", "bfloat16"])
def test_the_weights_are_kept_in_the_number_format_that_was_chosen(llama_folder, dtype):
    model = load(llama_folder, Placement("torch", "cpu", dtype, threads=1))
    assert model.runner._model.dtype == getattr(torch, dtype)


def test_the_context_is_cut_to_the_limit_that_was_set_and_to_what_the_cache_holds(llama_folder):
    assert load(llama_folder, kv_cache_bytes=64 << 20, context_length=100).context_length == 100
    small = load(llama_folder, kv_cache_bytes=1 << 20)
    assert small.context_length == small.runner.blocks * small.runner.block_tokens < 4096


@pytest.mark.parametrize("placement", [CPU, OPENVINO_EXACT])
@pytest.mark.parametrize("kv_cache_bytes", [1000, 1 << 50])
def test_a_cache_too_small_for_one_block_or_too_large_for_the_memory_is_refused(llama_folder, placement, kv_cache_bytes):
    with pytest.raises(ModelError, match="ASSISTANT_KV_CACHE_BYTES"):
        load(llama_folder, placement, kv_cache_bytes=kv_cache_bytes)


def test_weights_that_lack_tensors_are_refused(llama_folder, tmp_path):
    with pytest.raises(ModelError, match=r"1 tensors such as model\.layers\.1\.mlp\.up_proj\.weight are missing"):
        load(llama.make_incomplete(llama_folder, tmp_path / "holes"))


CONFIG = {"architectures": ["LlamaForCausalLM"], **llama.CONFIG, "head_dim": 32}


def test_auto_takes_the_gpu_in_bfloat16_if_there_is_one_and_else_the_cpu_in_8_bits():
    placement = place(CONFIG)
    if torch.cuda.is_available():
        assert (placement.runner, placement.device, placement.dtype) == ("torch", "cuda", "bfloat16")
    else:
        runner = "openvino" if build.missing_instructions() else "native"
        assert (placement.runner, placement.device, placement.dtype) == (runner, "cpu", "int8")


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has a GPU")
def test_asking_for_a_gpu_that_is_not_there_is_refused():
    with pytest.raises(ModelError, match="ASSISTANT_DEVICE=cuda"):
        place(CONFIG, device="cuda")


@pytest.mark.parametrize("runner", ["native", "openvino"])
def test_the_runners_for_cpus_and_a_gpu_do_not_go_together(runner):
    with pytest.raises(ModelError, match=f"ASSISTANT_RUNNER={runner} runs on the CPU"):
        place(CONFIG, device="cuda", runner=runner)


def test_longrope_has_one_form_for_all_texts_on_each_runner(tmp_path):
    """The one for the context that is served, however short a text is."""
    rope = {"rope_type": "longrope", "rope_theta": 10000.0, "short_factor": [1.0] * 8, "long_factor": [4.0] * 8}
    folder = llama.make(tmp_path / "model", rope_parameters={**rope, "factor": 4.0, "original_max_position_embeddings": 64})
    chunk = [SequenceChunk(list(range(50)), 0, [0, 1], 1)]
    logits = [
        load(folder, placement, kv_cache_bytes=4 << 20).runner.forward(chunk).array for placement in (CPU, OPENVINO_EXACT)
    ]
    short = load(folder, CPU, kv_cache_bytes=4 << 20, context_length=64).runner.forward(chunk).array
    torch.testing.assert_close(*map(torch.from_numpy, logits), atol=3e-4, rtol=3e-4)
    assert abs(short - logits[0]).max() > 0.01
