"""Who visits: one run's connections, the names it has resolved, and whose turn it is at each host."""

import asyncio
import socket
import weakref
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Self

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from django.conf import settings
from yarl import URL

from kentongan import __version__
from kentongan.core.outside import Destination, names, read_address
from kentongan.core.outside.tls import tls_context
from kentongan.harvest.fetching.unpacking import ACCEPTED

# A stage's names, as ``settings.HARVEST_STAGE`` has them: suffix to address and port on this machine.
Stage = Mapping[str, tuple[str, int]]

_VISITS = 200
# Beyond so many open ones a connection is given up after its answer instead of waiting for the next.
_KEPT = 256
# Names are resolved by threads: an unknown one can take many seconds.
_RESOLVERS = 64
# A connection that does not come about within this many seconds, and a silence in the middle of an answer.
PATIENCE_TO_CONNECT = 10
PATIENCE_TO_READ = 10
_WANTED = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"
_HEAD_LINE = 8190
_HEAD_LINES = 100


def agent() -> str:
    """How we introduce ourselves, with an address where people learn who asks and how to reach them."""
    ours = f"+{settings.ORIGIN}/tentang/; " if settings.ORIGIN else ""
    contact = f"; {settings.HARVEST_CONTACT}" if settings.HARVEST_CONTACT else ""
    return f"Kentongan/{__version__} ({ours}panen kabar KIM{contact})"


class Visitors:
    """Open once a run: ``async with Visitors() as visitors``. Belongs to one event loop."""

    def __init__(self) -> None:
        self._stage: Stage = settings.HARVEST_STAGE
        self.room = asyncio.Semaphore(_VISITS)
        self._turns: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        self._sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()

    async def __aenter__(self) -> Self:
        self._resolver = _Resolver(self._stage)
        connector = aiohttp.TCPConnector(
            resolver=self._resolver,
            socket_factory=self._socket,
            ssl=tls_context(),
            # Turns and room are ours to give: whoever waits for them loses no patience.
            limit=0,
            ttl_dns_cache=600,
            keepalive_timeout=5,
        )
        self.http = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": agent(), "Accept": _WANTED, "Accept-Encoding": ACCEPTED},
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=PATIENCE_TO_CONNECT, sock_read=PATIENCE_TO_READ),
            auto_decompress=False,
            trust_env=False,
            max_line_size=_HEAD_LINE,
            max_field_size=_HEAD_LINE,
            max_headers=_HEAD_LINES,
        )
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.http.close()
        await self._resolver.close()

    def destination(self, address: str) -> Destination:
        """Where the address leads, if we may go there at all; a Refusal else."""
        return read_address(address, ports=settings.HARVEST_PORTS, own=tuple(self._stage))

    def request(self, to: Destination) -> tuple[URL, dict[str, str]]:
        """What to ask, and the heads that go with it. A name on the stage is asked by http at the stage's port."""
        # More would not be closed for a while, and every process has a limit of them.
        headers = {"Connection": "close"} if len(self._sockets) > _KEPT else {}
        if staged := on_stage(to.host, self._stage):
            headers["Host"] = to.netloc
            return URL(f"http://{to.host}:{staged[1]}{to.target}", encoded=True), headers
        return URL(str(to), encoded=True), headers

    def turn(self, host: str) -> asyncio.Lock:
        """Alone with this host: one visit at a time, by whatever scheme."""
        return self._turns.setdefault(host, asyncio.Lock())

    def _socket(self, info: tuple) -> socket.socket:
        """The last door: whatever led here, nothing is connected to that was not checked."""
        family, kind, protocol, _name, where = info
        if where[:2] not in self._stage.values():
            names.checked(where[0], where[0])
        made = socket.socket(family, kind, protocol)
        made.setblocking(False)
        self._sockets.add(made)
        return made


def on_stage(host: str, stage: Stage) -> tuple[str, int] | None:
    for name, where in stage.items():
        if host == name or host.endswith(f".{name}"):
            return where
    return None


class _Resolver(AbstractResolver):
    """Gives the connector checked addresses only."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._threads = ThreadPoolExecutor(_RESOLVERS, "names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if staged := on_stage(host, self._stage):
            found = [staged[0]]
        else:
            loop = asyncio.get_running_loop()
            found = await loop.run_in_executor(self._threads, names.addresses_of, host, port)
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for address in found
        ]

    async def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
