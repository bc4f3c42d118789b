"""One visit: ask, follow where it leads, unpack what comes, and name what went wrong."""

import asyncio
import errno
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from django.utils import timezone

from kentongan.core.outside import Destination, OutsideError, Refusal
from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching import answers
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

    return asyncio.run(once())


async def _follow(
    address: str, session: Visitors, headers: dict[str, str], limit_bytes: int, patience: float, at_door: Door | None
) -> Fetched:
    asked, is_for_ever, spent = address, True, 0.0
    home = session.destination(address).host
    for hop in range(REDIRECTS + 1):
        to = session.destination(address)
        if at_door and to.host != home:
            await at_door(address)
        async with session.turn(to.host), session.room:
            begun = time.monotonic()
            async with asyncio.timeout(patience - spent):
                status, said, body = await _ask(to, session, headers, limit_bytes)
            spent += time.monotonic() - begun
        if status not in answers.REDIRECTS:
            return Fetched(
                asked=asked,
                address=str(to),
                status=status,
                content_type=_kept(said, "Content-Type", 200),
                body=body,
                etag=_kept(said, "ETag", 300),
                last_modified=_kept(said, "Last-Modified", 100),
                moved=str(to) if hop and is_for_ever else "",
            )
        address = answers.next_address(str(to), said.get("Location", ""))
        is_for_ever = is_for_ever and status in answers.PERMANENT
    raise Failed(Trouble.REDIRECTS, f"> {REDIRECTS}")


async def _ask(
    to: Destination, session: Visitors, headers: dict[str, str], limit_bytes: int
) -> tuple[int, Mapping[str, str], bytes]:
    url, ours = session.request(to)
    async with session.http.get(url, headers=headers | ours, allow_redirects=False) as response:
        status = response.status
        if status in answers.REDIRECTS or (status == 304 and _is_conditional(headers)):
            return status, response.headers, b""
        answers.refuse(status, response.headers, now=timezone.now())
        return status, response.headers, await _read(response, limit_bytes)


async def _read(response: aiohttp.ClientResponse, limit_bytes: int) -> bytes:
    if (response.content_length or 0) > limit_bytes:
        raise Failed(Trouble.TOO_LARGE, f"{(response.content_length or 0) / MEBIBYTE:.3g} MiB")
    unpacker = Unpacker(response.headers.get("Content-Encoding", ""), limit_bytes)
    try:
        async for piece in response.content.iter_any():
            unpacker.add(piece)
    except aiohttp.ClientPayloadError:
        # Some servers name the length of what they packed, and send less; where the packing is whole, so is the answer.
        if not unpacker.is_whole():
            raise
    return unpacker.finish()


def _is_conditional(headers: Mapping[str, str]) -> bool:
    return "If-None-Match" in headers or "If-Modified-Since" in headers


def _kept(headers: Mapping[str, str], name: str, length: int) -> str:
    """What may be kept and sent back one day; what is too long to be kept whole is not kept."""
    value = headers.get(name, "")
    return value if len(value) <= length and value.isprintable() and value.isascii() else ""


def failure(error: Exception) -> Failed:
    """Whatever the network says, in the words of the harvest. The order is from the special to the general."""
    for kinds, trouble in _TROUBLES:
        if isinstance(error, kinds):
            return Failed(trouble, _detail(error))
    return Failed(Trouble.UNREADABLE, type(error).__name__)


_TROUBLES: list[tuple[tuple[type[Exception], ...], Trouble]] = [
    ((Refusal, aiohttp.InvalidURL), Trouble.ADDRESS),
    ((OutsideError, aiohttp.ClientConnectorDNSError), Trouble.NAME),
    ((aiohttp.ClientSSLError, ssl.SSLError), Trouble.SECURITY),
    ((aiohttp.ConnectionTimeoutError,), Trouble.CONNECT),
    ((TimeoutError,), Trouble.TIMEOUT),
    # An answer that is no HTTP, or ends before its end.
    ((aiohttp.ClientPayloadError, aiohttp.ClientResponseError), Trouble.UNREADABLE),
    ((aiohttp.ClientError, OSError), Trouble.CONNECT),
]


def _detail(error: Exception) -> str:
    """A bare fact, the same in every language."""
    if isinstance(error, OutsideError):
        return error.what
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return str(getattr(error.certificate_error, "verify_message", ""))
    if isinstance(error, TimeoutError):
        return ""
    return errno.errorcode.get(getattr(error, "errno", None) or 0, type(error).__name__)
