from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, decoders
from tokenizers import Tokenizer as Backend
from tokenizers.models import BPE
from tokenizers.pre_tokenizers import ByteLevel
from transformers.convert_slow_tokenizer import bytes_to_unicode

from assistant.model.detokenizer import (
    MARKS,
    ByteLevelDetokenizer,
    MarkingDetokenizer,
    WindowDetokenizer,
    detokenizers,
    spells_text,
    token_spelling,
    without_marks,
)


def byte_level() -> Backend:
    """Every byte as a token, and added tokens: one that is hidden, and two that are spelt as they are."""
    tokens = [*sorted(ByteLevel.alphabet()), "Ġa", "bc"]
    backend = Backend(BPE({token: index for index, token in enumerate(tokens)}, []))
    backend.decoder = decoders.ByteLevel()
    backend.add_tokens([AddedToken("<|end|>", special=True), AddedToken("two words"), AddedToken("Ġ漢")])
    return backend


def byte_fallback(*more: decoders.Decoder) -> Backend:
    """The way of Llama 2: pieces of text, and the bytes of what is in no piece."""
    tokens = ["<unk>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁", "▁▁", "▁a", "b", "é", "\ufffd"]
    backend = Backend(BPE({token: index for index, token in enumerate(tokens)}, [], unk_token="<unk>", byte_fallback=True))
    backend.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), *more])
    backend.add_tokens([AddedToken("<s>", special=True), AddedToken("<|x|>")])
    return backend


def metaspace() -> Backend:
    backend = byte_fallback()
    backend.decoder = decoders.Metaspace()
    return backend


BACKENDS = {
    "byte level": byte_level(),
    "byte fallback": byte_fallback(),
    "byte fallback, stripped": byte_fallback(decoders.Strip(" ", 1, 0)),
    "metaspace": metaspace(),
}


def in_pieces(backend: Backend, ids: list[int], size: int = 1) -> list[str]:
    decoder = detokenizers(backend)()
    return [decoder.push(ids[start : start + size]) for start in range(0, len(ids), size)] + [decoder.finish()]


def byte_ids(name: str, content: Iterable[int]) -> list[int]:
    """The tokens of single bytes; transformers knows independently of us how they are spelt."""
    spelling = bytes_to_unicode() if name == "byte level" else {byte: f"<0x{byte:02X}>" for byte in range(256)}
    return [BACKENDS[name].token_to_id(spelling[byte]) for byte in content]


# bytes of which some make characters and some do not, beside whole tokens
_BYTES = st.one_of(
    st.text(min_size=1, max_size=3).map(lambda text: list(text.encode("utf-8", "surrogatepass"))),
    st.lists(st.sampled_from([0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC3, 0xE0, 0xE6, 0xED, 0xF0, 0xF4, 0xFF]), max_size=4),
)


@pytest.mark.parametrize("name", BACKENDS)
@given(parts=st.lists(st.one_of(_BYTES, st.integers(0, 300)), max_size=8), size=st.integers(1, 3))
@settings(max_examples=300, deadline=None)
def test_any_tokens_come_in_pieces_as_they_come_at_once(name, parts, size):
    backend = BACKENDS[name]
    ids = [number for part in parts for number in ([part] if isinstance(part, int) else byte_ids(name, part))]
    assert "".join(in_pieces(backend, ids, size)) == backend.decode(ids, skip_special_tokens=True)


def pieces(content: bytes, cuts: list[int]) -> list[bytes]:
    ends = sorted({cut for cut in cuts if cut < len(content)} | {0, len(content)})
    return [content[start:end] for start, end in pairwise(ends)]


def of_pieces(parts: list[bytes]) -> tuple[Backend, list[int]]:
    """A byte-level model that has these pieces of bytes as its tokens, and their ids."""
    spelling = bytes_to_unicode()
    tokens = ["".join(spelling[byte] for byte in part) for part in parts]
    backend = Backend(BPE({token: index for index, token in enumerate(dict.fromkeys(tokens))}, []))
    backend.decoder = decoders.ByteLevel()
    return backend, [backend.token_to_id(token) for token in tokens]


@given(st.text(max_size=20), st.lists(st.integers(1, 80)), st.integers(1, 3))
@settings(deadline=None)
def test_a_text_cut_anywhere_into_tokens_comes_out_whole_and_without_broken_characters(text, cuts, size):
    backend, ids = of_pieces(pieces(text.encode(), cuts))
    shown = in_pieces(backend, ids, size)
    assert "".join(shown) == text
    assert shown[-1] == ""  # nothing was held back longer than needed
    for name in ("byte level", "byte fallback"):
        assert "".join(in_pieces(BACKENDS[name], byte_ids(name, text.encode()), size)) == text


@given(st.binary(max_size=20), st.lists(st.integers(1, 20)), st.integers(1, 3))
@settings(deadline=None)
def test_bytes_that_are_no_text_come_out_as_python_reads_them(content, cuts, size):
    backend, ids = of_pieces(pieces(content, cuts))
    assert "".join(in_pieces(backend, ids, size)) == content.decode("utf-8", "replace")


@pytest.mark.parametrize("name", ["byte level", "byte fallback"])
def test_half_a_character_waits_for_its_other_half(name):
    ids = [*byte_ids(name, "🦙".encode()), BACKENDS[name].token_to_id("b")]
    pieces = in_pieces(BACKENDS[name], ids)
    assert pieces[:3] == ["", "", ""]
    assert "".join(pieces) == "🦙b"


@pytest.mark.parametrize("name", ["byte level", "byte fallback"])
def test_half_a_character_at_the_end_is_shown_as_such(name):
    assert in_pieces(BACKENDS[name], byte_ids(name, [0xF0])) == ["", "\ufffd"]


def test_each_way_of_spelling_bytes_has_its_detokenizer():
    assert isinstance(detokenizers(BACKENDS["byte level"])(), ByteLevelDetokenizer)
    assert isinstance(detokenizers(BACKENDS["byte fallback"])(), WindowDetokenizer)


def test_answers_side_by_side_do_not_mix(embedded):
    one, other = embedded.tokenizer.detokenizer(), embedded.tokenizer.detokenizer()
    llama, word = embedded.tokenizer.encode("🦙"), embedded.tokenizer.encode("node")
    assert one.push(llama[:1]) == ""
    assert other.push(word) == "node"
    assert one.push(llama[1:]) == "🦙"


@pytest.mark.parametrize("name", ["byte level", "byte fallback"])
def test_a_mark_stands_for_its_control_token_alone(name):
    backend = BACKENDS[name]
    control = backend.token_to_id("<|end|>" if name == "byte level" else "<s>")
    letter, half = backend.token_to_id("b"), byte_ids(name, [0xF0])
    decoder = MarkingDetokenizer(detokenizers(backend)(), {control: chr(MARKS[3])})
    pieces = [decoder.push([token]) for token in (letter, control, letter, *half, control)] + [decoder.finish()]
    assert "".join(pieces) == f"b{chr(MARKS[3])}b\ufffd{chr(MARKS[3])}"
    assert without_marks("".join(pieces)) == "bb\ufffd"


@pytest.mark.parametrize("name", BACKENDS)
def test_a_text_is_what_its_tokens_are_spelt_as(name):
    backend = BACKENDS[name]
    assert spells_text(backend)
    spelling = token_spelling(backend)
    for number in range(backend.get_vocab_size()):
        found = spelling(number)
        if (
            not backend.get_added_tokens_decoder().get(number, AddedToken("")).special
            and found.isascii()
            and name != "metaspace"
        ):
            assert backend.decode([number, number]).lstrip(" ") == (found * 2).decode().lstrip(" ")


@pytest.mark.parametrize("decoder", [None, decoders.WordPiece(), decoders.BPEDecoder(), decoders.Fuse()])
def test_other_decoders_are_not_guessed_at(decoder):
    backend = Backend(BPE({"a": 0}, []))
    if decoder:
        backend.decoder = decoder
    assert not spells_text(backend)
