import pytest

from assistant.chat.passage_excerpt import passage_excerpt


def test_what_is_short_stays_as_it_is():
    text = "Words.\n\n```bash\nls\n\nls -l\n```\n\n- a\n- b\n"
    assert passage_excerpt(text) == text


def test_what_is_long_ends_between_blocks():
    text = "\n\n".join(f"Paragraph {number}." for number in range(60))
    found = passage_excerpt(text)
    assert found.startswith("Paragraph 0.\n\nParagraph 1.")
    assert found.endswith("\n\n…\n")
    assert len(found.splitlines()) < 60


@pytest.mark.parametrize("fence", ["```", "`````"])
def test_a_long_block_of_code_is_cut_and_closed(fence):
    found = passage_excerpt(f"Do:\n\n{fence}bash\n" + "\n".join(f"echo {n}" for n in range(100)) + f"\n{fence}\n\nThen.\n")
    assert found.count(fence) == 2
    assert "echo 1\n" in found
    assert "echo 99" not in found
    assert "Then." not in found
    assert found.endswith(f"\n{fence}\n\n…\n")


@pytest.mark.parametrize("text", ["", "```", "```\n", "```bash\nls", "x" * 100_000, "\n" * 1000, "`````\n```\n`````\n"])
def test_any_text_has_a_bounded_excerpt(text):
    found = passage_excerpt(text)
    assert len(found) < 3_000
    assert found.endswith("\n")


def test_a_number_in_brackets_cites_nothing():
    found = passage_excerpt("See [2] and [1, 3], not `x[4]`.\n\n```bash\necho a[5]\n```\n")
    assert found == "See \\[2\\] and \\[1, 3\\], not `x[4]`.\n\n```bash\necho a[5]\n```\n"
