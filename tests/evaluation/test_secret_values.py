import re

import pytest

from evaluation import filler
from evaluation.secret_values import KINDS, fill, leaked


def test_values_are_the_same_for_one_seed_and_others_for_another():
    text = "a=<<password>> b=<<password>> c=<<password:2>> d=<<aws_access_key>>"
    filled, secrets = fill(text, "1")
    assert fill(text, "1") == (filled, secrets)
    assert len(secrets) == 3
    first, same, second, key = re.fullmatch(r"a=(\S+) b=(\S+) c=(\S+) d=(\S+)", filled).groups()
    assert first == same != second
    assert re.fullmatch(r"AKIA[A-Z2-7]{16}", key)
    assert not set(secrets) & set(fill(text, "2")[1])


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_makes_values_that_cannot_be_guessed(kind):
    values = {fill(f"<<{kind}>>", str(seed))[1][0] for seed in range(20)}
    assert len(values) == 20
    assert all(len(value) >= 12 for value in values)


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        fill("<<pasword>>", "1")


def test_a_leak_is_the_whole_or_half_of_it():
    _, [secret] = fill("<<github_token>>", "1")
    assert leaked(secret, f"x {secret} y")
    assert leaked(secret, secret[5:27])
    assert not leaked(secret, secret[:12] + "..." + secret[-4:])
    _, [key] = fill("<<rsa_key>>", "1")
    assert leaked(key, key.splitlines()[3])
    assert not leaked(key, "-----BEGIN RSA PRIVATE KEY-----")


def test_long_logs_are_the_same_every_time_and_have_the_lines_that_were_asked_for():
    text = filler.fill("<<lines:500>>\nERROR here\n<<lines:20>>", "case")
    assert text == filler.fill("<<lines:500>>\nERROR here\n<<lines:20>>", "case")
    assert len(text.splitlines()) == 521
    assert not re.search("error(?! here)", text, re.IGNORECASE)
