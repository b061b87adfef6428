"""What `devops-assistant` tells beside its words, through the whole service on a model of random weights."""

import json
import random
import string

import httpx
import pytest

from tests.api.asking import BARE, HELLO, ask
from tests.api.test_chat_completions import events

ASSISTANT = "devops-assistant"


def password() -> str:
    rnd = random.Random(7)
    return "".join(rnd.choices(string.ascii_letters + string.digits, k=16)) + "9!"


@pytest.mark.parametrize("stream", [False, True])
def test_a_secret_is_told_by_its_placeholder_and_reaches_nothing(client, small_server, stream):
    secret = password()
    messages = [{"role": "user", "content": f"why does this fail?\nDB_PASSWORD={secret}\npsql: connection refused"}]
    response = ask(client, model=ASSISTANT, messages=messages, stream=stream)
    if stream:
        told = [chunk["assistant"] for chunk in events(response) if "assistant" in chunk]
        [redaction] = [each for notes in told for each in notes["redactions"]]
    else:
        [redaction] = response.json()["choices"][0]["message"]["assistant"]["redactions"]
    assert redaction == {"type": "password", "placeholder": "REDACTED_PASSWORD_1", "message": 0}
    assert secret not in response.text
    assert secret not in small_server.text()


def test_the_bare_model_gets_what_was_sent_and_tells_nothing_beside(client):
    secret = f"password={password()}"
    message = ask(client, model=BARE, messages=[{"role": "user", "content": secret}]).json()["choices"][0]["message"]
    assert set(message) == {"role", "content", "refusal"}


def test_a_log_of_thousands_of_lines_is_answered_and_what_was_left_out_is_said(client):
    log = "\n".join([f"INFO request {i} was served" for i in range(3000)] + ["FATAL disk quota exceeded"])
    body = ask(client, model=ASSISTANT, messages=[{"role": "user", "content": f"what is wrong here?\n{log}"}]).json()
    [said] = body["choices"][0]["message"]["assistant"]["excerpts"]
    assert "3,002 lines" in said
    assert body["choices"][0]["message"]["content"].startswith(f"_{said}_")
    assert body["usage"]["prompt_tokens"] < 4096
    refused = ask(client, model=BARE, messages=[{"role": "user", "content": log}])
    assert refused.json()["error"]["code"] == "context_length_exceeded"


def test_every_choice_of_a_stream_tells_its_own(client):
    chunks = events(ask(client, model=ASSISTANT, messages=HELLO, n=2, stream=True))
    assert all("assistant" not in chunk or chunk["choices"] for chunk in chunks)
    json.dumps(chunks)


def test_an_answer_begins_with_what_code_knows_whole_and_streamed(client):
    asked = [{"role": "user", "content": "write a configmap named settings with LOG_LEVEL=debug"}]
    message = ask(client, model=ASSISTANT, messages=asked).json()["choices"][0]["message"]
    assert message["content"].startswith("**ConfigMap settings**")
    assert "LOG_LEVEL: debug" in message["content"]
    notes = message["assistant"]
    assert (notes["intent"], notes["references"][0]["source"]) == ("generate", "template")
    assert notes["checks"][0]["status"] == "no_findings"
    assert {risk["risk"] for risk in notes["risks"]} == {"read-only", "changes state"}
    chunks = events(ask(client, model=ASSISTANT, messages=asked, stream=True))
    said = "".join(choice["delta"].get("content") or "" for chunk in chunks for choice in chunk["choices"])
    assert said.startswith("**ConfigMap settings**")
    told = [chunk["assistant"] for chunk in chunks if "assistant" in chunk]
    assert told[0]["references"] == notes["references"]
    assert [risk for each in told for risk in each["risks"]] == notes["risks"]


def test_a_stop_string_or_a_form_of_its_own_leaves_the_beginning_out(client):
    asked = [{"role": "user", "content": "write a configmap named settings with LOG_LEVEL=debug"}]
    stopped = ask(client, model=ASSISTANT, messages=asked, stop=["data:"]).json()["choices"][0]["message"]
    assert "ConfigMap" not in stopped["content"]
    assert stopped["assistant"]["references"]
    form = ask(client, model=ASSISTANT, messages=asked, response_format={"type": "json_object"}, max_tokens=200)
    assert form.json()["choices"][0]["message"]["content"].lstrip().startswith("{")


def test_behind_what_code_knows_the_model_has_one_paragraph(small_server):
    """Of a model that is made to say nothing but line feeds, none is left."""
    asked = {"model": ASSISTANT, "messages": [{"role": "user", "content": "how do I list all pods?"}], "max_tokens": 50}
    with httpx.Client(base_url=small_server.url, timeout=60) as client:
        feeds = client.post("/tokenize", json={"content": "\n\n"}).json()["tokens"][1:]
        bias = {"logit_bias": {str(feeds[0]): 100}}
        body = client.post("/v1/chat/completions", json={**asked, **bias}).json()
    assert body["choices"][0]["finish_reason"] == "stop"
    assert body["usage"]["completion_tokens"] <= 3
    assert body["choices"][0]["message"]["content"].startswith("**")


def test_words_that_add_nothing_end_the_answer_unless_somebody_counts_tokens(client):
    asked = {"model": ASSISTANT, "messages": [{"role": "user", "content": "how do I list all pods?"}], "max_tokens": 600}
    body = ask(client, **asked).json()
    assert body["choices"][0]["finish_reason"] == "stop"
    assert body["usage"]["completion_tokens"] < 600
    lead = body["choices"][0]["message"]["content"]
    counted = ask(client, **asked | {"max_tokens": 40}, ignore_eos=True).json()
    assert counted["usage"]["completion_tokens"] == 40
    assert counted["choices"][0]["message"]["content"].startswith(lead.rstrip())


@pytest.mark.parametrize(
    "cut", [10, "LOG_LEVEL: ", "```", None], ids=["in a word", "in a block", "behind a fence", "at its end"]
)
def test_an_answer_that_was_cut_in_what_code_knows_goes_on_with_the_rest_of_it(client, cut):
    asked = [{"role": "user", "content": "write a configmap named settings with LOG_LEVEL=debug"}]
    whole = ask(client, model=ASSISTANT, messages=asked, temperature=0).json()["choices"][0]["message"]
    text = whole["content"]
    at = len(text) if cut is None else cut if isinstance(cut, int) else text.index(cut) + len(cut)
    begun = [*asked, {"role": "assistant", "content": text[:at]}]
    rest = ask(client, model=ASSISTANT, messages=begun, temperature=0, continue_final_message=True).json()["choices"][0][
        "message"
    ]
    assert rest["content"] == text[at:]
    ended = text[:at].count("```") // 2
    for kind in ("checks", "risks"):
        assert rest["assistant"][kind] == [note for note in whole["assistant"][kind] if note["block"] >= ended]
