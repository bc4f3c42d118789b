"""What many pages have in common, read once by a process, and good for as long as a page that tells of the same would be kept."""

import sqlite3
from collections.abc import Callable, Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from django.conf import settings

from kentongan.core.finished.journal import generation, own_shelf
from kentongan.core.finished.shelf import ALL

Thing = TypeVar("Thing")
# Things of one kind in memory.
MOST = 2_000


class _Entry(NamedTuple):
    """The thing, what it tells of, and the last generation at which nothing of that had changed."""

    thing: object
    tags: tuple[str, ...]
    since: int


class Memory(Generic[Thing]):
    """Things by key. Several threads share them: who gets one changes nothing of it.

    While a change is being made the things it touches are read each time, as pages that tell of it are rendered each time.
    """

    def __init__(self) -> None:
        self._entries: dict[Hashable, _Entry] = {}

    def get(self, key: Hashable, read: Callable[[], Thing], tags: Callable[[Thing], Iterable[str]]) -> Thing:
        """The thing under the key, read now unless it is known and good; ``tags`` says what it tells of."""
        key, now = (settings.PUBLIC_ROOT, key), _generation()
        entry = self._entries.get(key)
        if entry and entry.since == now:
            return entry.thing  # type: ignore[return-value]
        if entry and _is_good(entry.tags, entry.since):
            self._entries[key] = entry._replace(since=now)
            return entry.thing  # type: ignore[return-value]
        thing = read()
        told = (*tags(thing), ALL)
        if _is_good(told, now):
            if len(self._entries) >= MOST:
                self._entries.clear()
            self._entries[key] = _Entry(thing, told, now)
        return thing


def _generation() -> int:
    """Noted before anything is read; -1 where nobody counts."""
    try:
        return generation()
    except (OSError, sqlite3.Error):
        return -1


def _is_good(tags: Iterable[str], since: int) -> bool:
    try:
        return since >= 0 and own_shelf().exists and not own_shelf().is_stale(tags, since)
    except (OSError, sqlite3.Error):
        return False
