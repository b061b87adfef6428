import json
import subprocess
import sys
from pathlib import Path

import pytest
from tokenizers import AddedToken, decoders, models, pre_tokenizers
from tokenizers import Tokenizer as Backend
from transformers import AutoTokenizer, PreTrainedTokenizerFast

from assistant.errors import ModelError
from assistant.model.conversation import Message
from assistant.model.tokenizer import Tokenizer

TEMPLATE = "{{ bos_token }}{% for m in messages %}{{ m.role }}:{{ m.content }}{{ eos_token }}{% endfor %}"
CHAT = [Message("user", "why two  nodes")]


@pytest.fixture
def folder(tmp_path) -> Path:
    """A folder with nothing but a small byte-level tokenizer: single bytes, two control tokens and a plain added one."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    backend = Backend(models.BPE({token: index for index, token in enumerate(alphabet)}, []))
    backend.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    backend.decoder = decoders.ByteLevel()
    backend.add_tokens([AddedToken("<s>", special=True), AddedToken("two", special=False), AddedToken("</s>", special=True)])
    backend.save(str(tmp_path / "tokenizer.json"))
    write(tmp_path, "tokenizer_config.json", {"bos_token": "<s>", "eos_token": "</s>", "chat_template": TEMPLATE})
    return tmp_path


def write(folder: Path, name: str, content: object) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")


def theirs(folder: Path, messages: list[Message] = CHAT) -> list[int]:
    tokenizer = PreTrainedTokenizerFast.from_pretrained(folder)
    chat = [{"role": message.role, "content": message.content} for message in messages]
    return tokenizer.apply_chat_template(chat, add_generation_prompt=True, return_dict=False)


def rendered(folder: Path) -> str:
    tokenizer = Tokenizer.load(folder)
    return tokenizer._backend.decode(tokenizer.encode_chat(CHAT), skip_special_tokens=False)


NAMED = [{"name": "tool_use", "template": "tools"}, {"name": "default", "template": "named {{ messages[0].content }}"}]


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({}, "<s>user:why two  nodes</s>"),
        ({"tokenizer_config.json": {"chat_template": "inside"}}, "inside"),
        ({"tokenizer_config.json": {"chat_template": NAMED}}, "named why two  nodes"),
        ({"chat_template.jinja": "a file"}, "a file"),
        ({"chat_template.jinja": "größe\r\nb"}, "größe\nb"),
        ({"chat_template.jinja": "a file", "chat_template.json": {"chat_template": "older"}}, "a file"),
        ({"additional_chat_templates/default.jinja": "default", "additional_chat_templates/rag.jinja": "{{"}, "default"),
        ({"chat_template.jinja": "a file", "additional_chat_templates/tool_use.jinja": "tools"}, "a file"),
    ],
)
def test_a_chat_template_is_found_where_transformers_finds_it(folder, files, says):
    for name, content in files.items():
        write(folder, name, content)
    assert rendered(folder) == says
    assert Tokenizer.load(folder).encode_chat(CHAT) == theirs(folder)


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"chat_template.json": {"chat_template": "older"}}, "older"),
        ({"chat_template.json": {"chat_template": NAMED}}, "named why two  nodes"),
        ({"chat_template.json": {"chat_template": {"default": "by name"}}}, "by name"),
        (
            {"additional_chat_templates/tool_use.jinja": "tools", "tokenizer_config.json": {"chat_template": "inside"}},
            "inside",
        ),
    ],
)
def test_a_chat_template_is_found_where_only_processors_look(folder, files, says):
    write(folder, "tokenizer_config.json", {})
    for name, content in files.items():
        write(folder, name, content)
    assert rendered(folder) == says


TOKEN = {"content": "<|x|>", "lstrip": False, "normalized": False, "rstrip": True, "single_word": False}


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"tokenizer_config.json": {"bos_token": {"__type": "AddedToken", **TOKEN, "special": True}, "eos_token": None}},
        {"tokenizer_config.json": {}, "special_tokens_map.json": {"bos_token": "<s>", "eos_token": TOKEN}},
        {"tokenizer_config.json": {"bos_token": "<s>", "eos_token": "!"}},
        {"tokenizer_config.json": {"bos_token": "wh", "eos_token": "</s>", "additional_special_tokens": ["od"]}},
        {"tokenizer_config.json": {"extra_special_tokens": ["node", "wh"]}},
        {"tokenizer_config.json": {"extra_special_tokens": {"eos_token": "</s>", "image_token": "<image>"}}},
        {
            "tokenizer_config.json": {"bos_token": "<s>", "added_tokens_decoder": {"258": {**TOKEN, "special": True}}},
            "special_tokens_map.json": {"bos_token": "ignored"},
        },
        {
            "tokenizer_config.json": {
                "bos_token": "<s>",
                "added_tokens_decoder": {
                    "257": {**TOKEN, "content": "two", "special": True},
                    "300": {**TOKEN, "content": "no"},
                },
            }
        },
    ],
)
def test_control_tokens_are_known_from_everywhere_as_in_transformers(folder, files):
    names = "{{ bos_token }}{{ eos_token }}{{ pad_token }}{{ image_token }}"
    write(folder, "chat_template.jinja", names + "wh od node two  no!<|x|> ignored {{ messages[0].role }}")
    for name, content in files.items():
        write(folder, name, content)
    oracle = PreTrainedTokenizerFast.from_pretrained(folder)
    tokenizer = Tokenizer.load(folder)
    chat = [Message("user", "x")]  # without what is a control token here, which stays text with us
    assert tokenizer.encode_chat(chat) == theirs(folder, chat)
    assert repr(tokenizer._backend.get_added_tokens_decoder()) == repr(oracle.added_tokens_decoder)


@pytest.mark.parametrize(
    ("files", "ends"),
    [
        ({}, {258}),
        ({"config.json": {"eos_token_id": 1}}, {1, 258}),
        ({"config.json": {"text_config": {"eos_token_id": [1, 2]}}}, {1, 2, 258}),
        ({"generation_config.json": {"eos_token_id": [3, 4]}, "config.json": {"eos_token_id": 1}}, {3, 4, 258}),
        ({"generation_config.json": {"eos_token_id": 258}}, {258}),
        ({"generation_config.json": {"eos_token_id": None}, "config.json": {"eos_token_id": 1}}, {1, 258}),
        ({"tokenizer_config.json": {"chat_template": "x"}, "config.json": {"eos_token_id": 1}}, {1}),
        ({"tokenizer_config.json": {"chat_template": "x"}}, set()),
    ],
)
def test_what_ends_an_answer_is_known_from_everywhere(folder, files, ends):
    for name, content in files.items():
        write(folder, name, content)
    assert Tokenizer.load(folder).eos_token_ids == ends


def test_what_ends_an_answer_can_be_given(folder):
    write(folder, "generation_config.json", {"eos_token_id": 3})
    assert Tokenizer.load(folder, eos_token_ids=[7, 8]).eos_token_ids == {7, 8, 258}


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("tokenizer.json", "{", r"tokenizer\.json cannot be read"),
        ("tokenizer.json", "{}", r"tokenizer\.json cannot be read"),
        ("tokenizer.json", '{"model": {"type": "BPE", "vocab": 1}}', r"tokenizer\.json cannot be read"),
        ("tokenizer_config.json", "{", r"tokenizer_config\.json cannot be read"),
        ("tokenizer_config.json", "[" * 200000, r"tokenizer_config\.json cannot be read"),
        ("tokenizer_config.json", "[]", r"tokenizer_config\.json is not a JSON object"),
        ("tokenizer_config.json", {"bos_token": 5}, r"tokenizer_config\.json: bos_token is not a token"),
        ("tokenizer_config.json", {"bos_token": {"lstrip": True}}, "is not a token"),
        ("tokenizer_config.json", {"extra_special_tokens": [5]}, "'5' is not a token"),
        ("tokenizer_config.json", {"extra_special_tokens": 5}, "extra_special_tokens is not a list"),
        ("tokenizer_config.json", {"added_tokens_decoder": {"x": "y"}}, "added_tokens_decoder does not map ids to tokens"),
        ("tokenizer_config.json", {"added_tokens_decoder": []}, "added_tokens_decoder does not map ids to tokens"),
        ("tokenizer_config.json", {"added_tokens_decoder": {"1": {"lstrip": True}}}, "is not a token"),
        ("tokenizer_config.json", {"chat_template": 5}, "chat_template is neither a text nor texts with names"),
        ("tokenizer_config.json", {"chat_template": [{"name": "default"}]}, "chat_template is neither"),
        ("tokenizer_config.json", {"chat_template": {"default": 5}}, "chat_template is neither"),
        ("tokenizer_config.json", {"chat_template": "{% if"}, "chat template 'default' is wrong in line 1"),
        ("tokenizer_config.json", {"chat_template": [{"name": "rag", "template": "x"}]}, "only chat templates for rag"),
        ("tokenizer_config.json", {}, "has no chat template: choose an instruction-tuned model"),
        ("special_tokens_map.json", "\x00", r"special_tokens_map\.json cannot be read"),
        ("generation_config.json", "{", r"generation_config\.json cannot be read"),
        ("generation_config.json", {"eos_token_id": "</s>"}, r"generation_config\.json: eos_token_id is </s>, not token ids"),
        ("config.json", {"eos_token_id": [1, None]}, r"config\.json: eos_token_id is \[1, None\]"),
        ("config.json", {"eos_token_id": True}, r"config\.json: eos_token_id is True"),
        ("config.json", {"eos_token_id": -1}, r"config\.json: eos_token_id is -1"),
    ],
)
def test_a_damaged_file_is_named(folder, name, content, says):
    write(folder, name, content)
    with pytest.raises(ModelError, match=says) as caught:
        Tokenizer.load(folder)
    assert "copy the model again" in caught.value.message or "choose an instruction-tuned model" in caught.value.message


def test_a_template_file_that_is_no_text_is_named(folder):
    (folder / "chat_template.jinja").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ModelError, match=r"A chat template in .* cannot be read"):
        Tokenizer.load(folder)


def test_a_folder_without_a_tokenizer_is_refused(folder):
    (folder / "tokenizer.json").unlink()
    with pytest.raises(ModelError, match=r"has no tokenizer\.json: copy the whole model folder"):
        Tokenizer.load(folder)


def test_a_tokenizer_that_cannot_be_converted_is_refused(folder):
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer.model").write_bytes(b"\x00damaged")
    write(folder, "config.json", {"model_type": "llama"})
    with pytest.raises(
        ModelError, match=r"has only tokenizer\.model, which cannot be converted here \(.+\): add its tokenizer\.json"
    ):
        Tokenizer.load(folder)


def test_a_tokenizer_of_sentencepiece_is_converted_by_transformers(folder, monkeypatch):
    """What transformers reads is stood in for: the package that reads such a file is not installed here."""
    expected = Tokenizer.load(folder).encode_chat(CHAT)
    converted = PreTrainedTokenizerFast.from_pretrained(folder)
    (folder / "tokenizer.json").rename(folder / "tokenizer.model")
    monkeypatch.setattr(AutoTokenizer, "from_pretrained", lambda *_args, **_kwargs: converted)
    tokenizer = Tokenizer.load(folder)
    assert tokenizer.encode_chat(CHAT) == expected
    assert tokenizer.eos_token_ids == {258}


def test_a_long_prompt_is_neither_cut_nor_filled_though_the_file_says_so(folder):
    backend = Backend.from_file(str(folder / "tokenizer.json"))
    backend.enable_truncation(4)
    backend.enable_padding(length=64)
    backend.save(str(folder / "tokenizer.json"))
    tokenizer = Tokenizer.load(folder)
    assert tokenizer.encode_chat(CHAT) == theirs(folder)
    assert tokenizer.decode(tokenizer.encode("why so long?")) == "why so long?"


def test_plain_text_has_the_ids_of_the_same_vocabulary(folder):
    """Control tokens in it are text; an added token without a meaning is one token, as everywhere."""
    plain = Backend.from_file(str(folder / "tokenizer.json"))
    plain.encode_special_tokens = True
    text = "two</s>two<s> größe"
    ids = Tokenizer.load(folder).encode(text)
    assert ids == plain.encode(text, add_special_tokens=False).ids
    assert ids.count(257) == 2
    assert not {256, 258} & set(ids)


def test_neither_torch_nor_transformers_is_imported(folder):
    program = (
        "import sys; from pathlib import Path;"
        "from assistant.model.conversation import Message; from assistant.model.tokenizer import Tokenizer;"
        "tokenizer = Tokenizer.load(Path(sys.argv[1]));"
        "ids = tokenizer.encode_chat([Message('user', 'x</s>')]); tokenizer.detokenizer().push(ids);"
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
