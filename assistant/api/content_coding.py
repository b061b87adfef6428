"""Bodies that came compressed (RFC 9110, section 8.4.1), decoded piece by piece."""

from __future__ import annotations

import zlib

_GZIP = zlib.MAX_WBITS | 16
_ZLIB = zlib.MAX_WBITS
_RAW = -zlib.MAX_WBITS
_MAX_MEMBERS = 1000  # of a gzip body: each costs a new state, however little it gives
_DEFLATED = 8  # the low half of the first byte of zlib's header (RFC 1950)


class Decoder:
    """Inflates `gzip`, with any number of members, or `deflate`, with zlib's header or as some clients send it without."""

    def __init__(self, coding: str, *, limit_bytes: int) -> None:
        """
        Args:
            limit_bytes: no more than one byte beyond it is ever inflated.
        """
        self._gzip = coding == "gzip"
        self._left = limit_bytes + 1
        self._inflate: zlib._Decompress | None = None  # none before the first byte
        self._members = 0

    def push(self, data: bytes) -> bytes:
        """What these bytes give; all that comes after the limit is dropped.

        Raises:
            zlib.error: they are damaged.
        """
        out = b""
        while data and self._left:
            inflate = self._ready(data)
            piece = inflate.decompress(data, self._left)
            self._left -= len(piece)
            out += piece
            data = inflate.unused_data
        return out

    def finish(self) -> None:
        """Note the end of the body.

        Raises:
            zlib.error: it ended too early.
        """
        if self._inflate and self._left and not self._inflate.eof:
            raise zlib.error("incomplete")

    def _ready(self, data: bytes) -> zlib._Decompress:
        """The state for these bytes: a new one at the start of a member."""
        if self._inflate is None or self._inflate.eof:
            if self._members == (_MAX_MEMBERS if self._gzip else 1):
                raise zlib.error("data after the end")
            self._members += 1
            deflate = _ZLIB if data[0] & 0x0F == _DEFLATED else _RAW
            self._inflate = zlib.decompressobj(_GZIP if self._gzip else deflate)
        return self._inflate
