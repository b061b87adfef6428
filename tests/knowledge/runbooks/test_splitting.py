"""Documents cut into passages: headings, code, size, and the lines they stand on."""

from pathlib import PurePosixPath

import pytest

from assistant.knowledge.runbooks.splitting import split
from tests.knowledge.runbooks.conftest import FIXTURE


def pieces(text: str, path: str = "a/restart.md"):
    return split(text, PurePosixPath(path))


def test_headings_of_markdown_part_it_and_name_it():
    found = pieces("Before.\n\n# Payments\n\nAbout.\n\n## Roll *back* `api`\n\nDo.\n\n## Roll back api\n\nAgain.\n")
    assert [each.key for each in found] == ["", "payments", "roll-back-api", "roll-back-api-1"]
    assert [each.title for each in found] == [
        "Payments",
        "Payments",
        "Payments > Roll back api",
        "Payments > Roll back api",
    ]
    assert [each.line for each in found] == [1, 3, 7, 11]


def test_underlined_headings_and_front_matter():
    found = pieces("---\ntitle: 'The title'\nowner: x\n---\n\nText.\n\nPart one\n========\n\nA.\n\nPart two\n---\n\nB.\n")
    assert [(each.title, each.line) for each in found] == [
        ("The title", 1),
        ("The title > Part one", 8),
        ("The title > Part one > Part two", 13),
    ]


def test_what_looks_like_a_heading_in_code_is_none_and_code_stays_whole():
    code = "\n".join(f"# step {number}\nkubectl get pods -n ns{number}" for number in range(150))
    [found] = pieces(f"# Title\n\nFirst this:\n\n```bash\n{code}\n```\n")
    assert code in found.text
    assert found.text.count("```") == 2
    assert "kubectl get pods -n ns7" in found.commands


@pytest.mark.parametrize("fence", ["```", "~~~~", "1. ```", "   ```"])
def test_a_fence_that_is_not_closed_ends_with_the_file(fence):
    [found] = pieces(f"# T\n\n{fence}sh\nls\n")
    assert found.text.rstrip().endswith("```")
    assert found.text.count("```") == 2


def test_a_long_section_is_parted_between_paragraphs():
    paragraphs = [f"Paragraph {number}. " + "word " * 60 for number in range(40)]
    found = pieces("# T\n\n" + "\n\n".join(paragraphs))
    assert len(found) > 5
    assert [each.key for each in found][:3] == ["t", "t~2", "t~3"]
    assert all(len(each.text) < 2_500 for each in found)
    joined = "".join(each.text for each in found)
    assert all(paragraph.strip() in joined for paragraph in paragraphs)
    assert all(f"Paragraph {(each.line - 3) // 2}." in each.text for each in found[1:])


def test_restructured_text_has_titles_literal_blocks_and_directives():
    found = pieces(
        "=====\nTitle\n=====\n\nSee :ref:`other <x>` and ``cmd``.\n\nPart\n----\n\nRun::\n\n    first\n\n    second\n\n"
        ".. code-block:: bash\n   :linenos:\n\n   third\n\n.. note:: Beware\n   of this.\n\n.. image:: x.png\n\n"
        ".. a comment\n\nEnd.\n",
        "a.rst",
    )
    assert [each.title for each in found] == ["Title", "Title > Part"]
    assert "See other and `cmd`." in found[0].text
    assert "```\nfirst\n\nsecond\n```" in found[1].text
    assert "```bash\nthird\n```" in found[1].text
    assert "Beware" in found[1].text
    assert "x.png" not in found[1].text
    assert "comment" not in found[1].text
    assert found[1].line == 7


def test_plain_text_has_underlined_and_capital_headings_and_indented_code():
    found = pieces(
        "How we do it\n\nWords.\n\nFAIL OVER\n\n    ctl promote\n\n  - a list\n\nEnd\n---\n\n$ ctl status\n", "how.txt"
    )
    assert [each.title for each in found] == ["How we do it", "How we do it > Fail over", "How we do it > End"]
    assert "```\nctl promote\n```" in found[1].text
    assert "```console\n$ ctl status\n```" in found[2].text
    assert "ctl promote" in found[1].commands


@pytest.mark.parametrize("path", sorted(path.relative_to(FIXTURE).as_posix() for path in FIXTURE.rglob("*.*")))
def test_every_line_of_a_passage_stands_where_it_says(path):
    text = (FIXTURE / path).read_text()
    lines = text.splitlines()
    found = pieces(text, path)
    assert found
    assert len({each.key for each in found}) == len(found)
    for each in found:
        first = next(line for line in each.text.splitlines() if not line.startswith("```"))
        here = "\n".join(lines[each.line - 1 :])
        assert first.replace("`", "").strip()[:20] in here.replace("`", "")


@pytest.mark.parametrize("ending", [".md", ".txt", ".rst"])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n\n",
        "#",
        "# \n## \n",
        "```",
        "````\n```\n",
        "::\n",
        ".. \n",
        "..",
        "=\n=\n=\n",
        "===\n" * 2_000,
        "# " * 50_000,
        "#" * 100_000,
        " " * 100_000,
        "`" * 100_000,
        "<!--" * 30_000,
        "![" * 50_000,
        ":a" * 50_000,
        "[" * 100_000,
        "- " * 50_000,
        "x" * 1_000_000,
        "word " * 200_000,
        "# a\n" * 20_000,
        "```\n" * 20_001,
        "\x1b[31mred\x1b[0m \x07 \x00 \u202e\n",
        "# \U0001f525\n\n\U0001f680\n",
    ],
)
def test_any_text_is_parted_into_bounded_passages(ending, text):
    found = pieces(text, f"a{ending}")
    assert len(found) <= 2_000
    assert len({each.key for each in found}) == len(found)
    for each in found:
        assert len(each.text) < 15_000
        assert len(each.title) < 1_200
        assert "\x1b" not in each.text
        assert "\x00" not in each.text


def test_no_image_is_shown_and_no_comment():
    [found] = pieces("# T\n\nLook ![the graph](http://elsewhere.example/x.png) <!-- hidden\nwords --> here.\n")
    assert "elsewhere" not in found.text
    assert "hidden" not in found.text
    assert "the graph" in found.text
