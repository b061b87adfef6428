from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from assistant.checks.report import NotChecked
from assistant.checks.yaml_document import Place, YamlSyntax, read_documents

BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefg", "bcdefgh", strict=True)
)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**9), 10**9)
    | st.text("abcöß :#-'\"\n{}[]", max_size=12)
    | st.floats(-1e9, 1e9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc-", min_size=1, max_size=5), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=50)
@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), VALUES, min_size=1, max_size=4))
def test_what_another_library_wrote_is_read_as_it_was(value):
    out = StringIO()
    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.dump(value, out)
    [document] = read_documents(out.getvalue())
    assert document.value == value


def test_every_value_has_its_place():
    [document] = read_documents("a:\n  - b: 1\n    c: 'x'\n")
    assert document.values[("a", 0, "c")] == Place(3, 8, 3, 11, "x", plain=False)
    assert document.place(("a", 0, "c")).line == 3
    assert document.place(("a", 0, "missing", "too")).line == 2


def test_merge_keys_and_aliases_are_followed():
    [document] = read_documents("base: &base {a: 1, b: 2}\nother:\n  <<: *base\n  b: 3\n")
    assert document.value["other"] == {"a": 1, "b": 3}


def test_old_booleans_are_read_where_the_program_reads_them():
    assert read_documents("a: yes\non: off\n")[0].value == {"a": "yes", "on": "off"}
    assert read_documents("a: yes\non: off\n", old_booleans=True)[0].value == {"a": True, "on": False}


def test_tags_of_other_programs_are_no_errors():
    [document] = read_documents("a: !vault |\n  abc\nb: !reference [x, y]\nc: !!str 1\n")
    assert document.value["c"] == "1"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b: c\n", 1),
        ("a:\n  - b\n c: d\n", 3),
        ("a: [1, 2\nb: 3\n", 1),
        ('a: 1\nb: "x\nc: 2\n', 2),
        ("a: *b\n", 1),
        ("a: 1\n\tb: 2\n", 2),
    ],
)
def test_a_syntax_error_has_its_line(text, line):
    with pytest.raises(YamlSyntax) as raised:
        read_documents(text)
    assert raised.value.finding.line == line


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[" * 5000, "nested deeper"),
        ("a: &a\n  b: *a\n", "inside of what it means"),
        ("a: \x01\n", r"U\+0001"),
        (BOMB, "expand"),
    ],
)  # fmt: skip
def test_what_is_beyond_all_use_is_not_checked(text, reason):
    with pytest.raises(NotChecked, match=reason):
        read_documents(text)
