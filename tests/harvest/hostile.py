"""A real server on this machine that answers as badly as a test wants it to, and names that lead to it."""

import asyncio
import contextlib
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import pytest
import uvloop

from kentongan.harvest.fetching import Visitors, fetch_once
from kentongan.harvest.rules.shapes import Failed, Fetched

# Every name below it is answered by the server.
SUFFIX = "contoh.example"


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    host: str
    target: str
    # Names in lower case.
    headers: dict[str, str]


Answer = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Hostile:
    """``answers`` by path, or by host and path; whatever is not there is 404. ``asked`` is all that came, in order."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    # Those that nobody has closed yet.
    open: int = 0
    # How many requests of each host were answered at the same time, at most.
    busiest: dict[str, int] = field(default_factory=dict)
    port: int = 0
    _now: dict[str, int] = field(default_factory=dict)

    @property
    def stage(self) -> dict[str, tuple[str, int]]:
        return {SUFFIX: ("127.0.0.1", self.port)}

    def says(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> None:
        """Answer this path plainly; names of headers with _ for -."""
        self.answers[path] = plain(body, status, {name.replace("_", "-"): value for name, value in headers.items()})

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open += 1
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(_asked(head), writer)
                await writer.drain()
        self.open -= 1
        writer.close()
        with contextlib.suppress(ConnectionError, ssl.SSLError):
            await writer.wait_closed()

    async def _answer(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        self.asked.append(asked)
        self._now[asked.host] = self._now.get(asked.host, 0) + 1
        self.busiest[asked.host] = max(self.busiest.get(asked.host, 0), self._now[asked.host])
        path = asked.target.partition("?")[0]
        answer = self.answers.get(asked.host + path) or self.answers.get(path) or plain(b"", 404)
        try:
            await answer(asked, writer)
        finally:
            self._now[asked.host] -= 1


def _asked(head: bytes) -> Asked:
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
    return Asked(headers.get("host", ""), first.split(" ")[1], headers)


def plain(body: bytes = b"", status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    lines = {"Content-Length": str(len(body))} | (headers or {})
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return raw(f"HTTP/1.1 {status} x\r\n{head}\r\n".encode("latin-1") + body)


def raw(*pieces: bytes, pause: float = 0.0, ends: bool = False) -> Answer:
    """These bytes as they are, with pauses between them; ``ends`` hangs up afterwards."""

    async def answer(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)
        if ends:
            writer.close()
            raise ConnectionResetError

    return answer


def endless(head: bytes, piece: bytes, pause: float = 0.0) -> Answer:
    """A head, and then this piece for ever."""

    async def answer(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


@contextlib.contextmanager
def running(context: ssl.SSLContext | None = None) -> Iterator[Hostile]:
    """The server, in a thread of its own."""
    hostile = Hostile()
    loop = asyncio.new_event_loop()
    tasks: set[asyncio.Task] = set()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        try:
            await hostile.serve(reader, writer)
        except asyncio.CancelledError:
            writer.transport.abort()

    server = loop.run_until_complete(asyncio.start_server(served, "127.0.0.1", 0, ssl=context))
    hostile.port = server.sockets[0].getsockname()[1]
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def stop() -> None:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # What was let go of is closed in the loop's next rounds.
        await asyncio.sleep(0.05)

    try:
        yield hostile
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(timeout=5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def fails(address: str, **options) -> Failed:
    """How a visit fails; it never fails in any other way."""
    with pytest.raises(Failed) as caught:
        fetch_once(address, **options)
    assert caught.value.detail.isprintable()
    return caught.value


def together(*visits) -> list[Fetched | Failed]:
    """These visits at the same time."""

    async def go() -> list:
        async with Visitors() as session:
            return await asyncio.gather(*(one(session) for one in visits), return_exceptions=True)

    return uvloop.run(go())
