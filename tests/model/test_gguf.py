"""Conversion of GGUF files, on a small one that is written here."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import gguf
import numpy as np
import pytest
import torch

from assistant.errors import ModelError
from assistant.model import checkpoint, loader, source
from tests.conftest import CPU

LAYERS, HIDDEN, HEADS, KV_HEADS, INNER = 2, 32, 4, 2, 64
TEMPLATE = "{% for message in messages %}{{ message['role'] + ': ' + message['content'] + '\n' }}{% endfor %}"


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    """A Llama of two layers with a byte-level tokenizer, as llama.cpp's tools write it."""
    path = tmp_path_factory.mktemp("gguf") / "tiny.Q8_0.gguf"
    writer = gguf.GGUFWriter(path, "llama")
    words = [*sorted(_byte_characters()), "ab", "<|im_end|>"]
    writer.add_context_length(256)
    writer.add_embedding_length(HIDDEN)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(HIDDEN // HEADS)
    writer.add_rope_freq_base(10000.0)
    writer.add_vocab_size(len(words))
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(words)
    writer.add_token_types([gguf.TokenType.NORMAL] * 257 + [gguf.TokenType.CONTROL])
    writer.add_token_merges(["a b"])
    writer.add_eos_token_id(257)
    writer.add_bos_token_id(257)
    writer.add_chat_template(TEMPLATE)
    random = np.random.default_rng(0)
    for name, shape in _tensors(len(words)).items():
        values = (random.standard_normal(shape) * 0.1).astype(np.float32)
        if len(shape) == 1:
            writer.add_tensor(name, values + 1)
        else:
            quantised = gguf.quants.quantize(values, gguf.GGMLQuantizationType.Q8_0)
            writer.add_tensor(name, quantised, raw_dtype=gguf.GGMLQuantizationType.Q8_0)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _byte_characters() -> list[str]:
    from transformers.convert_slow_tokenizer import bytes_to_unicode

    return list(bytes_to_unicode().values())


def _tensors(vocab: int) -> dict[str, tuple[int, ...]]:
    kv = HIDDEN // HEADS * KV_HEADS
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (vocab, HIDDEN), "output_norm.weight": (HIDDEN,)}
    for i in range(LAYERS):
        shapes |= {
            f"blk.{i}.attn_norm.weight": (HIDDEN,),
            f"blk.{i}.ffn_norm.weight": (HIDDEN,),
            f"blk.{i}.attn_q.weight": (HIDDEN, HIDDEN),
            f"blk.{i}.attn_k.weight": (kv, HIDDEN),
            f"blk.{i}.attn_v.weight": (kv, HIDDEN),
            f"blk.{i}.attn_output.weight": (HIDDEN, HIDDEN),
            f"blk.{i}.ffn_gate.weight": (INNER, HIDDEN),
            f"blk.{i}.ffn_up.weight": (INNER, HIDDEN),
            f"blk.{i}.ffn_down.weight": (HIDDEN, INNER),
        }
    return shapes


def prepare(file: Path, cache: Path) -> checkpoint.Checkpoint:
    return checkpoint.prepare(source.find(str(file)), cache)


def test_a_gguf_file_is_converted_once_and_runs(file, tmp_path):
    first = prepare(file, tmp_path)
    written = first.folder.stat().st_mtime_ns
    assert prepare(file, tmp_path).folder.stat().st_mtime_ns == written
    model = loader.load(first, CPU, kv_cache_bytes=1 << 20)
    assert first.source.name == "tiny"
    assert model.tokenizer.eos_token_ids == {257}
    weights = model.runner._model.get_input_embeddings().weight
    reader = gguf.GGUFReader(file)
    [tensor] = [t for t in reader.tensors if t.name == "token_embd.weight"]
    expected = torch.from_numpy(gguf.dequantize(tensor.data, tensor.tensor_type))
    torch.testing.assert_close(weights, expected, atol=0, rtol=0)


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
