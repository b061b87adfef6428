"""Values that try to leave their place."""

import io
import json
import shlex

import hcl2
import pytest
import yaml

from assistant.errors import InvalidParameter
from assistant.generation import Kind, Parameters, complete, generate, kinds, parameters
from assistant.generation.quoting import crontab, hcl, nginx, systemd_environment
from tests.generation import checkers

HOSTILE = [
    'x"; rm -rf /',
    "../../etc/passwd",
    "a\nb: c",
    "$(reboot)",
    "`id`",
    "'; DROP TABLE x;--",
    "{{ evil }}",
    "${jndi:ldap://x}",
    "a" * 5000,
    "é\u202e",
    "-rf",
    "",
]


FIELDS = "name image namespace mount_path hosts schedule branch user upstreams metric region path tls_secret registry"


@pytest.mark.parametrize("field", FIELDS.split())
@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_refused(field, value):
    if field in {"hosts", "upstreams"}:
        value = (value,)
    with pytest.raises(InvalidParameter):
        Parameters(Kind.DEPLOYMENT, {field: value})


def test_a_field_that_does_not_exist_is_refused():
    with pytest.raises(InvalidParameter, match="nothing_like_it"):
        Parameters(Kind.SERVICE, {"nothing_like_it": 1})


FORMS = ('{} named "{}" please', "{} called {}", "{0} for {1} in namespace {1}")


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("form", FORMS)
def test_a_hostile_name_in_a_request_stays_out_of_the_file(kind, form):
    for value in HOSTILE[FORMS.index(form) :: 2]:
        generated = generate(kind, parameters(kind, form.format(kind, value)))
        for block in generated.blocks:
            assert "rm -rf" not in block.text or kind in {Kind.CRONTAB, Kind.SYSTEMD_SERVICE, Kind.SYSTEMD_TIMER}
            assert "../" not in block.text
            assert ".." not in block.file_name
            assert not block.file_name.startswith("/")


def test_a_name_that_had_to_change_is_told():
    generated = generate(Kind.DEPLOYMENT, parameters(Kind.DEPLOYMENT, 'deployment named "My App_2"'))
    assert "name: my-app-2" in generated.blocks[0].text
    assert any("'My App_2'" in sentence and "'my-app-2'" in sentence for sentence in generated.assumptions)


def test_free_text_is_quoted_in_every_format():
    nasty = 'say "hi"; $HOME ${x} %h %{y} \\ end'
    pod = generate(Kind.DEPLOYMENT, complete(Kind.DEPLOYMENT, {"name": "a", "env": {"X": nasty}, "command": nasty}))
    [document] = checkers.documents(pod.blocks[0].text)
    container = document["spec"]["template"]["spec"]["containers"][0]
    assert container["env"] == [{"name": "X", "value": nasty}]
    assert container["command"][-1] == nasty
    assert checkers.kubernetes(pod.blocks[0].text) == []

    dockerfile = generate(Kind.DOCKERFILE, complete(Kind.DOCKERFILE, {"stack": "go", "command": nasty})).blocks[0].text
    assert json.loads(dockerfile.splitlines()[-1].removeprefix("CMD "))[-1] == nasty

    unit = (
        generate(Kind.SYSTEMD_SERVICE, complete(Kind.SYSTEMD_SERVICE, {"name": "a", "env": {"X": nasty}, "command": nasty}))
        .blocks[0]
        .text
    )
    assert checkers.systemd(unit) == []
    assert "%%h" in unit
    assert "$$HOME" in unit

    compose = generate(Kind.COMPOSE, complete(Kind.COMPOSE, {"own_services": ("a",), "env": {"X": nasty}})).blocks[0].text
    assert checkers.documents(compose)[0]["services"]["a"]["environment"]["X"] == nasty.replace("$", "$$")

    assert hcl2.load(io.StringIO(f"a = {hcl(nasty)}\n"))
    assert hcl("${x}%{y}") == '"$${x}%%{y}"'
    assert nginx('a"; b') == '"a\\"; b"'
    assert shlex.split(systemd_environment("X", 'a "b" c')) == ['X=a "b" c']
    assert crontab("date +%F") == r"date +\%F"


def test_values_that_old_yaml_reads_as_something_else_stay_strings():
    values = {
        "A": "yes",
        "B": "0777",
        "C": "1e3",
        "D": "12:30:00",
        "E": "null",
        "F": "2024-01-01",
        "G": "0x1F",
        "H": "~",
        "I": "on",
        "J": "1_000",
        "K": " x ",
        "L": "- x",
        "M": "a: b #c",
    }
    text = generate(Kind.CONFIG_MAP, complete(Kind.CONFIG_MAP, {"keys": values})).blocks[0].text
    assert yaml.safe_load(text)["data"] == values
    assert checkers.documents(text)[0]["data"] == values


def test_secrets_of_a_request_never_reach_a_file():
    text = "with DB_PASSWORD=hunter2secret and API_TOKEN=tok3n5ecret, LOG=debug, DATABASE_URL=postgres://u:hunter2secret@db/x"
    for kind in kinds():
        generated = generate(kind, parameters(kind, f"{kind} {text}"))
        assert not any(secret in str(generated) for secret in ("hunter2secret", "tok3n5ecret")), kind


def test_parameters_of_another_kind_are_used_as_far_as_they_fit():
    read = parameters(Kind.DEPLOYMENT, "deployment for api on port 8080 in namespace dev with 3 replicas")
    text = generate(Kind.SERVICE, read).blocks[0].text
    assert "port: 8080" in text
    assert "namespace: dev" in text
