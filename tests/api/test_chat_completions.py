"""The API against the running service with a small model: what comes in, what goes out, what is refused."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial

import httpx
import pytest

from tests.api.asking import BARE, HELLO, ask, ends, error_of, leave, wait_until_idle

FUNCTION = {"type": "function", "function": {"name": "f"}}
CALL = {"id": "1", "type": "function", "function": {"name": "f", "arguments": "{}"}}


def events(response: httpx.Response) -> list[dict]:
    """The events of a whole stream, [DONE] checked and left out."""
    blocks = response.text.split("\n\n")
    assert blocks[-1] == ""
    assert all(block.startswith("data: ") for block in blocks[:-1])
    assert blocks[-2] == "data: [DONE]"
    return [json.loads(block.removeprefix("data: ")) for block in blocks[:-2]]


def test_a_whole_answer(client):
    body = ask(client, temperature=0).json()
    assert body["id"].startswith("chatcmpl-")
    assert (body["object"], body["model"]) == ("chat.completion", BARE)
    assert abs(body["created"] - time.time()) < 60
    [choice] = body["choices"]
    assert (choice["index"], choice["finish_reason"]) == (0, "length")
    assert choice["message"]["role"] == "assistant"
    assert choice["message"]["content"]
    usage = body["usage"]
    assert usage["completion_tokens"] == 5
    assert usage["total_tokens"] == usage["prompt_tokens"] + 5


def test_a_stream_carries_the_same_answer_in_pieces(client):
    whole = ask(client, temperature=0).json()
    response = ask(client, temperature=0, stream=True)
    assert response.headers["content-type"].startswith("text/event-stream")
    assert response.headers["cache-control"] == "no-cache"
    assert response.headers["x-accel-buffering"] == "no"
    chunks = events(response)
    assert len({(c["id"], c["created"], c["model"], c["system_fingerprint"]) for c in chunks}) == 1
    assert chunks[0]["choices"][0]["delta"] == {"role": "assistant", "content": ""}
    assert "".join(c["choices"][0]["delta"].get("content", "") for c in chunks) == whole["choices"][0]["message"]["content"]
    assert [c["choices"][0]["finish_reason"] for c in chunks] == [None] * (len(chunks) - 1) + ["length"]
    assert not any("usage" in c for c in chunks)


def test_usage_comes_in_a_last_chunk_of_its_own_where_it_is_asked_for(client):
    *others, last = events(ask(client, stream=True, stream_options={"include_usage": True}))
    assert last["choices"] == []
    assert last["usage"]["completion_tokens"] == 5
    assert all(chunk["usage"] is None for chunk in others)


def test_usage_so_far_comes_in_every_chunk_where_it_is_asked_for(client):
    options = {"include_usage": True, "continuous_usage_stats": True}
    chunks = events(ask(client, stream=True, stream_options=options))
    told = [chunk["usage"]["completion_tokens"] for chunk in chunks]
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 5)
    assert {chunk["usage"]["prompt_tokens"] for chunk in chunks} == {chunks[-1]["usage"]["prompt_tokens"]}


def test_an_answer_is_gone_on_with_where_it_ended(client):
    def tokens(**what):
        return client.post("/tokenize", json={"model": BARE, **what}).json()["tokens"]

    begun = "Look at the\n```bash\nkube"
    messages = [*HELLO, {"role": "assistant", "content": begun}]
    gone_on = ask(client, messages=messages, temperature=0, continue_final_message=True, add_generation_prompt=False).json()
    prompt = tokens(messages=HELLO) + tokens(prompt=begun)[1:]  # but for the token that begins every text
    oracle = client.post("/v1/completions", json={"model": BARE, "prompt": prompt, "max_tokens": 5, "temperature": 0}).json()
    assert gone_on["choices"][0]["message"]["content"] == oracle["choices"][0]["text"]
    assert gone_on["usage"]["prompt_tokens"] == oracle["usage"]["prompt_tokens"] == len(prompt)


def test_the_answer_ends_before_a_stop_string_whole_and_streamed(client):
    text = ask(client, temperature=0, max_tokens=30).json()["choices"][0]["message"]["content"]
    stop = text[len(text) // 2 :][:6]
    for stops in (stop, ["never there", stop]):
        choice = ask(client, temperature=0, max_tokens=30, stop=stops).json()["choices"][0]
        assert choice["message"]["content"] == text[: text.index(stop)]
        assert choice["finish_reason"] == "stop"
        chunks = events(ask(client, temperature=0, max_tokens=30, stop=stops, stream=True))
        assert "".join(c["choices"][0]["delta"].get("content", "") for c in chunks) == text[: text.index(stop)]


def test_an_integer_may_be_written_as_json_schema_allows_it(client):
    whole = {"max_tokens": 5, "n": 2, "seed": 7, "top_k": 40, "min_tokens": 1}
    one, other = (ask(client, **fields).json() for fields in (whole, {name: float(value) for name, value in whole.items()}))
    assert one["choices"] == other["choices"]


def test_stop_strings_are_not_looked_for_before_min_tokens(client):
    def answer(**fields):
        body = ask(client, temperature=0, max_tokens=12, **fields).json()
        return body["choices"][0]["message"]["content"], body["usage"]["completion_tokens"]

    text, _ = answer()
    assert answer(stop=text[0])[0] == ""
    longer, tokens = answer(stop=text[0], min_tokens=11)
    assert (longer.startswith(text[0]), tokens) == (True, 12)
    assert answer(stop=text[0], min_tokens=12, ignore_eos=True) == (text, 12)


def test_one_seed_gives_one_answer(client):
    def text(seed):
        return ask(client, seed=seed, max_tokens=20).json()["choices"][0]["message"]["content"]

    assert text(1) == text(1) != text(2)


def test_the_assistant_has_a_system_prompt_and_the_bare_model_has_none(client):
    bare = ask(client).json()["usage"]["prompt_tokens"]
    assistant = ask(client, model="devops-assistant").json()["usage"]["prompt_tokens"]
    assert assistant > bare + 20


def test_text_parts_are_the_text_they_make_together(client):
    parts = [{"role": "user", "content": [{"type": "text", "text": "hel"}, {"type": "text", "text": "lo"}]}]
    assert ask(client, messages=parts).json()["usage"]["prompt_tokens"] == ask(client).json()["usage"]["prompt_tokens"]


def test_developer_is_another_word_for_system(client):
    def count(role):
        return ask(client, messages=[{"role": role, "content": "be brief"}, *HELLO]).json()["usage"]["prompt_tokens"]

    assert count("developer") == count("system") > ask(client).json()["usage"]["prompt_tokens"]


def test_unknown_fields_and_neutral_values_of_unsupported_ones_do_no_harm(client):
    neutral = {
        "n": 1,
        "tools": [],
        "tool_choice": "auto",
        "presence_penalty": 0.0,
        "response_format": {"type": "text"},
        "logprobs": False,
    }
    assert ask(client, x_new=1, user="me", store=None, metadata={"a": "b"}, **neutral).status_code == 200


def contents(response: httpx.Response) -> dict[int, str]:
    """The text of each choice of a stream."""
    texts: dict[int, str] = {}
    for choice in (choice for chunk in events(response) for choice in chunk["choices"]):
        texts[choice["index"]] = texts.get(choice["index"], "") + (choice["delta"].get("content") or "")
    return texts


@pytest.mark.parametrize("n", [2, 4])
def test_several_choices_are_counted_together_and_each_is_what_its_seed_gives(client, n):
    whole = ask(client, n=n, seed=5).json()
    texts = {choice["index"]: choice["message"]["content"] for choice in whole["choices"]}
    assert list(texts) == list(range(n))
    assert whole["usage"]["completion_tokens"] == 5 * n
    assert whole["usage"]["prompt_tokens"] == ask(client).json()["usage"]["prompt_tokens"]
    assert texts == {i: ask(client, seed=5 + i).json()["choices"][0]["message"]["content"] for i in range(n)}
    assert contents(ask(client, n=n, seed=5, stream=True)) == texts
    ends = [c["finish_reason"] for chunk in events(ask(client, n=n, stream=True)) for c in chunk["choices"]]
    assert ends.count("length") == n


def test_choices_that_find_no_place_leave_none_taken(client):
    with ExitStack() as streams:
        body = {"model": BARE, "messages": HELLO, "max_tokens": 3500, "stream": True}
        streams.enter_context(client.stream("POST", "/v1/chat/completions", json=body))
        assert ask(client, n=4).status_code == 429
        statuses = (ask(client, n=2).status_code for _ in range(100))  # what was begun for nothing goes with the next step
        assert 200 in statuses
    wait_until_idle(client)


def test_the_tokens_of_an_answer_with_their_logprobs_make_its_text(client):
    choice = ask(client, temperature=0, logprobs=True, top_logprobs=2).json()["choices"][0]
    told = choice["logprobs"]["content"]
    assert len(told) == 5
    assert b"".join(bytes(token["bytes"]) for token in told).decode("utf-8", "replace") == choice["message"]["content"]
    for token in told:
        assert token["logprob"] <= 0
        assert token["top_logprobs"][0]["token"] == token["token"]  # greedy takes the likeliest
        assert len(token["top_logprobs"]) == 2
    streamed = [
        c["logprobs"]
        for chunk in events(ask(client, temperature=0, logprobs=True, top_logprobs=2, stream=True))
        for c in chunk["choices"]
    ]
    assert [token for told in streamed if told for token in told["content"]] == told


def test_without_asking_there_are_no_logprobs(client):
    assert ask(client).json()["choices"][0]["logprobs"] is None
    assert all(c["choices"][0]["logprobs"] is None for c in events(ask(client, stream=True)))


def test_what_was_in_the_cache_is_told(client):
    messages = [{"role": "user", "content": "log " * 200}]
    first, second = (ask(client, messages=messages).json()["usage"] for _ in range(2))
    assert second["prompt_tokens_details"]["cached_tokens"] >= 192 > first["prompt_tokens_details"]["cached_tokens"]


def drawn(client, **fields) -> list[str]:
    """The tokens of an answer."""
    choice = ask(client, logprobs=True, **{"max_tokens": 6, **fields}).json()["choices"][0]
    return [token["token"] for token in choice["logprobs"]["content"]]


@pytest.mark.parametrize("narrow", [{"top_k": 1}, {"min_p": 1.0}, {"top_p": 0.0}])
def test_what_leaves_one_token_draws_as_greedily_as_can_be(client, narrow):
    greedy = drawn(client, temperature=0)
    assert drawn(client, temperature=2, seed=5) != greedy
    assert drawn(client, temperature=2, seed=5, **narrow) == greedy


@pytest.mark.parametrize("name", ["presence_penalty", "frequency_penalty", "repetition_penalty"])
def test_penalties_reach_the_sampler(client, name):
    few = {"temperature": 0, "max_tokens": 24, "logit_bias": {str(token): 60 for token in range(500, 504)}}
    neutral, strong = (1.0, 2.0) if name == "repetition_penalty" else (0.0, 2.0)
    free = drawn(client, **few)
    assert len(set(free)) <= 4 < len(set(drawn(client, temperature=0, max_tokens=24)))  # the biases do too
    assert drawn(client, **few, **{name: neutral}) == free
    assert drawn(client, **few, **{name: strong}) != free


@pytest.mark.parametrize(
    ("fields", "param", "code"),
    [
        ({"messages": []}, "messages", "invalid_value"),
        ({"messages": "hello"}, "messages", "invalid_value"),
        ({"messages": None}, "messages", "invalid_value"),
        ({"messages": [{"role": "wizard", "content": "x"}]}, "messages[0].role", "invalid_value"),
        ({"messages": [*HELLO, {"role": "user"}]}, "messages[1].content", "missing_required_parameter"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages[0].content", "invalid_value"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "messages[0].content[0].type", "invalid_value"),
        ({"tools": [{"type": "custom", "custom": {"name": "x"}}]}, "tools[0].type", "invalid_value"),
        (
            {"response_format": {"type": "json_schema", "json_schema": {}}},
            "response_format.json_schema.name",
            "missing_required_parameter",
        ),
        ({"messages": [{"role": "user", "content": "\ud800"}]}, "messages[0].content", "invalid_value"),
        (
            {"tools": [{"type": "function", "function": {"name": "f", "parameters": {"description": "\ud83d"}}}]},
            "tools[0].function.parameters.description",
            "invalid_value",
        ),
        ({"metadata": {"a": [[[]]] * 2}}, "metadata.a", "invalid_value"),
        ({"unknown": json.loads("[" * 200 + "]" * 200)}, "unknown", "invalid_value"),
        ({"repeat_penalty": 1.3}, "repeat_penalty", "unsupported_parameter"),
        (
            {"stream": True, "stream_options": {"include_obfuscation": True}},
            "stream_options.include_obfuscation",
            "unsupported_parameter",
        ),
        ({"model": ""}, "model", "invalid_value"),
        ({"model": 7}, "model", "invalid_value"),
        ({"temperature": -1}, "temperature", "invalid_value"),
        ({"temperature": 2.01}, "temperature", "invalid_value"),
        ({"temperature": "0.5"}, "temperature", "invalid_value"),
        ({"temperature": True}, "temperature", "invalid_value"),
        ({"top_p": 2}, "top_p", "invalid_value"),
        ({"max_tokens": 0}, "max_tokens", "invalid_value"),
        ({"max_tokens": 1.5}, "max_tokens", "invalid_value"),
        ({"max_completion_tokens": -5}, "max_completion_tokens", "invalid_value"),
        ({"seed": 2**63}, "seed", "invalid_value"),
        ({"seed": "x"}, "seed", "invalid_value"),
        ({"min_tokens": -1}, "min_tokens", "invalid_value"),
        ({"min_tokens": 6}, "min_tokens", "invalid_value"),
        ({"ignore_eos": 1}, "ignore_eos", "invalid_value"),
        ({"stop": 5}, "stop", "invalid_value"),
        ({"max_tokens": True}, "max_tokens", "invalid_value"),
        ({"best_of": True}, "best_of", "unsupported_parameter"),
        ({"store": 0}, "store", "unsupported_parameter"),
        ({"stop": ["a"] * 17}, "stop", "invalid_value"),
        ({"stop": ""}, "stop", "invalid_value"),
        ({"stream": "yes"}, "stream", "invalid_value"),
        ({"stream_options": {"include_usage": True}}, "stream_options", "invalid_value"),
        ({"continue_final_message": True}, "continue_final_message", "invalid_value"),
        ({"continue_final_message": True, "tools": [FUNCTION]}, "continue_final_message", "invalid_value"),
        ({"add_generation_prompt": False}, "add_generation_prompt", "invalid_value"),
        ({"n": 0}, "n", "invalid_value"),
        ({"n": 5}, "n", "invalid_value"),
        ({"top_logprobs": 3}, "top_logprobs", "invalid_value"),
        ({"logprobs": True, "top_logprobs": 21}, "top_logprobs", "invalid_value"),
        ({"top_k": -2}, "top_k", "invalid_value"),
        ({"min_p": 1.1}, "min_p", "invalid_value"),
        ({"presence_penalty": 2.1}, "presence_penalty", "invalid_value"),
        ({"frequency_penalty": "1"}, "frequency_penalty", "invalid_value"),
        ({"repetition_penalty": 0}, "repetition_penalty", "invalid_value"),
        ({"logit_bias": {"5": 101}}, "logit_bias", "invalid_value"),
        ({"logit_bias": {"five": 1}}, "logit_bias", "invalid_value"),
        ({"logit_bias": {"999999": 1}}, "logit_bias", "invalid_value"),
        ({"logit_bias": [5]}, "logit_bias", "invalid_value"),
        ({"tools": [{"type": "function", "function": {"name": "a b"}}]}, "tools[0].function.name", "invalid_value"),
        ({"tools": [{"type": "custom", "custom": {"name": "f"}}]}, "tools[0]", "invalid_value"),
        ({"tools": [FUNCTION, FUNCTION]}, "tools", "invalid_value"),
        ({"tool_choice": "required"}, "tool_choice", "invalid_value"),
        ({"tool_choice": "maybe"}, "tool_choice", "invalid_value"),
        (
            {"tools": [FUNCTION], "tool_choice": {"type": "function", "function": {"name": "g"}}},
            "tool_choice",
            "invalid_value",
        ),
        ({"response_format": {"type": "xml"}}, "response_format", "invalid_value"),
        ({"response_format": {"type": "json_schema"}}, "response_format", "missing_required_parameter"),
        (
            {"messages": [*HELLO, {"role": "assistant", "tool_calls": [{}]}]},
            "messages[1].tool_calls[0]",
            "missing_required_parameter",
        ),
        ({"messages": [{"role": "user", "content": "x", "tool_calls": [CALL]}]}, "messages[0].tool_calls", "invalid_value"),
        ({"messages": [*HELLO, {"role": "tool", "content": "x"}]}, "messages[1].tool_call_id", "invalid_value"),
        (
            {"messages": [*HELLO, {"role": "tool", "content": "x", "tool_call_id": "nobody"}]},
            "messages[1].tool_call_id",
            "invalid_value",
        ),
    ],
)
def test_bad_input_is_refused_with_the_name_of_the_field(client, fields, param, code):
    body = json.dumps({"model": BARE, "messages": HELLO, "max_tokens": 5, **fields})
    response = client.post("/v1/chat/completions", content=body, headers={"content-type": "application/json"})
    error = error_of(response)
    assert (response.status_code, error["type"]) == (400, "invalid_request_error")
    assert error["param"].startswith(param)
    assert error["code"] == code
    assert error["message"].startswith((param, "This server does not support", "stream_options"))


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'"x"', b"\xff\xfe", b'{"model": NaN, "messages": [}', b"null", b"[" * 100_000]
)
def test_a_body_that_is_no_json_object_is_refused(client, content):
    if len(content) > 99_999:
        content = content[:90_000]
    response = client.post("/v1/chat/completions", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 400
    assert error_of(response)["type"] == "invalid_request_error"
    assert error_of(response)["code"]


def test_numbers_that_are_not_finite_are_refused(client):
    for word in ("NaN", "Infinity", "1e999"):
        content = json.dumps({"model": BARE, "messages": HELLO})[:-1] + f', "temperature": {word}}}'
        response = client.post("/v1/chat/completions", content=content, headers={"content-type": "application/json"})
        assert (response.status_code, error_of(response)["param"]) == (400, "temperature")


def test_an_unknown_model_is_not_found(client):
    response = ask(client, model="gpt-5")
    error = error_of(response)
    assert (response.status_code, error["code"], error["param"]) == (404, "model_not_found", "model")
    assert BARE in error["message"]


@pytest.mark.parametrize(("words", "max_tokens", "param"), [(5000, 5, "messages"), (5, 5000, "max_tokens")])
def test_what_does_not_fit_the_context_is_refused_with_both_numbers(client, words, max_tokens, param):
    response = ask(client, messages=[{"role": "user", "content": "log " * words}], max_tokens=max_tokens)
    error = error_of(response)
    assert (response.status_code, error["code"], error["param"]) == (400, "context_length_exceeded", param)
    assert "4096" in error["message"]
    assert str(max_tokens) in error["message"]


def test_the_address_itself_says_what_this_is_and_loads_nothing_from_elsewhere(client):
    response = client.get("/")
    assert response.json()["health"] == "/v1/health"


def test_a_body_that_is_no_object_is_told(client):
    assert error_of(client.post("/v1/chat/completions", json=[]))["message"] == "A request must be a JSON object."


def test_a_full_server_refuses_at_once_and_says_when_to_come_back(client, small_server):
    """Two run, two wait; the fifth is refused, and there is room again when the others have left."""
    body = {"model": BARE, "messages": HELLO, "max_tokens": 3500, "stream": True}
    with ExitStack() as streams:
        for _ in range(4):
            accepted = streams.enter_context(
                httpx.stream("POST", f"{small_server.url}/v1/chat/completions", json=body, timeout=60)
            )
            assert accepted.status_code == 200
        refused = ask(client)
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert (error_of(refused)["type"], error_of(refused)["code"]) == ("rate_limit_error", "queue_full")
    wait_until_idle(client)
    assert ask(client).status_code == 200


@pytest.mark.parametrize("stream", [True, False])
def test_a_client_that_leaves_frees_its_place(client, small_server, stream):
    identities = [f"leaving-{stream}-{index}" for index in range(4)]
    errors = errors_counted(client)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(partial(leave, small_server, stream=stream, patience_s=0.5), identities))
    wait_until_idle(client)
    assert ask(client).status_code == 200
    assert ends(small_server, identities) == dict.fromkeys(identities, "aborted")
    assert errors_counted(client) == errors


def errors_counted(client) -> list[str]:
    return sorted(line for line in client.get("/metrics").text.splitlines() if line.startswith("assistant_errors_total"))
