"""The facts of many groups as arrays, as `bulk` judges them. Days are ordinals (``date.toordinal``)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kentongan.assessment.rules.facts import Facts
from kentongan.evidence.kinds import BY_CODE
from kentongan.evidence.rules.tally import pack

Array = NDArray[Any]

# After every day there is.
NEVER = 1 << 22
# Bytes of a word.
_WORD = 4


@dataclass(frozen=True, eq=False)
class YearTable:
    """Packed words of one calendar year: ``sizes[i]`` of them, at least one, belong to the group at ``groups[i]``."""

    year: int
    groups: Array
    sizes: Array
    words: Array


@dataclass(frozen=True, eq=False)
class TermTable:
    """Terms from a first to a last day, both included. ``kinds`` and ``confirmed`` say nothing of decrees."""

    groups: Array
    firsts: Array
    lasts: Array
    kinds: Array
    confirmed: Array

    def __len__(self) -> int:
        return len(self.groups)


@dataclass(frozen=True, eq=False)
class FactsTable:
    """What is known of many groups: `kentongan.assessment.rules.facts.Facts`, as arrays.

    ``formed`` and ``ended`` have a day for each group (`NEVER` where it has not ended); all else names groups by their place there.
    """

    formed: Array
    ended: Array
    years: tuple[YearTable, ...]
    decrees: TermTable
    spans: TermTable

    def __len__(self) -> int:
        return len(self.formed)


def table_of(facts: Sequence[Facts]) -> FactsTable:
    """The same facts as a table: for few groups, and for what no roll-up holds."""
    years: dict[int, list[tuple[int, bytes]]] = defaultdict(list)
    for at, one in enumerate(facts):
        records: dict[int, list[tuple[dt.date, int, bool]]] = defaultdict(list)
        for item in one.items:
            records[item.on.year] += [(item.on, BY_CODE[item.kind].number, item.confirmed)] * item.n
        for year, some in records.items():
            years[year].append((at, pack(year, some)))
    return FactsTable(
        formed=np.array([one.formed_on.toordinal() for one in facts], np.int32),
        ended=np.array([one.ended_on.toordinal() if one.ended_on else NEVER for one in facts], np.int32),
        years=tuple(year_table(year, *zip(*rows, strict=True)) for year, rows in years.items()),
        decrees=term_table((at, term.first, term.last, 0, True) for at, one in enumerate(facts) for term in one.terms),
        spans=term_table(
            (at, item.on, item.until, BY_CODE[item.kind].number, item.confirmed)
            for at, one in enumerate(facts)
            for item in one.items
            if item.until
        ),
    )


def year_table(year: int, groups: Sequence[int] | Array, tallies: Sequence[bytes]) -> YearTable:
    """A year's table of packed tallies, each of the group at its place in ``groups``."""
    lengths = np.fromiter(map(len, tallies), np.intp, len(tallies))
    return joined_table(year, np.asarray(groups, np.intp), lengths, b"".join(tallies))


def joined_table(year: int, groups: Array, lengths: Array, joined: bytes) -> YearTable:
    """The same of tallies that are joined end to end, each so many bytes long. Those whose group is negative are left out."""
    sizes, words = lengths // _WORD, np.frombuffer(joined, "<u4")
    chosen = groups >= 0
    if not chosen.all():
        # Few are left out: what lies between them is copied as it is.
        changes = np.flatnonzero(np.diff(chosen)) + 1
        runs = np.split(words, np.cumsum(sizes)[changes - 1])
        words = np.concatenate([words[:0], *runs[0 if chosen[0] else 1 :: 2]])
    chosen &= sizes > 0
    return YearTable(year, groups[chosen], sizes[chosen], words)


def term_table(rows: Iterable[tuple[int, dt.date, dt.date, int, bool]]) -> TermTable:
    """A table of (place of the group, first day, last day, number of kind, confirmed)."""
    found = [(at, first.toordinal(), last.toordinal(), kind, confirmed) for at, first, last, kind, confirmed in rows]
    columns = np.array(found, np.int32).reshape(-1, 5).T
    return TermTable(columns[0].astype(np.intp), columns[1], columns[2], columns[3], columns[4].astype(bool))


def table_of_columns(groups: Array, firsts: Array, lasts: Array) -> TermTable:
    """A table of decrees, which have no kind and need no confirmation."""
    return TermTable(groups, firsts, lasts, np.zeros(len(groups), np.int32), np.ones(len(groups), bool))
