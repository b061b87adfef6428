"""Token ids to text while they come, never half a character."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer as Backend

_REPLACEMENT = "\ufffd"


class Detokenizer:
    """Decodes one answer; the pieces of text together are the text of all its tokens.

    Text is held back while the last bytes do not make a whole character. Each piece is the difference between
    decoding a window of tokens with and without the newest ones, since decoders treat the first token of a text
    in their own way; the window starts at the tokens of the last piece.
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._window: list[int] = []
        self._shown = 0  # tokens at the start of the window whose text was given out

    def push(self, ids: Iterable[int]) -> str:
        """Take the next ids and give the text that is certain now."""
        self._window.extend(ids)
        text = self._decode(self._window)
        if text.endswith(_REPLACEMENT):
            return ""
        return self._advance(text)

    def finish(self) -> str:
        """Give what was held back; bytes that never became a character come as U+FFFD."""
        return self._advance(self._decode(self._window))

    def _advance(self, text: str) -> str:
        before = self._decode(self._window[: self._shown])
        self._window = self._window[self._shown :]
        self._shown = len(self._window)
        return text[len(before) :]

    def _decode(self, ids: list[int]) -> str:
        return str(self._backend.decode(ids, skip_special_tokens=True))
