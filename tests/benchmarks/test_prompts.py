import pytest
from tokenizers import Tokenizer

from benchmarks.prompts import Chat, log_lines, prefix, prompt
from tests.llama import tokenizer_file


@pytest.fixture(scope="module")
def chat():
    def render(messages):
        return "".join(f"<{m['role']}>\n{m['content']}\n" for m in messages)

    return Chat(Tokenizer.from_file(str(tokenizer_file())), render)


@pytest.mark.parametrize("tokens", [128, 1000, 4000])
def test_a_prompt_has_exactly_the_tokens_that_were_asked_for(chat, tokens):
    assert chat.count(prompt(chat, "seed", tokens)) == tokens
    assert chat.count(prefix(chat, "seed", tokens)) == tokens


def test_the_same_seed_gives_the_same_prompt_and_another_gives_another_from_its_first_words(chat):
    assert prompt(chat, "a", 128) == prompt(chat, "a", 128)
    starts = {prompt(chat, f"seed {i}", 128)[0]["content"][:20] for i in range(200)}
    assert len(starts) == 200


def test_an_impossible_length_is_refused(chat):
    with pytest.raises(ValueError, match="no text of 5 tokens"):
        prompt(chat, "a", 5)


def test_log_lines_look_like_a_log():
    lines = log_lines("a", 50).splitlines()
    assert len(lines) == 50
    assert all(line.startswith("2026-03-") for line in lines)
