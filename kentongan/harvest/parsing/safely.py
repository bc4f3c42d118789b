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
from contextlib import suppress
from operator import attrgetter

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing.wire import CPU_SECONDS, MOST_BYTES, pack_job, pack_page_job, unpack
from kentongan.harvest.rules.shapes import Failed, Page, Parsed

logger = logging.getLogger(__name__)

# A child's own limit counts its work; this one counts the clock, for a machine that has no time for it.
PATIENCE = 30.0
MOST_CHILDREN = 4
# For each child: the one that it is at, and those that lie ready, for it to go on at once.
QUESTIONS_AHEAD = 6
_LENGTH = struct.Struct("!I")
# As much as a pipe holds.
_PIECE = 1 << 16


def parse_safely(body: bytes, *, content_type: str = "", address: str = "", now: dt.datetime) -> Parsed:
    """``parse`` in a child process. Raises ``Failed`` and nothing else."""
    if len(body) > MOST_BYTES:
        raise Failed(Trouble.TOO_LARGE, f"{len(body) >> 20} MiB")
    found = _POOL.ask(pack_job(body, content_type=content_type, address=address, now=now))
    assert isinstance(found, Parsed)  # noqa: S101 - as it was asked
    return found


def look_safely(body: bytes, address: str) -> Page:
    """A front page, and what the guard says of it, made in a child process. Raises ``Failed`` and nothing else."""
    found = _POOL.ask(pack_page_job(body, address))
    assert isinstance(found, Page)  # noqa: S101 - as it was asked
    return found


class _Gone(Exception):
    """The child is no more. ``status`` is as ``subprocess`` has it: 0 where it left by itself."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class _Another(Exception):
    """The child is no more, for nothing that this question did."""


class _Child:
    """Answers in the order in which it is asked. So a question may wait for it while it is at another one, and whoever waits
    for the answer that did not come asked what ended it.
    """

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kentongan.harvest.parsing.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or os.getcwd() for path in sys.path)},
        )
        assert self.process.stdin is not None  # noqa: S101 - it was started with pipes
        self._questions = self.process.stdin.fileno()
        os.set_blocking(self._questions, False)
        self._takes = select.poll()
        self._takes.register(self._questions, select.POLLOUT)
        # Threads that wait for it: the pool counts them.
        self.asked_by = 0
        self.is_over = False
        self._has_answered = False
        self._come = bytearray()
        self._asking = threading.Lock()
        # Held until the latest question is answered.
        self._latest = threading.Lock()

    def ask(self, job: bytes) -> bytes:
        """The child's answer. Raises ``_Gone``, ``_Another`` and ``TimeoutError``, after which it is over."""
        ours = threading.Lock()
        with ours:
            try:
                with self._asking:
                    before, self._latest = self._latest, ours
                    self._put(_LENGTH.pack(len(job)) + job)
                with before:
                    if self.is_over:
                        raise _Another
                    return self._answer()
            except BaseException:
                self.is_over = True
                # Nobody shall go on putting questions to it.
                self.process.kill()
                raise

    def _put(self, question: bytes) -> None:
        # Where it is gone, whoever waits for the answer learns it. Written first and waited for after: threads queue for each call.
        with suppress(BrokenPipeError):
            rest = memoryview(question)
            while rest:
                try:
                    rest = rest[os.write(self._questions, rest) :]
                except BlockingIOError:
                    # While it is at an answer it takes nothing: whoever waits for that gives up before.
                    if not self._takes.poll(2 * PATIENCE * 1000):
                        raise TimeoutError from None

    def _answer(self) -> bytes:
        try:
            answer = self._next()
        except _Gone as gone:
            # One that went home while nobody asked says nothing of this answer.
            if gone.status == 0 and self._has_answered:
                raise _Another from None
            raise
        self._has_answered = True
        return answer

    def _next(self) -> bytes:
        """The answer that comes; what came of the one after it waits for whoever asked for that."""
        assert self.process.stdout is not None  # noqa: S101 - it was started with pipes
        until, pipe, end = time.monotonic() + PATIENCE, self.process.stdout.fileno(), 0
        waiting = select.poll()
        waiting.register(pipe, select.POLLIN)
        while not end or len(self._come) < end:
            if not end and len(self._come) >= _LENGTH.size:
                end = _LENGTH.size + _LENGTH.unpack_from(self._come)[0]
                continue
            if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
                raise TimeoutError
            piece = os.read(pipe, _PIECE)
            if not piece:
                raise _Gone(self.process.wait())
            self._come += piece
        answer = bytes(self._come[_LENGTH.size : end])
        del self._come[:end]
        return answer

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
        self.places = self.size * QUESTIONS_AHEAD
        self._free = threading.BoundedSemaphore(self.places)
        self._choosing = threading.Lock()
        self._children: list[_Child] = []

    def ask(self, job: bytes) -> Parsed | Page:
        with self._free:
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
            child = self._take()
            try:
                return child.ask(job)
            except _Another:
                continue
            finally:
                self._leave(child)

    def _take(self) -> _Child:
        """The child that fewest wait for; a fresh one where that is better."""
        with self._choosing:
            for gone in [one for one in self._children if not one.asked_by and one.process.poll() is not None]:
                self._children.remove(gone)
                gone.let_go()
            child = min(self._children, key=attrgetter("asked_by"), default=None)
            if child is None or (child.asked_by and len(self._children) < self.size):
                child = _Child()
                self._children.append(child)
            child.asked_by += 1
            return child

    def _leave(self, child: _Child) -> None:
        with self._choosing:
            child.asked_by -= 1
            if child.is_over and child in self._children:
                self._children.remove(child)
            # Its pipes are others' as long as they wait.
            if child.is_over and not child.asked_by:
                child.close()

    def close(self) -> None:
        while self._children:
            self._children.pop().close()

    def forget(self) -> None:
        """In a forked process: the children are the other's."""
        for child in self._children:
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
# Questions that are under way at the same time; more wait.
AT_ONCE = _POOL.places
atexit.register(_POOL.close)
os.register_at_fork(after_in_child=_POOL.forget)
