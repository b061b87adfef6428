import copy
import json
import pickle
import shlex
import threading

import pytest
from ruamel.yaml import YAML

from assistant.redaction.placeholders import FOR_THE_MODEL, PLACEHOLDER, Redactions
from tests.redaction.templates import fill


def test_the_same_value_has_the_same_name_in_all_messages(redactor):
    redactions = Redactions()
    one, _ = fill("password: ⟦pw⟧", 1)
    other, _ = fill("password: ⟦pw⟧", 2)
    texts = [redactor.redact(text, redactions).text for text in (one, other, one)]
    assert texts == ["password: REDACTED_PASSWORD_1", "password: REDACTED_PASSWORD_2", "password: REDACTED_PASSWORD_1"]
    assert len(redactions) == 2


def test_a_name_that_somebody_wrote_before_is_given_to_no_secret(redactor):
    text, _ = fill("REDACTED_PASSWORD_1 was in the old log. password: ⟦pw⟧", 1)
    assert redactor.redact(text).text == "REDACTED_PASSWORD_1 was in the old log. password: REDACTED_PASSWORD_2"


@pytest.mark.parametrize(
    "text", ["password: REDACTED_PASSWORD_1", "curl -u bob:REDACTED_PASSWORD_12 x", "password=[REDACTED]", "pw: ****"]
)
def test_what_was_redacted_before_is_left_alone(redactor, text):
    assert redactor.redact(text).text == text


def test_a_name_survives_what_it_is_quoted_in():
    name = Redactions().placeholder("aws_access_key", "x")
    assert PLACEHOLDER.fullmatch(name)
    assert shlex.split(f"echo {name}") == ["echo", name] == shlex.split(shlex.join(["echo", name]))
    assert YAML(typ="safe").load(f"a: {name}") == {"a": name}
    assert json.dumps(name) == f'"{name}"'
    assert "REDACTED_PASSWORD_1" in FOR_THE_MODEL


def test_nothing_shows_or_keeps_a_value(redactor):
    redactions = Redactions()
    text, [password] = fill("password: ⟦pw⟧", 1)
    redacted = redactor.redact(text, redactions)
    assert password not in repr(redacted) + repr(redactions) + str(vars(redactions))
    for copied in (pickle.dumps, copy.deepcopy):
        with pytest.raises(TypeError):
            copied(redactions)


def test_one_redactor_serves_many_threads(redactor):
    redactions, texts = Redactions(), [fill("password: ⟦pw⟧", seed)[0] for seed in range(20)]
    results: list[list[str]] = [[] for _ in range(4)]

    def work(result: list[str]) -> None:
        result.extend(redactor.redact(text, redactions).text for text in texts)

    threads = [threading.Thread(target=work, args=(result,)) for result in results]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results[0] == results[1] == results[2] == results[3]
    assert len(set(results[0])) == len(redactions) == 20
