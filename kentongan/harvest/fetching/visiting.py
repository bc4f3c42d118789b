"""One visit: ask, follow where it leads, unpack what comes, and name what went wrong."""

import asyncio
import errno
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

import uvloop
from django.utils import timezone

from kentongan.core.outside import OutsideError, Refusal
from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching import answers
from kentongan.harvest.fetching.connections import Head
from kentongan.harvest.fetching.unpacking import MEBIBYTE, Unpacker
from kentongan.harvest.fetching.visitors import Visitors
from kentongan.harvest.rules.shapes import Failed, Fetched

LIMIT_BYTES = 10 * MEBIBYTE
PATIENCE = 20.0
REDIRECTS = 5
# Whether an address may be visited: nothing, or ``Failed``.
Door = Callable[[str], Awaitable[None]]
READER = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 13; SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36",
    "Referer": "https://www.google.com/",
    "Accept-Language": "id-ID,id;q=0.9",
}


async def visit(
    address: str,
    *,
    session: Visitors,
    etag: str = "",
    last_modified: str = "",
    limit_bytes: int = LIMIT_BYTES,
    patience: float = PATIENCE,
    as_reader: bool = False,
    at_door: Door | None = None,
) -> Fetched:
    """What the server answers now, unpacked; ``Failed`` and nothing else where that is nothing.

    ``patience`` is in seconds, for everything from the first name to the last byte; waiting for one's turn at a host is free.
    ``as_reader`` asks as a phone does that comes from a search engine: only to see whether readers are shown something else.
    ``at_door`` is asked before a redirect is followed to another host, and raises ``Failed`` where we may not enter.
    """
    headers = READER if as_reader else {}
    if etag:
        headers = headers | {"If-None-Match": etag}
    if last_modified:
        headers = headers | {"If-Modified-Since": last_modified}
    try:
        return await _follow(address, session, headers, limit_bytes, patience, at_door)
    except Failed:
        raise
    except Exception as error:
        raise failure(error) from error


def fetch_once(address: str, **options: Any) -> Fetched:
    """A single visit with the options of ``visit``, from code that waits for it."""

    async def once() -> Fetched:
        async with Visitors() as visitors:
            return await visit(address, session=visitors, **options)

    return uvloop.run(once())


async def _follow(
    address: str, session: Visitors, headers: dict[str, str], limit_bytes: int, patience: float, at_door: Door | None
) -> Fetched:
    asked, is_for_ever, spent = address, True, 0.0
    begin = partial(_body_of, is_conditional=_is_conditional(headers), limit_bytes=limit_bytes)
    home = session.destination(address).host
    for hop in range(REDIRECTS + 1):
        to = session.destination(address)
        if at_door and to.host != home:
            await at_door(address)
        async with session.turn(to.host), session.room:
            begun = time.monotonic()
            async with asyncio.timeout(patience - spent):
                status, said, body = await session.ask(to, headers, begin)
            spent += time.monotonic() - begun
        if status not in answers.REDIRECTS:
            return Fetched(
                asked=asked,
                address=str(to),
                status=status,
                content_type=_kept(said, "content-type", 200),
                body=body,
                etag=_kept(said, "etag", 300),
                last_modified=_kept(said, "last-modified", 100),
                moved=str(to) if hop and is_for_ever else "",
            )
        address = answers.next_address(str(to), said.get("location", ""))
        is_for_ever = is_for_ever and status in answers.PERMANENT
    raise Failed(Trouble.REDIRECTS, f"> {REDIRECTS}")


def _body_of(status: int, said: Head, *, is_conditional: bool, limit_bytes: int) -> Unpacker | None:
    """Where the answer's body goes, if it is wanted."""
    if status in answers.REDIRECTS or (status == 304 and is_conditional):
        return None
    answers.refuse(status, said, now=timezone.now())
    length = said.get("content-length", "")
    if length.isdecimal() and int(length) > limit_bytes:
        raise Failed(Trouble.TOO_LARGE, f"{int(length) / MEBIBYTE:.3g} MiB")
    return Unpacker(said.get("content-encoding", ""), limit_bytes)


def _is_conditional(headers: Mapping[str, str]) -> bool:
    return "If-None-Match" in headers or "If-Modified-Since" in headers


def _kept(said: Head, name: str, length: int) -> str:
    """What may be kept and sent back one day; what is too long to be kept whole is not kept."""
    value = said.get(name, "")
    return value if len(value) <= length and value.isprintable() and value.isascii() else ""


def failure(error: Exception) -> Failed:
    """Whatever the network says, in the words of the harvest. The order is from the special to the general."""
    for kind, trouble in _TROUBLES:
        if isinstance(error, kind):
            return Failed(trouble, _detail(error))
    return Failed(Trouble.UNREADABLE, type(error).__name__)


_TROUBLES: list[tuple[type[Exception], Trouble]] = [
    (Refusal, Trouble.ADDRESS),
    (OutsideError, Trouble.NAME),
    (ssl.SSLError, Trouble.SECURITY),
    (TimeoutError, Trouble.TIMEOUT),
    (OSError, Trouble.CONNECT),
]


def _detail(error: Exception) -> str:
    """A bare fact, the same in every language."""
    if isinstance(error, OutsideError):
        return error.what
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    if isinstance(error, TimeoutError):
        return ""
    return errno.errorcode.get(getattr(error, "errno", None) or 0, type(error).__name__)
