"""Conversion of GGUF files, on a small one that is written here."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gguf
import numpy as np
import pytest
import torch
from transformers import AutoConfig, LlamaForCausalLM, Qwen2ForCausalLM, Qwen3ForCausalLM

from assistant.errors import ModelError
from assistant.model import checkpoint, loader, source
from assistant.model.gguf import GgufWeights
from assistant.model.rope import rope_of
from assistant.model.runner import SequenceChunk
from tests import tiny_gguf
from tests.conftest import CPU, OPENVINO_EXACT
from tests.tiny_gguf import FACTORS, HEADS, HIDDEN, KV_HEADS


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    return tiny_gguf.write(tmp_path_factory.mktemp("gguf") / "tiny.Q8_0.gguf")


def prepare(file: Path, cache: Path) -> checkpoint.Checkpoint:
    return checkpoint.prepare(source.find(str(file)), cache)


def model_like_this(kind: type, folder: Path, reader: gguf.GGUFReader):
    """transformers' model with the file's weights, put in by hand: rows of a head lie interleaved in the file of a Llama."""
    model = kind(AutoConfig.from_pretrained(folder))
    state = {}
    for tensor in reader.tensors:
        values = torch.from_numpy(np.array(gguf.dequantize(tensor.data, tensor.tensor_type)))
        for mark, heads in (("attn_q", HEADS), ("attn_k", KV_HEADS)):
            if mark in tensor.name and kind is LlamaForCausalLM:
                values = values.reshape(heads, -1, 2, HIDDEN).transpose(1, 2).reshape(-1, HIDDEN)
        state[hugging_face_name(tensor.name)] = values
    missing, unknown = model.load_state_dict(state, strict=False)
    assert (missing, unknown) == (["lm_head.weight"], [])
    return model


def hugging_face_name(name: str) -> str:
    for old, new in (
        ("token_embd", "model.embed_tokens"),
        ("output_norm", "model.norm"),
        ("blk.", "model.layers."),
        ("attn_norm", "input_layernorm"),
        ("ffn_norm", "post_attention_layernorm"),
        ("attn_output", "self_attn.o_proj"),
        ("attn_", "self_attn."),
        ("ffn_", "mlp."),
        ("self_attn.q.", "self_attn.q_proj."),
        ("self_attn.k.", "self_attn.k_proj."),
        ("self_attn.v.", "self_attn.v_proj."),
        ("gate.", "gate_proj."),
        ("up.", "up_proj."),
        ("down.", "down_proj."),
    ):
        name = name.replace(old, new)
    return name


@pytest.mark.parametrize("placement", [CPU, OPENVINO_EXACT])
def test_a_gguf_file_runs_as_the_llama_that_it_holds(file, tmp_path, placement):
    ready = prepare(file, tmp_path)
    model = loader.load(ready, placement, kv_cache_bytes=1 << 20, cache_dir=tmp_path)
    assert ready.source.name == "tiny"
    assert model.tokenizer.eos_token_ids == {257}
    ids = list(range(40, 90))
    got = model.runner.forward([SequenceChunk(ids, 0, [0, 1], len(ids))]).array
    with torch.inference_mode():
        expected = model_like_this(LlamaForCausalLM, ready.folder, gguf.GGUFReader(file))(torch.tensor([ids])).logits[0]
    exact = 2e-4 if placement is CPU else 5e-3  # float16 does not hold every value of the file
    torch.testing.assert_close(torch.from_numpy(got), expected, atol=exact, rtol=exact)


@pytest.mark.parametrize(
    ("architecture", "kind", "rope"),
    [("qwen2", Qwen2ForCausalLM, None), ("qwen3", Qwen3ForCausalLM, None), ("qwen3", Qwen3ForCausalLM, "linear")],
)
def test_a_file_of_another_family_runs_as_what_it_holds_without_a_copy(tmp_path, architecture, kind, rope):
    file = tiny_gguf.write(tmp_path / f"{architecture}.gguf", architecture=architecture, rope=rope)
    ready = prepare(file, tmp_path)
    assert ready.files == (file,)
    model = loader.load(ready, CPU, kv_cache_bytes=1 << 20, cache_dir=tmp_path)
    ids = list(range(40, 90))
    got = model.runner.forward([SequenceChunk(ids, 0, [0, 1], len(ids))]).array
    with torch.inference_mode():
        expected = model_like_this(kind, ready.folder, gguf.GGUFReader(file))(torch.tensor([ids])).logits[0]
    torch.testing.assert_close(torch.from_numpy(got), expected, atol=2e-4, rtol=2e-4)
    assert (ready.config["rope_parameters"]["rope_type"] == "linear") == bool(rope)


def test_a_scaled_position_embedding_that_would_be_lost_is_refused(tmp_path):
    file = tiny_gguf.write(tmp_path / "phi3.gguf", architecture="phi3", rope="yarn")
    with pytest.raises(ModelError, match="position embedding is scaled is not read from GGUF"):
        prepare(file, tmp_path)


def test_what_ends_a_turn_in_the_template_ends_an_answer_even_where_the_file_names_another_token(tmp_path):
    file = tiny_gguf.write(tmp_path / "tiny.gguf", end_of_text=256)
    model = loader.load(prepare(file, tmp_path), CPU, kv_cache_bytes=1 << 20, cache_dir=tmp_path)
    assert model.tokenizer.eos_token_ids == {256, 257}


def test_configuration_and_tokenizer_are_converted_once_and_the_weights_never_copied(file, tmp_path):
    first = prepare(file, tmp_path)
    written = first.folder.stat().st_mtime_ns
    assert prepare(file, tmp_path).folder.stat().st_mtime_ns == written
    assert first.files == (file,)
    assert not list(first.folder.glob("*.safetensors"))


def test_pieces_of_a_tensor_are_those_of_the_whole(file):
    weights = GgufWeights(file)
    for name in weights.shapes:
        whole = weights.rows(name)
        np.testing.assert_array_equal(np.concatenate([weights.rows(name, 0, 5), weights.rows(name, 5)]), whole)


@pytest.mark.parametrize(
    ("rope", "expected"),
    [
        ("freqs", {"rope_type": "longrope", "attention_factor": 1.0}),
        ("linear", {"rope_type": "linear", "factor": 4.0}),
        ("yarn", {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 64}),
    ],
)
def test_the_position_embedding_of_the_file_is_kept(tmp_path, rope, expected):
    ready = prepare(tiny_gguf.write(tmp_path / "scaled.gguf", rope=rope), tmp_path)
    found = ready.config["rope_parameters"]
    assert expected.items() <= found.items()
    if rope == "freqs":
        plain = 10000.0 ** -(np.arange(0, HIDDEN // HEADS, 2) / (HIDDEN // HEADS))
        np.testing.assert_allclose(rope_of(ready.config, 256).frequencies, plain / FACTORS, rtol=1e-6)


def test_two_starts_at_a_time_share_one_conversion(file, tmp_path):
    with ThreadPoolExecutor(2) as pool:
        folders = {str(ready.folder) for ready in pool.map(lambda _: prepare(file, tmp_path), range(2))}
    assert len(folders) == 1
    assert len([p for p in (tmp_path / "converted").iterdir() if p.is_dir()]) == 1


def test_an_interrupted_conversion_is_not_taken(file, tmp_path):
    folder = prepare(file, tmp_path).folder
    partial = folder.with_name(f"{folder.name}.partial")
    folder.rename(partial)
    (partial / "config.json").write_text("{")
    assert prepare(file, tmp_path).folder == folder
    assert not partial.exists()


@pytest.mark.parametrize("damage", ["not gguf", "truncated"])
def test_a_damaged_file_is_refused(file, tmp_path, damage):
    broken = tmp_path / "broken.gguf"
    content = file.read_bytes()
    broken.write_bytes(b"hello" if damage == "not gguf" else content[: len(content) // 3])
    with pytest.raises(ModelError, match="download it again"):
        prepare(broken, tmp_path)


def test_a_cache_folder_that_cannot_be_made_is_named(file, tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(ModelError, match="set ASSISTANT_CACHE_DIR"):
        prepare(file, tmp_path / "taken")
