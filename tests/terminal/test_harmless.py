import unicodedata

import pytest

from assistant.terminal.harmless import harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain\ttext\n", "plain\ttext\n"),
        ("\x1b[31mred\x1b[0m", "\u241b[31mred\u241b[0m"),
        ("\x1b]0;title\x07", "\u241b]0;title\u2407"),
        ("real\rfake", "realfake"),
        ("line\r\n", "line\n"),
        ("\x9b2J", "<U+009B>2J"),
        ("a\x00b\x7f", "a\u2400b\u2421"),
        ("rm \u202egpj.x", "rm <U+202E>gpj.x"),
        ("ls\u200b -l", "ls<U+200B> -l"),
        ("half \ud800", "half <U+D800>"),
        ("\U000e0041", "<U+E0041>"),
        ("\U0001f469\u200d\U0001f4bb \u4f60\u597d \u00e9", "\U0001f469\u200d\U0001f4bb \u4f60\u597d \u00e9"),
    ],
)
def test_what_a_terminal_would_obey_or_hide_is_shown(text, shown):
    assert harmless(text) == shown
    assert "".join(map(harmless, text)) == shown  # in pieces too


def test_no_control_character_of_any_kind_is_left():
    everything = "".join(map(chr, range(0x110000)))
    kept = [c for c in harmless(everything) if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
    assert set(kept) == {"\t", "\n"}
