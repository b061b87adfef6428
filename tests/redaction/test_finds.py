"""What is found and what is left alone, on texts of the field."""

import pytest

from tests.redaction import fresh, known, second_author, unseen
from tests.redaction.templates import fill, left

SEEDS = range(2)


@pytest.mark.parametrize("template", known.POSITIVES)
def test_no_piece_of_a_secret_stays(redactor, template):
    for seed in SEEDS:
        text, values = fill(template, seed)
        redacted = redactor.redact(text)
        assert values
        assert [piece for value in values if (piece := left(value, redacted.text))] == []
        assert redactor.redact(redacted.text).text == redacted.text


@pytest.mark.parametrize("template", known.LOOKALIKES)
def test_what_only_looks_like_a_secret_stays(redactor, template):
    for seed in SEEDS:
        text, _ = fill(template, seed)
        redacted = redactor.redact(text)
        assert redacted.text == text
        assert redacted.findings == ()


@pytest.mark.parametrize("seed", SEEDS)
def test_texts_that_were_written_after_the_rules_are_told_apart(redactor, seed):
    assert len(fresh.POSITIVES) >= 60
    assert len(fresh.LOOKALIKES) >= 60
    found = 0
    for template in fresh.POSITIVES:
        text, values = fill(template, seed)
        result = redactor.redact(text).text
        found += not any(left(value, result) for value in values)
        assert redactor.redact(result).text == result
    touched = sum(bool(redactor.redact(fill(template, seed)[0]).findings) for template in fresh.LOOKALIKES)
    assert found / len(fresh.POSITIVES) >= 0.95
    assert touched / len(fresh.LOOKALIKES) <= 0.02


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_stands_around_a_secret_stays(redactor, end):
    text, [password, token] = fill(f"a=1{end}password: ⟦pw⟧{end}é中🔑 x{end}token=⟦hex40⟧, y{end}", 1)
    redacted = redactor.redact(text)
    first, second = redacted.findings
    assert redacted.text == text.replace(password, first.placeholder).replace(token, second.placeholder)
    assert [text[finding.start : finding.end] for finding in redacted.findings] == [password, token]
    assert [(finding.type, finding.line) for finding in redacted.findings] == [("password", 2), ("token", 4)]


def test_a_private_key_is_one_word_in_its_place(redactor):
    begin, end = "-----BEGIN RSA PRIVATE KEY-----", "-----END RSA PRIVATE KEY-----"
    text, _ = fill(f"key: |\n    {begin}\n    ⟦pem_indented30⟧\n    {end}\nnext: 1\n", 3)
    assert redactor.redact(text).text == "key: |\n    REDACTED_PRIVATE_KEY_1\nnext: 1\n"


def test_the_same_key_has_the_same_name_in_a_file_and_in_json(redactor):
    begin, end = "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"
    plain, [lines] = fill(f"{begin}\n⟦pem20⟧\n{end}\n", 3)
    escaped = '{"private_key": "' + plain.replace("\n", "\\n") + '"}'
    assert lines in plain
    assert [f.placeholder for f in redactor.redact(plain + escaped).findings] == ["REDACTED_PRIVATE_KEY_1"] * 2


def test_text_after_a_key_that_lost_its_end_stays(redactor):
    text, _ = fill("-----BEGIN PRIVATE KEY-----\n⟦pem⟧\nand then the pod restarted twice\n", 3)
    assert redactor.redact(text).text == "REDACTED_PRIVATE_KEY_1\nand then the pod restarted twice\n"


def test_a_token_is_called_by_its_kind_wherever_it_stands(redactor):
    text, _ = fill("password: ghp_⟦alnum36⟧", 1)
    assert redactor.redact(text).text == "password: REDACTED_GITHUB_TOKEN_1"


@pytest.mark.parametrize("seed", SEEDS)
def test_texts_of_somebody_who_did_not_know_the_rules_are_told_apart(redactor, seed):
    positives, lookalikes = unseen.positives(seed), unseen.negatives(seed)
    assert (len(positives), len(lookalikes)) == (186, 162)
    found = sum(not left(secret, redactor.redact(text).text) for text, secret, _ in positives)
    assert found >= 0.95 * len(positives)
    assert sum(bool(redactor.redact(text).findings) for text in lookalikes) <= 0.02 * len(lookalikes)


@pytest.mark.parametrize("seed", SEEDS)
def test_texts_of_a_second_author_are_told_apart(redactor, seed):
    positives, lookalikes = second_author.build(seed)
    assert (len(positives), len(lookalikes)) == (120, 120)
    missed = [each.name for each in positives if any(left(secret, redactor.redact(each.text).text) for secret in each.secrets)]
    touched = [each.name for each in lookalikes if redactor.redact(each.text).text != each.text]
    assert len(missed) <= 0.02 * len(positives), missed
    assert len(touched) <= 0.01 * len(lookalikes), touched


def test_an_option_that_asks_for_a_secret_has_none_behind_it(redactor):
    for command in (
        "redis-cli --user app --askpass ping",
        "ansible-playbook --ask-become-pass site.yml",
        "x --prompt-password now1",
    ):
        assert not redactor.redact(command).findings
    assert redactor.redact("redis-cli --pass hunter2xyz9 ping").findings
