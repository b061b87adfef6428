import pytest
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from assistant.knowledge import front_matter, handbook


def parsed(lines: list[str]) -> object:
    return YAML(typ="base").load("\n".join(lines))


def test_front_matter_of_all_entries_is_read_as_the_yaml_it_is():
    paths = sorted(handbook.FOLDER.glob("*/*.md"))
    assert len(paths) > 100
    for path in paths[::8]:
        lines = path.read_text().splitlines()
        front = lines[1 : lines.index("---", 1)]
        assert front_matter.read(front) == parsed(front), path


@pytest.mark.parametrize(
    "line",
    [
        "  - plain words, with a comma",
        "  - what's this #1 thing",
        "  - a:b and http://x.example/y",
        "  - trailing spaces   ",
        '  - "quoted: with \\"quotes\\" and \\\\ in it"',
        '  - "an escape\\tof another kind"',
        "  - 'single ''quoted'' twice'",
        "  - 'single # quoted'",
        "  - words # and a comment",
        "  - {a: b}",
        "  - [a, b]",
        "  - \\backslash",
        "  - -flag",
        "  - ~",
        "  - null",
        "  - 12",
        "  - !tag x",
        "  - |",
        "  -  two spaces",
        "  # a comment",
        "",
    ],
)
def test_a_line_in_any_style_is_read_as_the_yaml_it_is(line):
    lines = ["tasks:", "  - first", line, "  - last"]
    assert front_matter.read(lines) == parsed(lines)


@pytest.mark.parametrize(
    "line",
    [
        "  name: [name, web, the name]",
        '  name: [text, "a, b", "what: it is"]',
        "  name: [path, ~/.ssh/id, the key#file]",
        "  name: [image, nginx:1.28, the image]",
        "  name: [a, b]",
        "  name: {a: b}",
        "  name: [a, [b], c]",
        "  name: plain",
        "  n-a: [a, b, c]",
        "  name: [a, b, c] # comment",
        "  name: [a,b,c]",
        "  name: [label, a=b, x]",
        "  name: [text, '', x]",
    ],
)
def test_a_slot_in_any_style_is_read_as_the_yaml_it_is(line):
    lines = ["tasks:", "  - first", "slots:", line, "  other: [name, x, y]"]
    assert front_matter.read(lines) == parsed(lines)


@pytest.mark.parametrize("line", ["  name: [path, /x, the key # file]", "  name: [a, b", "  - twice", '  - "open', "\t- tab"])
def test_what_is_no_yaml_is_an_error(line):
    with pytest.raises(MarkedYAMLError):
        front_matter.read(["tasks:", "  - first", "slots:", line, "  other: [name, x, y]"])
