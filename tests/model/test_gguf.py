"""Conversion of GGUF files, on a small one that is written here."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gguf
import numpy as np
import pytest
import torch
from transformers import AutoConfig, LlamaForCausalLM

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


def llama_like_this(folder: Path, reader: gguf.GGUFReader):
    """transformers' Llama with the file's weights, put in by hand: rows of a head lie interleaved in the file."""
    model = LlamaForCausalLM(AutoConfig.from_pretrained(folder))
    state = {}
    for tensor in reader.tensors:
        values = torch.from_numpy(np.array(gguf.dequantize(tensor.data, tensor.tensor_type)))
        for mark, heads in (("attn_q", HEADS), ("attn_k", KV_HEADS)):
            if mark in tensor.name:
                values = values.reshape(heads, -1, 2, HIDDEN).transpose(1, 2).reshape(-1, HIDDEN)
        state[hugging_face_name(tensor.name)] = values
    model.load_state_dict(state, strict=False)
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
        ("q.weight", "q_proj.weight"),
        ("k.weight", "k_proj.weight"),
        ("v.weight", "v_proj.weight"),
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
        expected = llama_like_this(ready.folder, gguf.GGUFReader(file))(torch.tensor([ids])).logits[0]
    exact = 2e-4 if placement is CPU else 5e-3  # float16 does not hold every value of the file
    torch.testing.assert_close(torch.from_numpy(got), expected, atol=exact, rtol=exact)


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
