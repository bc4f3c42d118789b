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
# Servers that pack in blocks send one for each 64 KiB or so.
_MEMBERS = 1000


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
            raise Failed(Trouble.UNREADABLE, f"Content-Encoding: {encoding[:40]!a}")
        self._limit = limit
        self._taken = 0
        self._body = bytearray()
        # None until the first byte has come, and where nothing has to be unpacked.
        self._unpack: Any = None

    def add(self, data: bytes) -> None:
        if not data:
            return
        if not self._taken:
            self._begin(data)
        self._taken += len(data)
        if self._taken > self._limit:
            # Also where nothing comes out of it.
            raise self._too_large()
        for piece in self._unpacked(data) if self._unpack else [data]:
            self._body += piece
            if len(self._body) > self._limit:
                raise self._too_large()
            if len(self._body) > max(MEBIBYTE, _RATIO * self._taken):
                raise Failed(Trouble.TOO_LARGE, f"{self._encoding} > {_RATIO} : 1")

    def is_whole(self) -> bool:
        """Whether the packing itself says that this was all."""
        return self._unpack is not None and self._unpack.is_at_end()

    def finish(self) -> bytes:
        """What was in it; Failed where the end is missing."""
        if self._unpack and not self._unpack.is_at_end():
            raise Failed(Trouble.UNREADABLE, self._encoding)
        return bytes(self._body)

    def _too_large(self) -> Failed:
        return Failed(Trouble.TOO_LARGE, f"> {self._limit / MEBIBYTE:.3g} MiB")

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
        self._begin_member()
        self._members = 1
        self._is_over = False
        # The first byte of what may be another member, where no more has come yet.
        self._held = b""

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof:
                data, self._held = self._held + data, b""
                if data == _GZIP[:1]:
                    self._held = data
                    return
                self._is_over = self._is_over or not data.startswith(_GZIP)
                if self._is_over:
                    return
                self._members += 1
                if self._members > _MEMBERS:
                    raise Failed(Trouble.UNREADABLE, f"gzip > {_MEMBERS}")
                self._begin_member()
            yield from super().pieces(data)
            data = self._stream.unused_data

    def _begin_member(self) -> None:
        self._stream = zlib.decompressobj(zlib.MAX_WBITS + 16)


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def pieces(self, data: bytes) -> Iterator[bytes]:
        while not self._stream.is_finished():
            piece = self._stream.process(data, output_buffer_limit=_STEP)
            yield piece
            if len(piece) < _STEP and self._stream.can_accept_more_data():
                break
            data = b""

    def is_at_end(self) -> bool:
        return self._stream.is_finished()
