"""HTTP/1.1 as far as visitors need it: one question at a time, and a bounded answer. llhttp reads what comes."""

import asyncio
import errno
from collections.abc import Callable

from httptools import HttpParserError, HttpParserUpgrade, HttpResponseParser

from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching.unpacking import Unpacker
from kentongan.harvest.rules.shapes import Failed

# Of a head: letters of a line, and lines.
_LINE = 8190
_LINES = 100
# Bytes of all that is not the body: the head, what frames pieces of the body, and what follows it. A piece of one byte has a frame
# of five.
_BESIDES = 256 * 1024
_FRAMES = 8

# What a head says, by names in small letters; of several lines with one name the first.
Head = dict[str, str]
Answer = tuple[int, Head, bytes]
# Told the status and the head: where the body goes, None where it is not wanted. May raise ``Failed``.
Begin = Callable[[int, Head], Unpacker | None]


class Gone(ConnectionResetError):
    """The other side hung up and said nothing."""

    def __init__(self) -> None:
        super().__init__(errno.ECONNRESET, "said nothing")


class Connection(asyncio.Protocol):
    """For ``create_connection``; used again as long as ``is_open``."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._coming: _Coming | None = None

    @property
    def is_open(self) -> bool:
        return self._transport is not None

    async def ask(self, question: bytes, begin: Begin, *, silence: float) -> Answer:
        """Status, head and body, which is empty where nobody wants it. ``Gone``, ``Failed``, TimeoutError after so many seconds of
        silence, or what the system says.
        """
        if self._transport is None:
            raise Gone
        self._coming = coming = _Coming(begin, silence)
        self._transport.write(question)
        try:
            return await coming.answer
        finally:
            coming.watch.cancel()
            self._coming = None
            if not coming.leaves_open:
                self.close()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.abort()
            self._transport = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment] # as it is for streams of bytes

    def data_received(self, data: bytes) -> None:
        if self._coming is None or self._coming.answer.done():
            # Nobody asked.
            self.close()
        else:
            self._coming.hear(data)

    def connection_lost(self, error: Exception | None) -> None:
        self._transport = None
        if self._coming is not None:
            self._coming.leaves_open = False
            self._coming.end_of_all(error)


class _Coming:
    """One answer while it comes."""

    def __init__(self, begin: Begin, silence: float) -> None:
        self._loop = asyncio.get_running_loop()
        self.answer: asyncio.Future[Answer] = self._loop.create_future()
        # Whether the connection takes another question afterwards.
        self.leaves_open = False
        self._begin, self._silence = begin, silence
        self._parser = HttpResponseParser(self)
        # What old and small servers do wrong, and browsers read.
        self._parser.set_dangerous_leniencies(
            lenient_headers=True, lenient_optional_cr_before_lf=True, lenient_spaces_after_chunk_size=True
        )
        # Bytes that came, and those of them that are the body.
        self._heard = self._of_body = 0
        self._lines = 0
        # 0 until the head is whole.
        self._status = 0
        self._head: Head = {}
        self._body: Unpacker | None = None
        self._failed: Failed | None = None
        self._is_whole = False
        self.watch = self._loop.call_later(silence, self._fall_silent)

    def hear(self, data: bytes) -> None:
        try:
            self._parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade):
            self.leaves_open = False
            if not self._is_whole:
                self._fail("HTTP")
        self._heard += len(data)
        if self._heard > _BESIDES + _FRAMES * self._of_body:
            self._fail("HTTP")
        if self._failed or self._is_whole or (self._status and self._body is None):
            self._end()
        else:
            self.watch.cancel()
            self.watch = self._loop.call_later(self._silence, self._fall_silent)

    def end_of_all(self, error: Exception | None) -> None:
        """The connection is over."""
        if self.answer.done():
            return
        if not self._status:
            self.answer.set_exception((error or ConnectionResetError(errno.ECONNRESET, "")) if self._heard else Gone())
            return
        # Some servers name the length of what they packed, and send less; where the packing is whole, so is the answer.
        is_whole = self._body is not None and self._body.is_whole()
        if not is_whole and (error or "content-length" in self._head or "transfer-encoding" in self._head):
            self._fail("HTTP")
        self._end()

    def _end(self) -> None:
        if self.answer.done():
            return
        try:
            if self._failed:
                raise self._failed
            self.answer.set_result((self._status, self._head, self._body.finish() if self._body else b""))
        except Failed as failed:
            self.answer.set_exception(failed)

    def _fail(self, detail: str) -> None:
        self._failed = self._failed or Failed(Trouble.UNREADABLE, detail)

    def _fall_silent(self) -> None:
        if not self.answer.done():
            self.answer.set_exception(TimeoutError())

    # --- What the parser tells ------------------------------------------------------------------------------

    def on_message_begin(self) -> None:
        # After a whole answer another one is none that was asked for.
        self.leaves_open = False

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._status:
            return
        self._lines += 1
        if self._lines > _LINES or len(name) + len(value) > _LINE:
            self._fail("HTTP")
        self._head.setdefault(name.decode("latin-1").lower(), value.decode("utf-8", "surrogateescape"))

    def on_headers_complete(self) -> None:
        if self._status:
            return
        status = self._parser.get_status_code()
        if status < 200:
            # "Continue": the answer itself is still to come.
            self._head.clear()
            return
        self._status = status
        try:
            self._body = self._begin(status, self._head)
        except Failed as failed:
            self._failed = self._failed or failed

    def on_body(self, data: bytes) -> None:
        self._of_body += len(data)
        if self._failed or self._body is None or self._is_whole:
            return
        try:
            self._body.add(data)
        except Failed as failed:
            self._failed = failed

    def on_message_complete(self) -> None:
        if self._status and not self._is_whole:
            self._is_whole = True
            self.leaves_open = self._parser.should_keep_alive()
