"""Filling slots: each value stays one value, whatever it is."""

import json
import re
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from assistant.errors import InvalidParameter
from assistant.knowledge.slots.slot import KINDS, Slot
from assistant.knowledge.templates import Template, fill

TEXTS = st.text(
    st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" '\"\\$`!;&|{}#%~=*"), min_size=1, max_size=40
).filter(lambda text: KINDS["text"].fullmatch(text) and not text.startswith("-"))


def filled(text, value=None, kind="text", language="bash", example="x"):
    template = Template("t", "read-only", language, text, (), "", 1)
    return fill(template, {"v": Slot("v", kind, example, "m")}, {} if value is None else {"v": value}).text


def words(script):
    """What bash makes of the arguments of a command that we wrote."""
    run = subprocess.run(["bash", "-c", script], capture_output=True, check=True, env={"HOME": "/home/me"})
    return run.stdout.decode().split("\0")[:-1]


@pytest.mark.parametrize("place", ["{{v}}", "'{{v}}'", '"{{v}}"', "a{{v}}b", "--x='a {{v}}'"])
def test_a_value_stays_one_word_of_bash(place):
    for value in [
        "it's",
        "$(id)",
        "`id`",
        "a;b",
        'say "x"',
        "back\\slash",
        "$HOME",
        "a b",
        "*",
        "{a,b}",
        "#no",
        "x\\",
        "'",
        "=ls",
    ]:
        expected = re.sub(r"['\"]", "", place).replace("{{v}}", value)
        assert words(f"printf '%s\\0' {filled(place, value)}") == [expected]


@given(TEXTS)
def test_any_text_parses_back_from_yaml_and_json(value):
    assert YAML(typ="safe", pure=True).load(filled("a: {{v}}\nb: [{{v}}, 1]\n", value, language="yaml")) == {
        "a": value,
        "b": [value, 1],
    }
    assert json.loads(filled('{"a": "{{v}}"}', value, language="json")) == {"a": value}


@pytest.mark.parametrize("value", ["true", "no", "1", "1.10", "0x1F", "1e3", "null", "2026-01-02", "12:30:45", "~x", "a:"])
def test_a_name_stays_text_in_yaml(value):
    assert YAML(typ="safe", pure=True).load(filled("a: {{v}}", value, language="yaml")) == {"a": value}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "-rf"),
        ("text", "a\nb"),
        ("text", "a\0b"),
        ("text", "x" * 501),
        ("name", "a b"),
        ("name", "--all"),
        ("name", ""),
        ("namespace", "Prod"),
        ("port", "0"),
        ("port", "65536"),
        ("port", "٣"),
        ("number", "1;id"),
        ("duration", "1" * 400 + "x"),
        ("image", "nginx;id"),
        ("path", "-x"),
        ("path", "/a b"),
        ("host", "a$b"),
        ("url", "http://a b"),
        ("schedule", "* * * *"),
        ("label", "app"),
    ],
)
def test_a_value_of_another_kind_is_refused(kind, value):
    with pytest.raises(InvalidParameter) as error:
        Slot("v", kind, "x", "m").check(value)
    assert error.value.param == "v"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("bash", "cat <<EOF\n{{v}}\nEOF"),
        ("bash", "bash -c 'echo {{v}}'"),
        ("bash", "ssh host echo {{v}}"),
        ("bash", "x=\"$(grep '{{v}}' f)\""),
        ("bash", "# {{v}}"),
        ("nginx", "root {{v}};"),
        ("hcl", 'a = "{{v}}"'),
        ("yaml", "a: x{{v}}"),
        ("sql", "SELECT {{v}}"),
        ("ini", "A={{v}}"),
        ("dockerfile", "RUN {{v}}"),
        ("promql", 'up{a="{{v}}"}'),
    ],
)
def test_a_text_that_could_break_out_is_refused(language, text):
    with pytest.raises(InvalidParameter, match="cannot stand safely"):
        filled(text, "a'b\"${x}`;%", language=language)


def test_a_slot_without_a_value_holds_its_example_and_is_named():
    template = Template("t", "read-only", "bash", "a {{v}} {{w}}", (), "", 1)
    slots = {name: Slot(name, "name", f"example-{name}", "m") for name in "vw"}
    result = fill(template, slots, {"w": "mine", "other": "x"})
    assert (result.text, result.examples) == ("a example-v mine", ("v",))


@pytest.mark.parametrize("text", ["{{.Name}}", "{{end}}", "{{else}}", "${{ github.sha }}", "{{ var }}"])
def test_templates_of_other_tools_are_left_as_they_are(text):
    assert filled(f"x '{text}' {{{{v}}}}", "y") == f"x '{text}' y"
