"""Who visits: one run's connections, the names it has resolved, and whose turn it is at each host."""

import asyncio
import contextlib
import time
import weakref
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

from django.conf import settings

from kentongan import __version__
from kentongan.core.outside import Destination, names, read_address
from kentongan.core.outside.tls import tls_context
from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching.connections import Answer, Begin, Connection, Gone
from kentongan.harvest.fetching.unpacking import ACCEPTED
from kentongan.harvest.rules.shapes import Failed

# A stage's names, as ``settings.HARVEST_STAGE`` has them: suffix to address and port on this machine.
Stage = Mapping[str, tuple[str, int]]
_At = tuple[str, str, int]

_VISITS = 200
# Connections that wait for another question, and seconds for which they may.
_KEPT = 100
_KEPT_SECONDS = 5
# Seconds for which a name stands for the same addresses.
_NAMES_SECONDS = 600
# Names are resolved by threads: an unknown one can take many seconds.
_RESOLVERS = 64
# A connection that does not come about within this many seconds, and a silence in the middle of an answer.
PATIENCE_TO_CONNECT = 10
PATIENCE_TO_READ = 10
_WANTED = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.8, */*;q=0.5"


def agent() -> str:
    """How we introduce ourselves, with an address where people learn who asks and how to reach them."""
    ours = f"+{settings.ORIGIN}/tentang/; " if settings.ORIGIN else ""
    contact = f"; {settings.HARVEST_CONTACT}" if settings.HARVEST_CONTACT else ""
    return f"Kentongan/{__version__} ({ours}panen kabar KIM{contact})"


class Visitors:
    """Open once a run: ``async with Visitors() as visitors``. Belongs to one event loop."""

    def __init__(self) -> None:
        self._stage: Stage = settings.HARVEST_STAGE
        self._head = {"User-Agent": agent(), "Accept": _WANTED, "Accept-Encoding": ACCEPTED}
        self.room = asyncio.Semaphore(_VISITS)
        self._turns: weakref.WeakValueDictionary[str, asyncio.Lock] = weakref.WeakValueDictionary()
        # By scheme, host and port, the oldest first, each with the moment until which it may be used again.
        self._kept: dict[_At, tuple[Connection, float]] = {}
        self._names: dict[str, tuple[list[str], float]] = {}
        self._resolvers = ThreadPoolExecutor(_RESOLVERS, "names")

    async def __aenter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        return self

    async def __aexit__(self, *_error: object) -> None:
        self._resolvers.shutdown(wait=False, cancel_futures=True)
        for connection, _until in self._kept.values():
            connection.close()
        # What is closed is gone in the loop's next round.
        await asyncio.sleep(0)

    def destination(self, address: str) -> Destination:
        """Where the address leads, if we may go there at all; a Refusal else."""
        return read_address(address, ports=settings.HARVEST_PORTS, own=tuple(self._stage))

    def turn(self, host: str) -> asyncio.Lock:
        """Alone with this host: one visit at a time, by whatever scheme."""
        return self._turns.setdefault(host, asyncio.Lock())

    async def ask(self, to: Destination, head: Mapping[str, str], begin: Begin) -> Answer:
        """What is there, for a question with these lines in its head besides ours. Raises what ``Connection.ask`` does."""
        lines = [f"GET {to.target} HTTP/1.1", f"Host: {to.netloc}"]
        lines += [f"{name}: {value}" for name, value in {**self._head, **head}.items()]
        if not all(map(str.isprintable, lines)):
            raise Failed(Trouble.ADDRESS)
        question = "\r\n".join([*lines, "", ""]).encode()
        at = (to.scheme, to.host, to.port)
        kept, until = self._kept.pop(at, (None, 0.0))
        if kept and time.monotonic() > until:
            kept.close()
        if kept:
            with contextlib.suppress(Gone):
                return await self._ask(kept, at, question, begin)
        return await self._ask(await self._connect(to), at, question, begin)

    async def _ask(self, connection: Connection, at: _At, question: bytes, begin: Begin) -> Answer:
        try:
            return await connection.ask(question, begin, silence=PATIENCE_TO_READ)
        finally:
            if connection.is_open:
                self._kept[at] = connection, time.monotonic() + _KEPT_SECONDS
                if len(self._kept) > _KEPT:
                    self._kept.pop(next(iter(self._kept)))[0].close()

    async def _connect(self, to: Destination) -> Connection:
        """A connection to one of the name's addresses. A name on the stage is asked by http at the stage's port."""
        tls: dict[str, Any] = {}
        if staged := on_stage(to.host, self._stage):
            addresses, port = [staged[0]], staged[1]
        else:
            # The last door: whatever led here, nothing is connected to that was not checked.
            addresses = [names.checked(address, to.host) for address in await self._addresses(to.host, to.port)]
            port = to.port
            if to.scheme == "https":
                tls = {"ssl": tls_context(), "server_hostname": to.host}
        failure: OSError | None = None
        for address in addresses:
            try:
                # A dead one leaves time for the next.
                async with asyncio.timeout(PATIENCE_TO_CONNECT / len(addresses)):
                    return (await self._loop.create_connection(Connection, address, port, **tls))[1]
            except OSError as error:
                failure = error
        if failure is None or isinstance(failure, TimeoutError):
            raise Failed(Trouble.CONNECT)
        raise failure

    async def _addresses(self, host: str, port: int) -> list[str]:
        """What the name stands for, all of it checked."""
        known, until = self._names.get(host, ([], 0.0))
        if time.monotonic() > until:
            known = await self._loop.run_in_executor(self._resolvers, names.addresses_of, host, port)
            self._names[host] = known, time.monotonic() + _NAMES_SECONDS
        return known


def on_stage(host: str, stage: Stage) -> tuple[str, int] | None:
    for name, where in stage.items():
        if host == name or host.endswith(f".{name}"):
            return where
    return None
