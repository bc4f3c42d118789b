"""A server of invented feeds for the benchmark, in a process of its own: ``python -m bench.feeds_server PORT FEEDS``.

Any name answers; the path says which feed (/0 and on). Every other one is Atom. Knows ETags, and says so at once.
"""

import asyncio
import datetime as dt
import hashlib
import random
import re
import sys
from email.utils import format_datetime
from html import escape

from bench.public import WORDS

ENTRIES = 10
_DAY = 86_400
_NEWEST = 1_758_700_000
_PATH = re.compile(rb"(?:GET|HEAD) (\S+) ")
_KNOWN = re.compile(rb"\r\nif-none-match:\s*(\S+)", re.I)


def feed(number: int) -> bytes:
    """The same for a number, always, and no text twice."""
    chance = random.Random(number)
    return (_atom if number % 2 else _rss)(number, [_entry(number, nth, chance) for nth in range(ENTRIES)])


def _entry(number: int, nth: int, chance: random.Random) -> tuple[str, str, int]:
    title = " ".join(chance.choices(WORDS, k=7)).capitalize()
    body = "".join(f"<p>{' '.join(chance.choices(WORDS, k=45)).capitalize()}.</p>" for _ in range(3))
    return f"{title} {number}.{nth}", body, _NEWEST - nth * _DAY - number


def _rss(number: int, entries: list[tuple[str, str, int]]) -> bytes:
    items = "".join(
        f"<item><title>{title}</title><link>http://127.0.0.1/{number}/kabar/{at}</link><guid>{number}-{at}</guid>"
        f"<pubDate>{_stamp(at)}</pubDate><description>{escape(body)}</description></item>\n"
        for title, body, at in entries
    )
    return f'<?xml version="1.0"?>\n<rss version="2.0"><channel><title>KIM {number}</title>\n{items}</channel></rss>'.encode()


def _atom(number: int, entries: list[tuple[str, str, int]]) -> bytes:
    items = "".join(
        f"<entry><id>tag:{number},{at}</id><title>{title}</title><published>{dt.datetime.fromtimestamp(at, dt.UTC).isoformat()}</published>"
        f'<link rel="alternate" href="http://127.0.0.1/{number}/kabar/{at}"/><content type="html">{escape(body)}</content></entry>\n'
        for title, body, at in entries
    )
    return f'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><title>KIM {number}</title>\n{items}</feed>'.encode()


def _stamp(at: int) -> str:
    return format_datetime(dt.datetime.fromtimestamp(at, dt.UTC))


class _Talk(asyncio.Protocol):
    """One connection; answers each request as it comes."""

    answers: dict[bytes, tuple[bytes, bytes, bytes]] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport, self.come = transport, b""

    def data_received(self, data: bytes) -> None:
        self.come += data
        while (end := self.come.find(b"\r\n\r\n")) >= 0:
            asked, self.come = self.come[:end], self.come[end + 4 :]
            self.transport.write(self._answer(asked))  # type: ignore[attr-defined]

    def _answer(self, asked: bytes) -> bytes:
        path = _PATH.match(asked)
        whole, etag, unchanged = self.answers.get(path[1] if path else b"", (_MISSING, b"", b""))
        known = _KNOWN.search(asked)
        return unchanged if known and known[1] == etag else whole


_MISSING = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _prepared(number: int) -> tuple[bytes, bytes, bytes]:
    body = feed(number)
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'.encode()
    kind = b"application/atom+xml" if number % 2 else b"application/rss+xml"
    head = b"ETag: " + etag + b"\r\n"
    whole = b"HTTP/1.1 200 OK\r\n%sContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s" % (head, kind, len(body), body)
    return whole, etag, b"HTTP/1.1 304 Not Modified\r\n%s\r\n" % head


async def _serve(port: int, feeds: int) -> None:
    _Talk.answers = {f"/{number}".encode(): _prepared(number) for number in range(feeds)}
    server = await asyncio.get_running_loop().create_server(_Talk, "127.0.0.1", port, backlog=1024)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1]), int(sys.argv[2])))
