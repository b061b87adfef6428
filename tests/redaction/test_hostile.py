"""Texts that are made to be slow, huge or strange: each ends in time (the runner's limit), with everything else unchanged."""

import random

import pytest

SIZE = 12_000
UNITS = [
    "a", " ", "\n", "password", "password=", "password: ", 'password="', "password is ", "password for a b c d e ", '\\"password\\":\\\\\\"', "://", "a://b:c@", "a://b:c",
    "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "name: password\n", 'name="password" ', "apiVersion: v1\ndata:\n", '"data":{"a":"b","kind":', "eyJ", "eyJhbGc.",
    " -p", "mysql -p x ", "echo a ", 'variable "password" { ', "cookie: a=b; ", "sk-", "xox", "glpat-", "ghp_", "redacted_", "REDACTED_", "\x1b[", "\x00", "İ", "<password>",
    "'" * 3, "\\" * 3, "authorization: ", "az keyvault secret ", "$(", "{{", "token.", "key_", "-", "_", "0123456789:", "kind: Secret\ndata:\n  a: ",
    "user a on >", "user a on >abcd ~", "a:b@", "a:bcd@tcp(", "a/bcd@", "passwords:\n- a\n", "passwords: [", "passwords: [a, ", "reset the password to ", "password for a is ", "rocommunity ",
    "passphrase: aaa bbb ", "add_argument('--token', ", "arn:", "arn:a:secret:", "snmp-server host a ", "«", "the password «a", "dp.pt.",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_repeated_a_thousand_times(redactor, unit):
    text = unit * (SIZE // len(unit))
    redacted = redactor.redact(text)
    assert len(redacted.text) <= 3 * len(text)
    assert redactor.redact(redacted.text).text == redacted.text


def test_any_bytes_pass(redactor):
    rng = random.Random(1)
    text = "".join(
        chr(rng.choice((rng.randrange(128), rng.randrange(0x3000), 0xDC80 + rng.randrange(64)))) for _ in range(20_000)
    )
    assert len(redactor.redact(text).text) > 15_000


def test_a_value_without_end_is_replaced_when_it_begins(redactor):
    stream = redactor.stream()
    given_out = stream.feed("password=")
    for _ in range(1000):
        given_out += stream.feed("aB3" * 100)
    given_out += stream.feed(" rest") + stream.close()
    assert given_out == "password=REDACTED_PASSWORD_1 rest"
