"""One work for many pieces, several at a time, each with a connection of its own to the database."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection, wait
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

P = TypeVar("P")
T = TypeVar("T")

# Each has a connection.
MOST_HANDS = 4


def in_parallel(work: Callable[[P], T], pieces: Sequence[P]) -> Iterator[T]:
    """What ``work`` makes of each piece, in order.

    A command's process, which has but one thread, is copied: its copies wait for nobody. Copying a web server's could catch another
    thread holding a lock, so there threads share the interpreter, which database and arrays leave free at times. What a
    transaction has not yet ended only its own connection sees: within one this thread does it all.
    """
    hands = min(os.cpu_count() or 1, MOST_HANDS, len(pieces))
    if hands < 2 or connection.in_atomic_block:
        return map(work, pieces)
    return _in_copies(work, pieces, hands) if _may_be_copied() else _in_threads(work, pieces, hands)


def _may_be_copied() -> bool:
    if sys.platform != "linux" or _has_threads_of_its_own():
        return False
    # A connection belongs to the process that opened it, and SQLite's locks to whoever has the file open.
    connections.close_all()
    for one in _pooled():
        one.close_pool()
    # What lives in memory alone does not close, and a pool that has work to end keeps its threads.
    is_closed = all(one.connection is None for one in connections.all(initialized_only=True))
    return is_closed and threading.active_count() == 1


def _has_threads_of_its_own() -> bool:
    """Any but this one and those with which a pool keeps its connections."""
    of_pools = tuple(f"{one.pool.name}-" for one in _pooled())
    others = [one for one in threading.enumerate() if one is not threading.current_thread()]
    return not all(one.name.startswith(of_pools) for one in others)


def _pooled() -> list[Any]:
    return [one for one in connections.all(initialized_only=True) if getattr(one, "pool", None)]


def _in_copies(work: Callable[[P], T], pieces: Sequence[P], hands: int) -> Iterator[T]:
    """A copy makes every so many-th piece, and ends when nobody hears it any more."""
    context = multiprocessing.get_context("fork")
    ears: list[Connection] = []
    copies = []
    try:
        for nth in range(hands):
            ear, mouth = context.Pipe(duplex=False)
            ears.append(ear)
            copy = context.Process(target=_copy, args=(work, pieces[nth::hands], mouth, tuple(ears)), daemon=True)
            copy.start()
            copies.append(copy)
            mouth.close()
        yield from _heard(ears, len(pieces))
    finally:
        for ear in ears:
            ear.close()
        for copy in copies:
            copy.kill()
            copy.join()


def _copy(work: Callable[[P], T], pieces: Sequence[P], mouth: Connection, ears: Sequence[Connection]) -> None:
    # Ctrl-C is for the one who asked.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # An ear left open here would let this copy speak on after the other process is gone.
    for ear in ears:
        ear.close()
    try:
        for piece in pieces:
            mouth.send((work(piece), None))
    except BrokenPipeError:
        pass
    except Exception as error:
        mouth.send((None, error))


def _heard(ears: Sequence[Connection], number: int) -> Iterator[Any]:
    """In order, whoever is done first: a copy need not wait until its turn comes."""
    found: dict[int, Any] = {}
    next_of = {ear: nth for nth, ear in enumerate(ears)}
    for nth in range(number):
        while nth not in found:
            for ear in wait([ear for ear, coming in next_of.items() if coming < number]):
                assert isinstance(ear, Connection)  # noqa: S101 - as they were given
                made, error = _hear(ear)
                if error:
                    raise error
                found[next_of[ear]] = made
                next_of[ear] += len(ears)
        yield found.pop(nth)


def _hear(ear: Connection) -> tuple[Any, Exception | None]:
    try:
        return ear.recv()
    except EOFError:
        raise RuntimeError("A process that worked on a part was ended from outside") from None


def _in_threads(work: Callable[[P], T], pieces: Sequence[P], hands: int) -> Iterator[T]:
    opened: list[BaseDatabaseWrapper] = []

    def open_own() -> None:
        # Closed by the thread that asks, when nobody has anything left to do.
        own = connections[DEFAULT_DB_ALIAS]
        own.inc_thread_sharing()
        opened.append(own)

    pool = ThreadPoolExecutor(hands, initializer=open_own)
    try:
        yield from pool.map(work, pieces)
    finally:
        pool.shutdown(cancel_futures=True)
        for own in opened:
            own.close()
