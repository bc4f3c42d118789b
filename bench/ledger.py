"""A national ledger for the benchmark: invented evidence of two years, written straight into the tables, the same on every run.

Some groups do much and most do little, as everywhere. The roll-up is written from the same records, packed here by other means
than the product's; the benchmark compares what comes of it with the raw ledger.
"""

import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction

from bench.national import AS_OF
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Evidence, Review, Tally
from kentongan.registry.models import Group

FIRST = dt.date(2023, 9, 26)
DAYS = (AS_OF - FIRST).days + 1
GROUPS_AT_ONCE = 1_000
SPREAD = 1.0
# Numbers of kentongan.evidence.kinds and how often each occurs.
KINDS = {1: 4, 2: 1, 10: 5, 13: 4, 15: 6, 20: 30, 21: 38, 30: 2, 31: 6, 32: 3, 50: 1}
SOURCES = {Source.REPORTED: 30, Source.STAFF: 10, Source.PUBLISHED: 25, Source.HARVESTED: 30, Source.ATTENDANCE: 5}
# Of a thousand own reports, what was said of them later.
VERDICTS = {Verdict.CONFIRMED: 20, Verdict.DISPUTED: 3, Verdict.WITHDRAWN: 2}
PROGRAMME = 2


@dataclass
class _Chunk:
    """Columns of the records of some groups, in order of groups and days."""

    group: Any
    day: Any
    kind: Any
    source: Any
    verdict: Any
    number: Any

    @property
    def until(self) -> Any:
        """Programmes run for a year; everything else is of a day."""
        return np.where(self.kind == PROGRAMME, self.day + 364, -1)


def fill(pieces: int) -> None:
    """Write ``pieces`` records of evidence, their reviews and their tallies."""
    groups = np.array(Group.objects.order_by("pk").values_list("pk", flat=True), np.int64)
    chance = np.random.default_rng(35_07)
    share = chance.lognormal(0, SPREAD, len(groups))
    sizes = np.floor(share / share.sum() * pieces).astype(np.int64)
    sizes[: pieces - sizes.sum()] += 1
    write = _Copier() if connection.vendor == "postgresql" else _Inserter()
    done = 0
    with write.everything():
        for start in range(0, len(groups), GROUPS_AT_ONCE):
            some = slice(start, start + GROUPS_AT_ONCE)
            chunk = _invent(groups[some], sizes[some], chance, done)
            write.chunk(chunk, done)
            done += len(chunk.group)
            print(f"\r  {done:,} of {pieces:,} pieces", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _invent(groups: Any, sizes: Any, chance: Any, done: int) -> _Chunk:
    total = int(sizes.sum())
    group = np.repeat(groups, sizes)
    day = chance.integers(0, DAYS, total)
    order = np.lexsort((day, group))
    source = _drawn(SOURCES, total, chance)
    said = chance.integers(0, 1000, total)
    verdict = np.zeros(total, np.int64)
    low = 0
    for what, many in VERDICTS.items():
        verdict[(said >= low) & (said < low + many) & (source == Source.REPORTED)] = what
        low += many
    return _Chunk(
        group[order], day[order], _drawn(KINDS, total, chance), source, verdict, np.arange(done, done + total)
    )


def _drawn(weights: dict[Any, int], total: int, chance: Any) -> Any:
    values, shares = np.array([int(key) for key in weights]), np.array(list(weights.values()), float)
    return values[np.searchsorted(np.cumsum(shares / shares.sum()), chance.random(total)).clip(max=len(values) - 1)]


def _tallies(chunk: _Chunk) -> Iterator[tuple[int, int, int, bytes]]:
    """The key, group, year and words of each tally: what counts, by day, kind and standing."""
    counts = ~np.isin(chunk.verdict, [Verdict.DISPUTED, Verdict.WITHDRAWN])
    confirmed = (chunk.source != Source.REPORTED) | (chunk.verdict == Verdict.CONFIRMED)
    day = np.datetime64(FIRST) + chunk.day
    year = day.astype("datetime64[Y]")
    of_year = (day - year.astype("datetime64[D]")).astype(np.int64)
    head = of_year << 17 | chunk.kind << 9 | confirmed.astype(np.int64) << 8
    owner = (chunk.group << 12 | (year.astype(np.int64) + 1970)) << 26
    found, many = np.unique((owner | head)[counts], return_counts=True)
    # The records here are too few for a word that runs over.
    words = (found & ((1 << 26) - 1) | many).astype("<u4")
    owners, starts = np.unique(found >> 26, return_index=True)
    ends = [*starts[1:].tolist(), len(words)]
    for at, start, end in zip(owners.tolist(), starts.tolist(), ends, strict=True):
        group, year = at >> 12, at & 0xFFF
        yield year << 32 | group, group, year, words[start:end].tobytes()


COLUMNS = (
    "id", "group_id", "kind", "source", "occurred_on", "until", "key",
    "title", "url", "file", "file_type", "recorded_at",
)  # fmt: skip
RECORDED_AT = "2025-09-25 00:00:00"


class _Writer:
    """Whatever the two databases share."""

    def __init__(self) -> None:
        days = [(FIRST + dt.timedelta(days=n)).isoformat() for n in range(DAYS + 400)]
        self._days = np.array([*days, None], object)

    def _records(self, chunk: _Chunk) -> Iterator[tuple[Any, ...]]:
        numbers = chunk.number.tolist()
        return zip(
            (number + 1 for number in numbers),
            chunk.group.tolist(),
            chunk.kind.tolist(),
            chunk.source.tolist(),
            self._days[chunk.day].tolist(),
            self._days[chunk.until].tolist(),
            (f"b:{number:09d}" for number in numbers),
            strict=True,
        )

    def _reviews(self, chunk: _Chunk) -> Iterator[tuple[int, int]]:
        said = np.flatnonzero(chunk.verdict)
        return zip((chunk.number[said] + 1).tolist(), chunk.verdict[said].tolist(), strict=True)


class _Inserter(_Writer):
    """SQLite takes prepared statements quickest."""

    @contextmanager
    def everything(self) -> Iterator[None]:
        with connection.constraint_checks_disabled(), _without_indexes(), transaction.atomic():
            yield

    def chunk(self, chunk: _Chunk, done: int) -> None:
        named = ", ".join(f'"{name}"' for name in COLUMNS)
        with connection.cursor() as cursor:
            cursor.cursor.connection.executemany(
                f"INSERT INTO {Evidence._meta.db_table} ({named}) VALUES (?,?,?,?,?,?,?,'','','','','{RECORDED_AT}')",
                self._records(chunk),
            )
            cursor.cursor.connection.executemany(
                f"INSERT INTO {Review._meta.db_table} (evidence_id, verdict, reason, at) VALUES (?,?,'','{RECORDED_AT}')",
                self._reviews(chunk),
            )
            cursor.cursor.connection.executemany(
                f'INSERT INTO {Tally._meta.db_table} (id, group_id, "year", days) VALUES (?,?,?,?)', _tallies(chunk)
            )


class _Copier(_Writer):
    """PostgreSQL takes a stream quickest, and indexes when all is there."""

    @contextmanager
    def everything(self) -> Iterator[None]:
        meta = Evidence._meta
        with _without_indexes():
            with connection.schema_editor() as editor:
                for constraint in meta.constraints:
                    editor.remove_constraint(Evidence, constraint)
            yield
            with connection.cursor() as cursor:
                cursor.execute("SET maintenance_work_mem = '1GB'")
                for model in (Evidence, Review):
                    table = model._meta.db_table
                    cursor.execute(
                        f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                    )
            with connection.schema_editor() as editor:
                for constraint in meta.constraints:
                    editor.add_constraint(Evidence, constraint)

    def chunk(self, chunk: _Chunk, done: int) -> None:
        with connection.cursor() as cursor:
            with cursor.copy(f"COPY {Evidence._meta.db_table} ({', '.join(COLUMNS)}) FROM STDIN") as stream:
                end = f"\t\t\t\t\t{RECORDED_AT}+00"
                stream.write(
                    "".join(
                        f"{pk}\t{group}\t{kind}\t{source}\t{day}\t{until or chr(92) + 'N'}\t{key}{end}\n"
                        for pk, group, kind, source, day, until, key in self._records(chunk)
                    )
                )
            with cursor.copy(f"COPY {Review._meta.db_table} (evidence_id, verdict, reason, at) FROM STDIN") as stream:
                stream.write("".join(f"{pk}\t{verdict}\t\t{RECORDED_AT}+00\n" for pk, verdict in self._reviews(chunk)))
            with cursor.copy(f"COPY {Tally._meta.db_table} (id, group_id, year, days) FROM STDIN") as stream:
                stream.write(
                    "".join(f"{pk}\t{group}\t{year}\t\\\\x{days.hex()}\n" for pk, group, year, days in _tallies(chunk))
                )


@contextmanager
def _without_indexes() -> Iterator[None]:
    """The ledger's indexes, away while it is filled: laid once, each costs a third."""
    with connection.schema_editor() as editor:
        for index in Evidence._meta.indexes:
            editor.remove_index(Evidence, index)
    yield
    with connection.schema_editor() as editor:
        for index in Evidence._meta.indexes:
            editor.add_index(Evidence, index)
