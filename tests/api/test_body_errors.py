"""What clients read where a body is wrong: the field, and words that are not of our libraries."""

import pytest

from tests.api.asking import ask, error_of

HELLO = {"role": "user", "content": "hello"}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"messages": []}, "messages: List should have at least 1 item, not 0."),
        ({"messages": ["hello"]}, "messages[0]: Input should be an object."),
        ({"messages": [{"role": "user", "content": None}]}, "messages[0].content: Field required, and not null."),
        ({"messages": [{"role": "user"}]}, "messages[0].content: Field required, and not null."),
        ({"response_format": {"type": "xml"}}, "response_format: 'type' should be one of"),
        ({"response_format": {}}, "response_format: 'type' is missing."),
        ({"max_tokens": "five"}, "max_tokens: Input should be a valid integer."),
        ({"seed": 1.5}, "seed: Input should be a valid integer."),
        ({"stop": ["x"] * 17}, "stop: List should have at most 16 items, not 17."),
    ],
)
def test_the_message_names_the_field_and_says_what_it_should_be(client, fields, message):
    told = error_of(ask(client, **fields))
    assert told["message"].startswith(message)
    assert told["param"] == message.partition(":")[0]


def test_of_too_many_prompts_the_number_is_told(client):
    response = client.post("/v1/completions", json={"model": "devops-assistant", "prompt": ["a"] * 129})
    assert error_of(response)["message"] == "prompt: List should have at most 128 items, not 129."
