import json
import shutil
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.model import checkpoint, source
from tests import llama


def prepare(folder: Path) -> checkpoint.Checkpoint:
    return checkpoint.prepare(source.find(str(folder)), Path("/nowhere"))


@pytest.fixture
def folder(llama_folder, tmp_path) -> Path:
    """A copy that a test may damage."""
    return shutil.copytree(llama_folder, tmp_path / "model")


def edit(file: Path, **changes) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **changes}))


def test_a_whole_folder_is_taken(folder):
    assert prepare(folder).config["architectures"] == ["LlamaForCausalLM"]


def test_a_half_copied_weights_file_is_refused(folder):
    weights = folder / "model.safetensors"
    with weights.open("r+b") as stream:
        stream.truncate(weights.stat().st_size // 2)
    with pytest.raises(ModelError, match=r"model\.safetensors is damaged or only half there.*copy or download it again"):
        prepare(folder)


def test_a_missing_shard_is_named(tmp_path):
    folder = llama.make(tmp_path / "sharded", shard_size="5MB")
    shards = sorted(folder.glob("model-*.safetensors"))
    assert len(shards) > 1
    assert prepare(folder)
    shards[-1].unlink()
    with pytest.raises(ModelError, match=f"{shards[-1].name} is missing"):
        prepare(folder)


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("config.json", "no config.json"),
        ("model.safetensors", "only the safetensors format"),
        ("tokenizer.json", "no tokenizer.json"),
    ],
)
def test_a_missing_file_is_named(folder, missing, says):
    (folder / missing).unlink()
    with pytest.raises(ModelError, match=says):
        prepare(folder)


@pytest.mark.parametrize("architectures", [["BertModel"], ["T5ForConditionalGeneration"], [], None])
def test_a_model_that_does_not_continue_text_is_refused(folder, architectures):
    edit(folder / "config.json", architectures=architectures)
    with pytest.raises(ModelError, match=r"not a causal language model: choose .*Llama-3\.2-1B-Instruct"):
        prepare(folder)


@pytest.mark.parametrize("content", ["{", "[]", "\x00"])
def test_a_broken_config_is_refused(folder, content):
    (folder / "config.json").write_text(content)
    with pytest.raises(ModelError, match="copy the model again"):
        prepare(folder)


def test_a_broken_index_is_refused(folder):
    (folder / "model.safetensors.index.json").write_text('{"weights": 1}')
    with pytest.raises(ModelError, match=r"index\.json cannot be read"):
        prepare(folder)


def test_a_model_without_a_chat_template_is_refused(folder):
    (folder / "chat_template.jinja").unlink()
    with pytest.raises(ModelError, match="no chat template: choose an instruction-tuned model"):
        prepare(folder)
