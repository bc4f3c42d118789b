"""Parsing in processes of their own, with limits of time and memory, so that no answer can stop or fill this one.

A child is started when it is needed, used again and again, and followed by a fresh one where an answer was too much for it.
Works in any thread; a forked process begins with none.
"""

import atexit
import datetime as dt
import logging
import os
import select
import signal
import struct
import subprocess
import sys
import threading
import time

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing.wire import CPU_SECONDS, MOST_BYTES, pack_job, pack_page_job, unpack
from kentongan.harvest.rules.shapes import Failed, Page, Parsed

logger = logging.getLogger(__name__)

# A child's own limit counts its work; this one counts the clock, for a machine that has no time for it.
PATIENCE = 30.0
MOST_CHILDREN = 4
_LENGTH = struct.Struct("!I")


def parse_safely(body: bytes, *, content_type: str = "", address: str = "", now: dt.datetime) -> Parsed:
    """``parse`` in a child process. Raises ``Failed`` and nothing else."""
    if len(body) > MOST_BYTES:
        raise Failed(Trouble.TOO_LARGE, f"{len(body) >> 20} MiB")
    found = _POOL.ask(pack_job(body, content_type=content_type, address=address, now=now))
    assert isinstance(found, Parsed)  # noqa: S101 - as it was asked
    return found


def look_safely(body: bytes) -> Page:
    """A front page, and what the guard says of it, made in a child process. Raises ``Failed`` and nothing else."""
    found = _POOL.ask(pack_page_job(body))
    assert isinstance(found, Page)  # noqa: S101 - as it was asked
    return found


class _Gone(Exception):
    """The child is no more. ``status`` is as ``subprocess`` has it: 0 where it left by itself."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _Child:
    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kentongan.harvest.parsing.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)},
        )

    def ask(self, job: bytes) -> bytes:
        """The child's answer. Raises ``_Gone`` and ``TimeoutError``."""
        until = time.monotonic() + PATIENCE
        asked, answered = self.process.stdin, self.process.stdout
        if asked is None or answered is None:
            raise _Gone(-signal.SIGKILL)
        try:
            rest = memoryview(_LENGTH.pack(len(job)) + job)
            while rest:
                rest = rest[asked.write(rest) :]
        except BrokenPipeError:
            raise _Gone(self.process.wait()) from None
        (length,) = _LENGTH.unpack(self._exactly(answered.fileno(), _LENGTH.size, until))
        return self._exactly(answered.fileno(), length, until)

    def _exactly(self, pipe: int, number: int, until: float) -> bytes:
        found = bytearray()
        waiting = select.poll()
        waiting.register(pipe, select.POLLIN)
        while len(found) < number:
            if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
                raise TimeoutError
            piece = os.read(pipe, min(number - len(found), 1 << 20))
            if not piece:
                raise _Gone(self.process.wait())
            found += piece
        return bytes(found)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self.let_go()

    def let_go(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


class _Pool:
    def __init__(self) -> None:
        self.size = max(1, min(MOST_CHILDREN, os.cpu_count() or 1))
        self._places = threading.BoundedSemaphore(self.size)
        self._idle: list[_Child] = []

    def ask(self, job: bytes) -> Parsed | Page:
        with self._places:
            try:
                return unpack(self._answer(job))
            except _Gone as gone:
                if gone.status > 0:
                    # No answer does that: it could not begin, or has a fault.
                    logger.error("A process that parses ended by itself with status %s", gone.status)
                raise Failed(Trouble.UNREADABLE, _what_ended(gone.status)) from None
            except TimeoutError:
                raise Failed(Trouble.UNREADABLE, f"{PATIENCE:.0f} s") from None
            except OSError as error:
                raise Failed(Trouble.UNREADABLE, str(error)) from error

    def _answer(self, job: bytes) -> bytes:
        while True:
            child, is_fresh = self._take()
            try:
                answer = child.ask(job)
            except _Gone as gone:
                child.let_go()
                # One that went home while nobody asked says nothing of this answer.
                if gone.status == 0 and not is_fresh:
                    continue
                raise
            except BaseException:
                child.close()
                raise
            self._idle.append(child)
            return answer

    def _take(self) -> tuple[_Child, bool]:
        while True:
            try:
                child = self._idle.pop()
            except IndexError:
                return _Child(), True
            if child.process.poll() is None:
                return child, False
            child.let_go()

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    def forget(self) -> None:
        """In a forked process: the children are the other's."""
        for child in self._idle:
            child.let_go()
            child.process.returncode = 0
        self.__init__()  # type: ignore[misc]


def _what_ended(status: int) -> str:
    if status == -signal.SIGPROF:
        return f"{CPU_SECONDS:.0f} s"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return str(status)


_POOL = _Pool()
atexit.register(_POOL.close)
os.register_at_fork(after_in_child=_POOL.forget)
