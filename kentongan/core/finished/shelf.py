"""The finished pages of one machine: files on disk, and a small index that knows which page tells of what. Without Django.

Whoever keeps or drops takes one lock, which the kernel lets go of however a process ends. A page enters the index before its file
appears, and leaves it after its file is gone, so that a process killed in between leaves no file that nobody would drop.
"""

import contextlib
import fcntl
import gzip
import hashlib
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import brotli

from kentongan.core.finished.layout import ENCODINGS, FILES, FULL, LIGHT, Place, file_name

# Every page is forgotten under this one.
ALL = "all"
# Pages kept at most; when there are more, the tenth that is longest there goes.
MOST_PAGES = 50_000
# A change that has not ended after this long is taken for one that never will.
HELD_FOR = 120.0
# Small changes that began earlier may end later: so many rows before the newest are looked at again.
WINDOW = 500
# What was dropped so many generations ago is not known any more.
REACH = 50_000

_SCHEMA = """
CREATE TABLE page (id INTEGER PRIMARY KEY AUTOINCREMENT, file TEXT NOT NULL UNIQUE, at REAL NOT NULL);
CREATE TABLE tag (tag TEXT NOT NULL, page INTEGER NOT NULL, PRIMARY KEY (tag, page)) WITHOUT ROWID;
CREATE INDEX tag_of_page ON tag (page);
CREATE TABLE dropped (tag TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE held (tag TEXT NOT NULL, mark INTEGER NOT NULL, until REAL NOT NULL, PRIMARY KEY (tag, mark)) WITHOUT ROWID;
CREATE TABLE applied (mark INTEGER PRIMARY KEY, row INTEGER NOT NULL);
CREATE TABLE state (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
-- From the time on: another index begins far beyond the numbers of the one before.
INSERT INTO state VALUES ('generation', CAST(julianday('now') * 86400000000 AS INTEGER)), ('position', 0), ('position_mark', 0);
PRAGMA user_version = 1;
"""


class Change(NamedTuple):
    """A row of the journal: what was forgotten. The mark is drawn by chance, so that another database is noticed."""

    row: int
    mark: int
    tags: Sequence[str]


class Shelf:
    """The folder ``root`` and what lies in it."""

    def __init__(self, root: str | Path) -> None:
        self.root = Path(root)
        self._index_file = str(self.root / "index.sqlite3")
        self._local = threading.local()

    # --- Asking -------------------------------------------------------------------------------------

    @property
    def exists(self) -> bool:
        """Whether anything was ever kept here."""
        return os.path.exists(self._index_file)

    def generation(self) -> int:
        """Counts up with everything held or dropped; read before a page is rendered."""
        return self._number("generation")

    def is_stale(self, tags: Iterable[str], since: int) -> bool:
        """Whether something of these changed since, or is just being changed."""
        if not self.generation() - REACH <= since <= self.generation():
            return True
        index, now = self._index(), time.time()
        return any(
            index.execute("SELECT 1 FROM dropped WHERE tag = ? AND generation > ?", (tag, since)).fetchone()
            or index.execute("SELECT 1 FROM held WHERE tag = ? AND until > ?", (tag, now)).fetchone()
            for tag in tags
        )

    def seen(self) -> tuple[int, int, set[int]]:
        """How far the journal was followed: its row, that row's mark, and the marks of it and of those shortly before."""
        index = self._index()
        row = self._number("position")
        marks = {mark for (mark,) in index.execute("SELECT mark FROM applied WHERE row > ?", (row - WINDOW,))}
        return row, self._number("position_mark"), marks

    def pages(self) -> Iterator[tuple[str, list[str], float]]:
        """Every kept page: its file, what it tells of, and since when."""
        for key, file, at in self._index().execute("SELECT id, file, at FROM page ORDER BY file").fetchall():
            tags = self._index().execute("SELECT tag FROM tag WHERE page = ? ORDER BY tag", (key,))
            yield file, [tag for (tag,) in tags], at

    def remembered(self, name: str) -> str:
        """A word left here earlier, such as the day of the pages."""
        return str(self._state(name) or "")

    # --- Keeping ------------------------------------------------------------------------------------

    def keep(
        self,
        place: Place,
        content: bytes,
        tags: Iterable[str],
        *,
        since: int,
        catch_up: Callable[[], object] = lambda: None,
    ) -> bool:
        """Put a finished page on the shelf, unless something it tells of changed since it was begun."""
        wanted = sorted({*tags, ALL})
        copies = {".gz": gzip.compress(content, 6, mtime=0), ".br": brotli.compress(content, quality=5)}
        with self.locked():
            catch_up()
            if self.is_stale(wanted, since):
                return False
            # Never an older page under the tags of a newer one.
            (self.root / str(place)).unlink(missing_ok=True)
            with self._index() as index:
                self._make_room()
                key = index.execute(
                    "INSERT INTO page (file, at) VALUES (?, ?) ON CONFLICT (file) DO UPDATE SET at = excluded.at RETURNING id",
                    (str(place), time.time()),
                ).fetchone()[0]
                index.execute("DELETE FROM tag WHERE page = ?", (key,))
                index.executemany("INSERT INTO tag VALUES (?, ?)", [(tag, key) for tag in wanted])
            self._write(self.root / str(place), content, copies)
        return True

    def write_file(self, name: str, content: bytes) -> None:
        """Put a public file where everyone may fetch it."""
        with self.locked():
            _put(self._file(name), content)

    def has_file(self, name: str) -> bool:
        return self._file(name).exists()

    def file_size(self, name: str) -> int:
        """Its bytes; none where there is none."""
        try:
            return self._file(name).stat().st_size
        except FileNotFoundError:
            return 0

    def remove_file(self, name: str) -> None:
        with self.locked():
            self._file(name).unlink(missing_ok=True)

    def _file(self, name: str) -> Path:
        if not file_name(name):
            raise ValueError(f"{name!r} is not a name for a public file")
        return Path(f"{self.root}/{FILES}/{name}")

    def _make_room(self) -> None:
        index = self._index()
        newest = index.execute("SELECT max(id) FROM page").fetchone()[0] or 0
        if newest % 64 or index.execute("SELECT count(*) FROM page").fetchone()[0] < MOST_PAGES:
            return
        oldest = index.execute("SELECT id, file FROM page ORDER BY at LIMIT ?", (max(MOST_PAGES // 10, 64),)).fetchall()
        self._drop_pages(oldest)

    # --- Dropping -----------------------------------------------------------------------------------

    def hold(self, tags: Iterable[str], mark: int) -> None:
        """Drop what tells of a change that is about to be made, and keep nothing of it until the change is applied."""
        with self.locked(), self._index() as index:
            tags = list(tags)
            self._drop_pages(self._pages_of(tags))
            self._count_up()
            now = time.time()
            index.execute("DELETE FROM held WHERE until <= ?", (now,))
            index.executemany(
                "INSERT OR REPLACE INTO held VALUES (?, ?, ?)", [(tag, mark, now + HELD_FOR) for tag in tags]
            )

    def apply(self, changes: Sequence[Change]) -> int:
        """Drop what tells of these changes, and remember that they were followed. Returns how many pages went."""
        if not changes:
            return 0
        with self.locked(), self._index() as index:
            gone = self._drop({tag for change in changes for tag in change.tags})
            self._note(changes)
            index.executemany("DELETE FROM held WHERE mark = ?", [(each.mark,) for each in changes])
            last = max(changes)
            if last.row > self._number("position"):
                self._follow_to(last)
                index.execute("DELETE FROM applied WHERE row < ?", (last.row - 4 * WINDOW,))
            return gone

    def drop(self, tags: Iterable[str]) -> int:
        """Drop every page that tells of one of the tags; a page being rendered meanwhile is not kept."""
        with self.locked(), self._index():
            return self._drop(tags)

    def begin_anew(self, changes: Sequence[Change] = ()) -> None:
        """Drop everything, and follow the journal from after these changes."""
        with self.locked(), self._index() as index:
            self._drop([ALL])
            index.execute("DELETE FROM applied")
            self._note(changes)
            self._follow_to(max(changes, default=Change(0, 0, ())))

    def remember(self, name: str, value: str) -> None:
        with self._index():
            self._set(name, value)

    def _drop(self, tags: Iterable[str]) -> int:
        index, tags = self._index(), list(tags)
        pages = self._pages_of(tags)
        self._drop_pages(pages)
        generation = self._count_up()
        index.executemany("INSERT OR REPLACE INTO dropped VALUES (?, ?)", [(tag, generation) for tag in tags])
        return len(pages)

    def _count_up(self) -> int:
        generation = self.generation() + 1
        self._set("generation", generation)
        if generation % 1000 == 0:
            self._index().execute("DELETE FROM dropped WHERE generation < ?", (generation - REACH,))
        return generation

    def _note(self, changes: Sequence[Change]) -> None:
        rows = [(each.mark, each.row) for each in changes]
        self._index().executemany("INSERT OR IGNORE INTO applied VALUES (?, ?)", rows)

    def _follow_to(self, last: Change) -> None:
        self._set("position", last.row)
        self._set("position_mark", last.mark)

    def _pages_of(self, tags: Sequence[str]) -> list[tuple[int, str]]:
        index = self._index()
        found: dict[int, str] = {}
        for tag in tags:
            found.update(
                index.execute("SELECT id, file FROM tag JOIN page ON page.id = tag.page WHERE tag.tag = ?", (tag,))
            )
        return list(found.items())

    def _drop_pages(self, pages: Sequence[tuple[int, str]]) -> None:
        for _key, file in pages:
            path = self.root / file
            # The plain file first: it is the one that decides whether there is a page.
            for each in (path, *(path.with_name(path.name + end) for end in ENCODINGS.values())):
                each.unlink(missing_ok=True)
        index = self._index()
        index.executemany("DELETE FROM page WHERE id = ?", [(key,) for key, _file in pages])
        index.executemany("DELETE FROM tag WHERE page = ?", [(key,) for key, _file in pages])

    # --- Files and the index -------------------------------------------------------------------------

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """One keeper or dropper at a time among all threads and processes of this machine."""
        depth = getattr(self._local, "depth", 0)
        if not depth:
            _make_folder(self.root)
            self._local.lock = os.open(self.root / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._local.lock, fcntl.LOCK_EX)
        self._local.depth = depth + 1
        try:
            yield
        finally:
            self._local.depth = depth
            if not depth:
                os.close(self._local.lock)

    def _write(self, path: Path, content: bytes, copies: dict[str, bytes]) -> None:
        # The plain file last: once it is there, so are the others.
        for end, copy in copies.items():
            _put(path.with_name(path.name + end), copy, stamp=_stamp(content))
        _put(path, content, stamp=_stamp(content))

    def _index(self) -> sqlite3.Connection:
        known = getattr(self._local, "index", None)
        try:
            inode = os.stat(self._index_file).st_ino
        except FileNotFoundError:
            with self.locked():
                if not self.exists:
                    self._make_index(Path(self._index_file))
            return self._index()
        if not known or known[1:] != (inode, os.getpid()):
            known = self._local.index = (_open(self._index_file), inode, os.getpid())
        return known[0]

    def _make_index(self, path: Path) -> None:
        # Pages that no index knows would stay for ever.
        for kind in (FULL, LIGHT):
            shutil.rmtree(self.root / kind, ignore_errors=True)
        new = path.with_name("index.new")
        # With their journals: what stands in one that was left behind would be read into the new index.
        for left in (new, path):
            for end in ("", "-wal", "-shm"):
                left.with_name(left.name + end).unlink(missing_ok=True)
        index = _open(new)
        index.executescript(_SCHEMA)
        index.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        index.close()
        new.rename(path)

    def _number(self, name: str) -> int:
        return int(self._state(name) or 0)

    def _state(self, name: str) -> str | int | None:
        row = self._index().execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _set(self, name: str, value: str | int) -> None:
        self._index().execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))


def _open(path: str | Path) -> sqlite3.Connection:
    index = sqlite3.connect(path, timeout=20)
    # The last rows may be lost when the power fails; then all pages are dropped at the next start (serving.at_start).
    index.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
    return index


def _put(path: Path, content: bytes, *, stamp: int | None = None) -> None:
    """Write a file whole or not at all."""
    _make_folder(path.parent)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    try:
        temporary.write_bytes(content)
        temporary.chmod(0o644)
        if stamp is not None:
            os.utime(temporary, (stamp, stamp))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _make_folder(path: Path) -> None:
    """The folder and those above it, open to the web server whatever this process hides from others."""
    if not path.is_dir():
        _make_folder(path.parent)
        path.mkdir(exist_ok=True)
        path.chmod(0o755)


def _stamp(content: bytes) -> int:
    """A time that is no time: web servers make the ETag of a file's time and size, and so it tells of the content.

    The same page rendered again, or by another machine, is then known by phones that have it; and two pages of one second and one
    length are told apart.
    """
    return int.from_bytes(hashlib.sha256(content).digest()[:4], "big") >> 1
