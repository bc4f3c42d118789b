"""Bounded unpacking: no answer grows beyond its limit, whatever it claims to be. Pure."""

import zlib
from collections.abc import Iterator
from typing import Any

import brotli

from kentongan.harvest.enums import Trouble
from kentongan.harvest.rules.shapes import Failed

ACCEPTED = "gzip, deflate, br"
MEBIBYTE = 1024 * 1024
_STEP = 256 * 1024
# Feeds pack to a tenth or a twentieth; what packs to less than a two-hundredth is a bomb, or nothing worth reading.
_RATIO = 200
_GZIP = b"\x1f\x8b"


def unpack(data: bytes, encoding: str, limit: int) -> bytes:
    """All of it at once."""
    unpacker = Unpacker(encoding, limit)
    unpacker.add(data)
    return unpacker.finish()


class Unpacker:
    """Takes an answer piece by piece; Failed as soon as it is too large, a bomb, or broken."""

    def __init__(self, encoding: str, limit: int) -> None:
        self._encoding = encoding.strip().lower().removeprefix("x-")
        if self._encoding not in {"", "identity", "gzip", "deflate", "br"}:
            raise Failed(Trouble.UNREADABLE, f"Content-Encoding: {encoding[:40]}")
        self._limit = limit
        self._taken = 0
        self._size = 0
        self._pieces: list[bytes] = []
        # None until the first byte has come, and where nothing has to be unpacked.
        self._unpack: Any = None

    def add(self, data: bytes) -> None:
        if not data:
            return
        if not self._taken:
            self._begin(data)
        self._taken += len(data)
        for piece in self._unpacked(data) if self._unpack else [data]:
            self._size += len(piece)
            if self._size > self._limit:
                raise Failed(Trouble.TOO_LARGE, f"> {self._limit / MEBIBYTE:.3g} MiB")
            if self._size > MEBIBYTE and self._size > _RATIO * self._taken:
                raise Failed(Trouble.TOO_LARGE, f"{self._encoding} > {_RATIO} : 1")
            self._pieces.append(piece)

    def finish(self) -> bytes:
        """What was in it; Failed where the end is missing."""
        if self._unpack and not self._unpack.is_at_end():
            raise Failed(Trouble.UNREADABLE, self._encoding)
        return b"".join(self._pieces)

    def _begin(self, first: bytes) -> None:
        # Some servers name a packing and send plain text; they are read all the same.
        if self._encoding == "gzip" and first.startswith(_GZIP[: len(first)]):
            self._unpack = _Gzip()
        elif self._encoding == "deflate":
            self._unpack = _Deflate(first)
        elif self._encoding == "br":
            self._unpack = _Brotli()

    def _unpacked(self, data: bytes) -> Iterator[bytes]:
        try:
            yield from self._unpack.pieces(data)
        except (zlib.error, brotli.error) as error:
            raise Failed(Trouble.UNREADABLE, self._encoding) from error


class _Deflate:
    """With a head, as the standard says, or without, as many servers send it."""

    def __init__(self, first: bytes) -> None:
        has_head = first[0] & 0x0F == 8 and (len(first) < 2 or int.from_bytes(first[:2], "big") % 31 == 0)
        self._stream = zlib.decompressobj(zlib.MAX_WBITS if has_head else -zlib.MAX_WBITS)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        # What is left when the limit of a step is reached may be input or only output that has not been given out yet.
        while not self._stream.eof:
            piece = self._stream.decompress(data, _STEP)
            yield piece
            data = self._stream.unconsumed_tail
            if len(piece) < _STEP and not data:
                break

    def is_at_end(self) -> bool:
        return self._stream.eof


class _Gzip(_Deflate):
    """One member after another; what follows the last and is none is no part of it."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS + 16)

    def pieces(self, data: bytes) -> Iterator[bytes]:
        yield from super().pieces(data)
        while self._stream.eof and (rest := self._stream.unused_data or data).startswith(_GZIP):
            self._stream = zlib.decompressobj(zlib.MAX_WBITS + 16)
            yield from super().pieces(rest)


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while not self._stream.is_finished():
            yield self._stream.process(data, output_buffer_limit=_STEP)
            if self._stream.can_accept_more_data():
                break
            data = b""

    def is_at_end(self) -> bool:
        return self._stream.is_finished()
