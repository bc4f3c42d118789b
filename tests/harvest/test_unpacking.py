"""Unpacking within limits: what servers pack comes out whole, bombs and broken packings do not."""

import contextlib
import gzip
import tracemalloc
import zlib
from collections.abc import Iterable

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching.unpacking import MEBIBYTE, Unpacker, unpack
from kentongan.harvest.rules.shapes import Failed

# Of the size of a feed, and not so even that it would pass for a bomb.
FEED = b"".join(b"<item><title>Kabar %d</title><guid>%d</guid></item>" % (n, n * 7919) for n in range(20_000))
LIMIT = 10 * MEBIBYTE


def raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(wbits=-15)
    return stream.compress(data) + stream.flush()


PACKED = {
    "": FEED,
    "identity": FEED,
    "gzip": gzip.compress(FEED),
    "GZIP ": gzip.compress(FEED),
    "x-gzip": gzip.compress(FEED),
    "deflate": zlib.compress(FEED),
    "br": brotli.compress(FEED, quality=5),
}


def in_pieces(data: bytes, size: int) -> Iterable[bytes]:
    return (data[at : at + size] for at in range(0, len(data), size))


@pytest.mark.parametrize("size", [1_000_000_000, 65536, 1000, 7])
@pytest.mark.parametrize("encoding", PACKED)
def test_what_was_packed_comes_out_whole(encoding: str, size: int) -> None:
    unpacker = Unpacker(encoding, LIMIT)
    for piece in in_pieces(PACKED[encoding], size):
        unpacker.add(piece)
    assert unpacker.finish() == FEED


def test_deflate_without_its_head() -> None:
    assert unpack(raw_deflate(FEED), "deflate", LIMIT) == FEED


@pytest.mark.parametrize("size", [1_000_000_000, 1000, 1])
def test_gzip_of_several_members(size: int) -> None:
    packed = gzip.compress(FEED[:500]) + gzip.compress(b"") + gzip.compress(FEED[500:900])
    unpacker = Unpacker("gzip", LIMIT)
    for piece in in_pieces(packed, size):
        unpacker.add(piece)
    assert unpacker.finish() == FEED[:900]


@pytest.mark.parametrize("after", [b"\0" * 512, b"<!-- cached -->"])
def test_what_follows_the_end_of_gzip_is_no_part_of_it(after: bytes) -> None:
    assert unpack(gzip.compress(FEED) + after, "gzip", LIMIT) == FEED


def test_servers_that_say_gzip_and_send_plain_text() -> None:
    assert unpack(FEED, "gzip", LIMIT) == FEED
    assert unpack(b"", "gzip", LIMIT) == b""
    assert unpack(b"", "br", LIMIT) == b""


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(FEED)[:-20]),
        ("gzip", gzip.compress(FEED)[:5]),
        ("gzip", gzip.compress(FEED)[:500] + b"\xff" * 500),
        ("gzip", gzip.compress(b"desa")[:-8] + b"\0" * 8),
        ("deflate", zlib.compress(FEED)[:-20]),
        ("deflate", FEED),
        ("br", brotli.compress(FEED)[:-20]),
        ("br", FEED),
        ("zstd", FEED),
        ("gzip, br", FEED),
        ("\x1b[31m", FEED),
    ],
    # What is packed knows the second it was packed in; workers must agree on names.
    ids=lambda value: value if isinstance(value, str) else "packed",
)
def test_broken_packings_are_unreadable(encoding: str, data: bytes) -> None:
    with pytest.raises(Failed) as caught:
        unpack(data, encoding, LIMIT)
    assert caught.value.trouble == Trouble.UNREADABLE


BOMBS = {
    "gzip": gzip.compress(b"\0" * 100 * MEBIBYTE),
    "deflate": zlib.compress(b"\0" * 100 * MEBIBYTE),
    "br": brotli.compress(b"\0" * 100 * MEBIBYTE, quality=5),
}


@pytest.mark.parametrize("encoding", BOMBS)
def test_a_bomb_goes_off_in_a_small_room(encoding: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(Failed) as caught:
            unpack(BOMBS[encoding], encoding, LIMIT)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.trouble == Trouble.TOO_LARGE
    assert most < LIMIT + 2 * MEBIBYTE


def test_a_bomb_within_a_bomb_is_unpacked_once() -> None:
    assert unpack(gzip.compress(BOMBS["gzip"]), "gzip", LIMIT) == BOMBS["gzip"]


@pytest.mark.parametrize("encoding", PACKED)
def test_what_is_larger_than_its_limit(encoding: str) -> None:
    assert unpack(PACKED[encoding], encoding, len(FEED)) == FEED
    with pytest.raises(Failed) as caught:
        unpack(PACKED[encoding], encoding, len(FEED) - 1)
    assert caught.value.trouble == Trouble.TOO_LARGE


@pytest.mark.parametrize("data", [gzip.compress(b"") * 20_000, gzip.compress(b"desa") * 20_000], ids=["empty", "small"])
def test_nobody_sends_thousands_of_members(data: bytes) -> None:
    with pytest.raises(Failed, match="gzip"):
        unpack(data, "gzip", LIMIT)


def test_a_packing_out_of_which_nothing_comes_ends_all_the_same() -> None:
    empty_blocks = b"\x00\x00\x00\xff\xff" * 250_000
    with pytest.raises(Failed) as caught:
        unpack(gzip.compress(b"")[:10] + empty_blocks, "gzip", MEBIBYTE)
    assert caught.value.trouble == Trouble.TOO_LARGE


def test_after_the_end_nothing_begins_again() -> None:
    unpacker = Unpacker("gzip", LIMIT)
    for piece in (gzip.compress(b"desa"), b"\0", gzip.compress(b"kota")):
        unpacker.add(piece)
    assert unpacker.finish() == b"desa"


@given(
    st.sampled_from(["", "gzip", "deflate", "br"]),
    st.sampled_from([b"", b"\x1f\x8b\x08", b"x\x9c"]),
    st.binary(max_size=300),
)
def test_anything_ends_as_bytes_or_as_a_plain_trouble(encoding: str, head: bytes, data: bytes) -> None:
    with contextlib.suppress(Failed):
        assert isinstance(unpack(head + data, encoding, LIMIT), bytes)
