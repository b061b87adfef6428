"""The route for raw text against the running service with a small model."""

import json

import httpx
import pytest
from transformers import AutoTokenizer

from assistant.api.completions import _logprobs, _TextSoFar
from assistant.engine.completion import AnsweredToken, LikelyToken
from tests.api.asking import BARE, HELLO, ask, error_of, wait_until_idle

TEXT = "the log says that"


def complete(client, **fields) -> httpx.Response:
    return client.post("/v1/completions", json={"model": BARE, "prompt": TEXT, "max_tokens": 6, "temperature": 0, **fields})


def texts(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [choice["text"] for choice in response.json()["choices"]]


def streamed(response: httpx.Response) -> tuple[dict[int, str], list[dict]]:
    """The text of each choice, and all chunks."""
    blocks = response.text.split("\n\n")
    assert blocks[-2:] == ["data: [DONE]", ""]
    chunks = [json.loads(block.removeprefix("data: ")) for block in blocks[:-2]]
    found: dict[int, str] = {}
    for choice in (choice for chunk in chunks for choice in chunk["choices"]):
        found[choice["index"]] = found.get(choice["index"], "") + choice["text"]
    return found, chunks


@pytest.fixture(scope="module")
def tokenizer(llama_folder):
    return AutoTokenizer.from_pretrained(llama_folder)


def test_a_prompt_that_the_template_would_make_gives_the_answer_of_the_chat(client, tokenizer):
    rendered = tokenizer.apply_chat_template(HELLO, tokenize=False, add_generation_prompt=True)
    chat = ask(client, temperature=0, max_tokens=6).json()
    whole = complete(client, prompt=rendered.removeprefix("<|begin_of_text|>")).json()
    assert whole["choices"][0]["text"] == chat["choices"][0]["message"]["content"]
    assert whole["usage"]["prompt_tokens"] == chat["usage"]["prompt_tokens"]
    assert (whole["object"], whole["choices"][0]["finish_reason"]) == ("text_completion", "length")


@pytest.mark.parametrize("model", [BARE, "devops-assistant"])
def test_text_and_its_tokens_are_the_same_prompt(client, tokenizer, model):
    ids = tokenizer(TEXT)["input_ids"]
    assert texts(complete(client, model=model)) == texts(complete(client, model=model, prompt=ids))


def test_several_prompts_with_several_choices_come_in_order(client):
    prompts = [TEXT, "another"]
    alone = [texts(complete(client, prompt=prompt, n=2, temperature=1, seed=3)) for prompt in prompts]
    together = complete(client, prompt=prompts, n=2, temperature=1, seed=3)
    assert texts(together) == alone[0] + alone[1]
    assert [choice["index"] for choice in together.json()["choices"]] == [0, 1, 2, 3]
    assert together.json()["usage"]["completion_tokens"] == 24
    found, _ = streamed(complete(client, prompt=prompts, n=2, temperature=1, seed=3, stream=True))
    assert [found[index] for index in range(4)] == texts(together)


def test_a_stream_ends_with_reason_and_usage(client):
    found, chunks = streamed(complete(client, stream=True, stream_options={"include_usage": True}))
    assert [found[0]] == texts(complete(client))
    assert [c["finish_reason"] for chunk in chunks for c in chunk["choices"]][-1] == "length"
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"]["completion_tokens"] == 6
    assert len({(chunk["id"], chunk["created"], chunk["object"]) for chunk in chunks}) == 1


def test_an_echo_is_the_prompt_before_the_answer(client, tokenizer):
    [plain] = texts(complete(client))
    assert texts(complete(client, echo=True)) == [TEXT + plain]
    assert streamed(complete(client, echo=True, stream=True))[0] == {0: TEXT + plain}
    ids = tokenizer(TEXT, add_special_tokens=False)["input_ids"]
    assert texts(complete(client, prompt=ids, echo=True))[0].startswith(TEXT)


def test_logprobs_tell_where_each_token_begins(client):
    for response in (complete(client, logprobs=2), complete(client, logprobs=2, stream=True)):
        if response.headers["content-type"].startswith("text/event-stream"):
            told = [c["logprobs"] for chunk in streamed(response)[1] for c in chunk["choices"] if c["logprobs"]]
            logprobs = {name: [value for part in told for value in part[name]] for name in told[0]}
        else:
            logprobs = response.json()["choices"][0]["logprobs"]
        assert {len(values) for values in logprobs.values()} == {6}
        assert [len(top) for top in logprobs["top_logprobs"]] == [2] * 6
        whole = texts(complete(client))[0]
        for offset, token in zip(logprobs["text_offset"], logprobs["tokens"], strict=True):
            assert token.startswith("bytes:") or whole[offset:].startswith(token)
        assert all(value <= 0 for value in logprobs["token_logprobs"])


def test_tokens_are_told_where_they_begin_though_their_text_is_held_back(client):
    told = complete(client, logprobs=0, max_tokens=40).json()["choices"][0]
    start, end = told["logprobs"]["text_offset"][7:9]
    stop = told["text"][start:end] + "never"  # holds back what may become it
    _, chunks = streamed(complete(client, logprobs=0, max_tokens=40, stop=stop, stream=True))
    parts = [choice["logprobs"] for chunk in chunks for choice in chunk["choices"] if choice["logprobs"]]
    for name in ("tokens", "text_offset"):
        assert [value for part in parts for value in part[name]] == told["logprobs"][name]


def test_a_token_that_is_no_whole_character_is_told_by_its_bytes():
    tokens = [AnsweredToken(token, -0.5, (LikelyToken(token, -0.5),)) for token in (b"a\xf0\x9f", b"\x9a\x80", b"z")]
    told = _logprobs(tokens, _TextSoFar())
    assert told.tokens == [r"bytes:\x61\xf0\x9f", r"bytes:\x9a\x80", "z"]
    assert told.text_offset == [0, 1, 2]
    assert list(told.top_logprobs[1]) == [r"bytes:\x9a\x80"]


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"prompt": []}, "prompt"),
        ({"prompt": [[1], []]}, "prompt[1]"),
        ({"prompt": ["a", "b", 3]}, "prompt[2]"),
        ({"prompt": [[]]}, "prompt"),
        ({"prompt": [TEXT, 5]}, "prompt"),
        ({"prompt": 5}, "prompt"),
        ({"prompt": [-1]}, "prompt"),
        ({"prompt": [999_999]}, "prompt"),
        ({"suffix": "x"}, "suffix"),
        ({"best_of": 3}, "best_of"),
        ({"echo": True, "logprobs": 0}, "echo"),
        ({"logprobs": 6}, "logprobs"),
        ({"logprobs": True}, "logprobs"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"stream_options": {}}, "stream_options"),
    ],
)
def test_bad_input_is_refused_with_the_name_of_the_field(client, fields, param):
    response = complete(client, **fields)
    assert response.status_code == 400
    assert error_of(response)["param"].startswith(param)


def test_prompts_that_find_no_place_end_the_others(client):
    long = {"model": BARE, "prompt": TEXT, "max_tokens": 3000, "stream": True}
    with client.stream("POST", "/v1/completions", json=long) as running:
        lines = running.iter_lines()
        next(lines)
        assert complete(client, prompt=[TEXT] * 4, max_tokens=3000).status_code == 429
    wait_until_idle(client)


@pytest.mark.parametrize("fields", [{"prompt": [TEXT] * 5}, {"prompt": [TEXT] * 2, "n": 3}])
def test_prompts_that_could_never_find_a_place_are_refused(client, fields):
    response = complete(client, **fields)
    assert (response.status_code, error_of(response)["param"]) == (400, "n")


@pytest.mark.parametrize("path", ["/tokenize", "/v1/tokenize"])
def test_tokens_are_those_of_transformers_and_become_the_text_again(client, tokenizer, path):
    text = "kubectl get pods 🚀 <|eot_id|> größer"
    body = client.post(path, json={"model": BARE, "prompt": text, "return_token_strs": True}).json()
    assert body["tokens"] == tokenizer(text)["input_ids"]
    assert (body["count"], body["max_model_len"]) == (len(body["tokens"]), 4096)
    assert len(body["token_strs"]) == body["count"]
    assert client.post(path, json={"content": text}).json()["tokens"] == body["tokens"]
    back = client.post(path.replace("tokenize", "detokenize"), json={"tokens": body["tokens"][1:]}).json()
    assert back == {"prompt": text}


@pytest.mark.parametrize("model", [BARE, "devops-assistant"])
def test_messages_are_counted_as_a_chat_counts_them(client, model):
    counted = client.post("/tokenize", json={"model": model, "messages": HELLO}).json()["count"]
    assert counted == ask(client, model=model).json()["usage"]["prompt_tokens"]
    tools = [{"type": "function", "function": {"name": "scale", "parameters": {"type": "object"}}}]
    with_tools = client.post("/tokenize", json={"model": model, "messages": HELLO, "tools": tools}).json()["count"]
    assert with_tools == ask(client, model=model, tools=tools).json()["usage"]["prompt_tokens"] > counted
    assert error_of(client.post("/tokenize", json={"prompt": "a", "tools": tools}))["param"] == "tools"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/tokenize", {}),
        ("/tokenize", {"prompt": "a", "messages": HELLO}),
        ("/tokenize", {"prompt": 5}),
        ("/tokenize", {"messages": []}),
        ("/detokenize", {"tokens": ["a"]}),
        ("/detokenize", {"tokens": [999_999]}),
        ("/detokenize", {}),
    ],
)
def test_what_has_no_tokens_is_refused(client, path, body):
    response = client.post(path, json=body)
    assert (response.status_code, error_of(response)["type"]) == (400, "invalid_request_error")


def test_tokens_of_an_unknown_model_are_not_told(client):
    assert client.post("/tokenize", json={"model": "gpt-5", "prompt": "a"}).status_code == 404
