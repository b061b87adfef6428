"""Token ids to text while they come, never half a character."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from tokenizers import Tokenizer as Backend

MARKS = range(0xDC00, 0xE000)
"""Characters that stand for control tokens: halves of surrogate pairs, which no bytes of a model ever become."""

_ANY_MARK = re.compile(f"[{chr(MARKS[0])}-{chr(MARKS[-1])}]")
_REPLACEMENT = "\ufffd"
_SENTENCE_PIECE_SPACE = "\u2581"
_SENTENCE_PIECE_DECODERS = {"Replace", "Metaspace", "ByteFallback", "Fuse", "Strip"}
_BYTE_TOKEN = re.compile(r"<0x([0-9A-F]{2})>")


class Detokenizer(Protocol):
    """Decodes one answer; the pieces of text together are the text of all its tokens, for any tokens.

    Text is held back while the last bytes may become a character with the next ones.
    """

    def push(self, ids: Iterable[int]) -> str:
        """Take the next ids and give the text that is certain now."""
        ...

    def finish(self) -> str:
        """Give what was held back; bytes that never became a character come as U+FFFD."""
        ...


def detokenizers(backend: Backend) -> Callable[[], Detokenizer]:
    """What makes a detokenizer for each answer of a model; they share what is known of its tokens."""
    if _decoder(backend).get("type") == "ByteLevel":
        token_bytes = TokenBytes(backend)
        return lambda: ByteLevelDetokenizer(token_bytes)
    specials = _special_ids(backend)
    byte_ids = {number for byte in range(256) if (number := backend.token_to_id(f"<0x{byte:02X}>")) is not None}
    return lambda: WindowDetokenizer(backend, specials, byte_ids)


def without_marks(text: str) -> str:
    """The text without what stands for control tokens."""
    return _ANY_MARK.sub("", text)


def token_spelling(backend: Backend) -> Callable[[int], bytes]:
    """What gives the bytes of single tokens, as they are inside a text; control tokens are spelt as they are named."""
    controls = {number: token.content.encode() for number, token in backend.get_added_tokens_decoder().items() if token.special}
    if _decoder(backend).get("type") == "ByteLevel":
        token_bytes = TokenBytes(backend)
        return lambda token_id: controls.get(token_id) or token_bytes[token_id]

    def spelling(token_id: int) -> bytes:
        token = backend.id_to_token(token_id) or ""
        if byte := _BYTE_TOKEN.fullmatch(token):
            return bytes([int(byte[1], 16)])
        return controls.get(token_id) or token.replace(_SENTENCE_PIECE_SPACE, " ").encode()

    return spelling


def spells_text(backend: Backend) -> bool:
    """Whether a text is what `token_spelling` gives for its tokens, one after the other, but for a space at its beginning."""
    decoder = _decoder(backend)
    kinds = {part.get("type") for part in decoder.get("decoders", [decoder])}
    return kinds == {"ByteLevel"} or (("ByteFallback" in kinds or "Metaspace" in kinds) and kinds <= _SENTENCE_PIECE_DECODERS)


class MarkingDetokenizer:
    """Shows a mark in the place of some control tokens, which are no text to any other detokenizer."""

    def __init__(self, text: Detokenizer, marks: Mapping[int, str]) -> None:
        """
        Args:
            text: of all other tokens; taken over.
            marks: by token, see `MARKS`.
        """
        self._text = text
        self._marks = marks

    def push(self, ids: Iterable[int]) -> str:
        shown = ""
        for token_id in ids:
            mark = self._marks.get(token_id)
            shown += self._text.push([token_id]) if mark is None else self._text.finish() + mark
        return shown

    def finish(self) -> str:
        return self._text.finish()


class TokenBytes(dict[int, bytes]):
    """The bytes that each token of a byte-level model stands for, found at its first use; none for control tokens."""

    def __init__(self, backend: Backend) -> None:
        super().__init__(dict.fromkeys(_special_ids(backend), b""))
        self._backend = backend

    def __missing__(self, token_id: int) -> bytes:
        token = self._backend.id_to_token(token_id) or ""  # the model may have more rows than the tokenizer has tokens
        try:
            found = bytes(_BYTE_OF[character] for character in token)
        except KeyError:  # an added token is spelt as it is
            found = token.encode()
        self[token_id] = found
        return found


class ByteLevelDetokenizer:
    """For models whose tokens are bytes, such as Llama 3: the bytes one after the other are UTF-8."""

    def __init__(self, token_bytes: TokenBytes) -> None:
        self._bytes = token_bytes
        self._utf8 = codecs.getincrementaldecoder("utf-8")("replace")

    def push(self, ids: Iterable[int]) -> str:
        known = self._bytes
        return self._utf8.decode(b"".join([known[token_id] for token_id in ids]))

    def finish(self) -> str:
        return self._utf8.decode(b"", final=True)


class WindowDetokenizer:
    """For all other models: each piece is the difference between decoding a window of tokens with and without the newest.

    The window starts at the tokens of the last piece, since decoders treat the first token of a text in their own way.
    Bytes are held back to the end of their run: one wrong byte makes a run of U+FFFD of all of it.
    """

    def __init__(self, backend: Backend, specials: Collection[int], byte_ids: Collection[int]) -> None:
        self._backend = backend
        self._specials = specials
        self._byte_ids = byte_ids
        self._window: list[int] = []
        self._shown = 0  # tokens at the start of the window whose text was given out

    def push(self, ids: Iterable[int]) -> str:
        self._window += [token_id for token_id in ids if self._has_text(token_id)]
        if not self._window or self._window[-1] in self._byte_ids:
            return ""
        text = self._decode(self._window)
        return "" if text.endswith(_REPLACEMENT) else self._advance(text)

    def finish(self) -> str:
        return self._advance(self._decode(self._window))

    def _has_text(self, token_id: int) -> bool:
        return token_id not in self._specials and self._backend.id_to_token(token_id) is not None

    def _advance(self, text: str) -> str:
        piece = text[len(self._decode(self._window[: self._shown])) :]
        if piece:
            self._window = self._window[self._shown :]
            self._shown = len(self._window)
        return piece

    def _decode(self, ids: list[int]) -> str:
        return str(self._backend.decode(ids, skip_special_tokens=True))


def _decoder(backend: Backend) -> dict[str, Any]:
    return json.loads(backend.decoder.__getstate__()) if backend.decoder else {}


def _special_ids(backend: Backend) -> set[int]:
    return {token_id for token_id, token in backend.get_added_tokens_decoder().items() if token.special}


def _byte_of() -> dict[str, int]:
    """The characters that byte-level tokens are spelt with: printable bytes as themselves, the others from U+0100 on.

    See `bytes_to_unicode` in the encoder of GPT-2 (https://github.com/openai/gpt-2).
    """
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = sorted(set(range(0x100)) - set(printable))
    return {chr(byte): byte for byte in printable} | {chr(0x100 + index): byte for index, byte in enumerate(others)}


_BYTE_OF = _byte_of()
