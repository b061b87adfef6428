import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.checks.fences import FencedBlock, FenceSplitter

PIECES = [
    "```",
    "~~~",
    "````",
    "```yaml\n",
    "- ",
    "1. ",
    "2) ",
    "> ",
    " ",
    "  ",
    "\n",
    "\n\n",
    "a",
    "# h",
    "b\n",
    "```\n",
    "***\n",
    "`",
]
MARKDOWN = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def blocks(*pieces: str) -> list[FencedBlock]:
    splitter = FenceSplitter()
    return [block for piece in pieces for block in splitter.feed(piece)] + splitter.finish()


@given(MARKDOWN)
def test_the_blocks_are_those_of_commonmark(text):
    text += "\n"
    tokens = MarkdownIt("commonmark").parse(text)
    expected = [(token.info.strip(" \t"), token.content) for token in tokens if token.type == "fence"]
    assert [(block.info, block.text) for block in blocks(text)] == expected


@given(st.lists(st.sampled_from([*PIECES, "\r\n", "\r", "\t", "é", "\u2028"]), max_size=14).map("".join), st.data())
def test_however_the_text_is_cut_the_blocks_are_the_same(text, data):
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    assert blocks(*pieces) == blocks(text) == blocks(*text)


@given(MARKDOWN)
def test_a_block_lies_where_it_says(text):
    for block in blocks(text):
        assert text[block.start : block.end].lstrip(" >-*+0123456789.)\t")[:3] in ("```", "~~~")
        if block.text.strip():
            line = text.split("\n")[block.line - 1]
            assert line.endswith(block.text.split("\n")[0].lstrip())


def test_a_block_is_given_as_soon_as_it_is_closed():
    splitter = FenceSplitter()
    assert splitter.feed("Text\n```sh\nls\n``") == []
    [block] = splitter.feed("`\nmore")
    assert block == FencedBlock("sh", "ls\n", line=3, start=5, end=18)
    assert splitter.finish() == []


@pytest.mark.parametrize("marker", [">", "> ", "1. "])
def test_a_line_of_markers_alone_takes_no_time(marker):
    began = time.perf_counter()
    assert blocks(marker * (1_000_000 // len(marker)) + "\n```sh\nls\n```\n")[-1].text == "ls\n"
    assert time.perf_counter() - began < 2


def test_a_block_that_is_never_closed_ends_with_the_text():
    [block] = blocks("```yaml\na: 1\n")
    assert (block.text, block.closed) == ("a: 1\n", False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("````md\n```sh\nls\n```\n````\n", [("md", "```sh\nls\n```\n")]),
        ("~~~\n```\n~~~\n", [("", "```\n")]),
        ("1. Do:\n\n   ```bash\n   ls -l\n     x\n   ```\n", [("bash", "ls -l\n  x\n")]),
        ("- a\n  - b\n    ```\n    c\n    ```\n", [("", "c\n")]),
        ("> ```\n> a\n\n```\nb\n```\n", [("", "a\n"), ("", "b\n")]),
        ("``` `a` ```\n", []),
        ("    ```\n    a\n    ```\n", []),
        ("```yaml title=\"a b.yaml\" {1,3}\na: 1\n```\n", [('yaml title="a b.yaml" {1,3}', "a: 1\n")]),
        ("```\r\na\r\n```\r\n", [("", "a\n")]),
        ("", []),
    ],
)  # fmt: skip
def test_examples(text, expected):
    assert [(block.info, block.text) for block in blocks(text)] == expected
