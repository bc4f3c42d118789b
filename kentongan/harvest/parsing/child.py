"""A process that does nothing but read: it parses an answer, judges its entries, writes that, and may be killed at any moment.

Started by ``safely``. Its limits are the kernel's, so they hold inside C code, too; and it opens no network.
"""

import gc
import json
import os
import resource
import select
import signal
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any, BinaryIO

from kentongan.harvest.enums import Trouble
from kentongan.harvest.guard import judge_entry
from kentongan.harvest.guard.channels import weighed
from kentongan.harvest.parsing import feeds, json_feeds, pages, parse, sitemaps  # noqa: F401 - before the memory is measured
from kentongan.harvest.parsing.wire import CPU_SECONDS, MEMORY, pack, unpack_job
from kentongan.harvest.rules.plan import marks_of
from kentongan.harvest.rules.shapes import Failed, Parsed, Past

# One that nobody asks anything for so long goes home.
IDLE_SECONDS = 60
# One that has kept so much of its memory leaves: what it read before shall not decide what the next answer may take.
KEPT = MEMORY // 4
# Of the seconds an answer may take, for what is done with it last.
TIME_TO_WRITE = 0.6
_LENGTH = struct.Struct("!I")
_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "ctypes.")


def main() -> None:
    questions, answers = os.fdopen(os.dup(0), "rb", buffering=0), os.fdopen(os.dup(1), "wb")
    # Nobody else may write where the answers go.
    os.dup2(2, 1)
    base = _confine()
    # What it has loaded stays: nobody need look through it again and again.
    gc.freeze()
    while body := _next(questions):
        signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
        answer = _answer(body)
        signal.setitimer(signal.ITIMER_PROF, 0)
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()
        if _size() > base + KEPT:
            break


def _confine() -> int:
    """The bytes it has in the beginning, whereof its limit is counted."""
    # Ctrl-C is for the one who asks; too much work ends the process at once, as the signal does by itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGVTALRM, _enough)
    feeds.limited = lambda: _limited(CPU_SECONDS * 0.6)
    # Whoever writes what was read, and whoever answers readers, goes first.
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if base := _size():
        resource.setrlimit(resource.RLIMIT_AS, (base + MEMORY, base + MEMORY))
    sys.addaudithook(_refuse)
    return base


def _size() -> int:
    """The bytes of its address space; 0 where the kernel does not tell."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm") as facts:
        return int(facts.read().split()[0]) * resource.getpagesize()


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Ends what takes longer, while there is time left to do without it."""
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _enough(_number: int, _frame: Any) -> None:
    raise feeds.TooMuch


def _refuse(event: str, _arguments: Any) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)


def _next(questions: BinaryIO) -> bytes:
    waiting = select.poll()
    waiting.register(questions, select.POLLIN)
    if not waiting.poll(IDLE_SECONDS * 1000):
        return b""
    head = _exactly(questions, _LENGTH.size)
    return _exactly(questions, _LENGTH.unpack(head)[0]) if head else b""


def _exactly(questions: BinaryIO, number: int) -> bytes:
    """So many bytes; none where the other side went away."""
    found = bytearray()
    while len(found) < number:
        piece = questions.read(number - len(found))
        if not piece:
            return b""
        found += piece
    return bytes(found)


def _answer(question: bytes) -> bytes:
    try:
        job = unpack_job(question)
        return pack(weighed(*job) if isinstance(job, tuple) else _judged(parse(**job)))
    except Failed as failed:
        return pack(failed)
    except MemoryError:
        return json.dumps({"trouble": Trouble.TOO_LARGE.value, "detail": "100 MiB"}).encode()


def _judged(parsed: Parsed) -> Parsed:
    """With what the entries are known by and what the guard says of each, where the time is enough; else whoever asked does it."""
    left = signal.getitimer(signal.ITIMER_PROF)[0] - TIME_TO_WRITE
    # What goes wrong here is told where it is done again.
    with suppress(Exception):
        if left > 0:
            with _limited(left):
                verdicts = tuple([judge_entry(seen, past=Past()) for seen in parsed.entries])
                return replace(parsed, marks=marks_of(parsed.entries), verdicts=verdicts)
    return parsed


if __name__ == "__main__":
    main()
