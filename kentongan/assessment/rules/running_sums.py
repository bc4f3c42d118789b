"""Counting the records of many groups in the windows of many days.

The days asked for and the edges of their windows cut the calendar into buckets; every record falls into
one, and a count is the difference of two running sums. Where many windows overlap, nearly all records lie in one bucket, which all
windows hold: those are only added up, several counters at a time in the fields of one 64-bit number.
"""

import datetime as dt
from dataclasses import dataclass

import numpy as np

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Indicator, Window
from kentongan.assessment.rules.fact_tables import Array, FactsTable, YearTable
from kentongan.evidence.kinds import numbers_of
from kentongan.evidence.rules.tally import DAY_SHIFT, MOST

# A word without its number: day, kind and standing.
_COUNT_BITS = MOST.bit_length()
_KEYS = 1 << (DAY_SHIFT - _COUNT_BITS + 9)
_FIELD_BITS = 63


@dataclass(frozen=True, slots=True)
class Counter:
    """Which records are counted, and in which windows; ``by_month`` counts months that hold any."""

    kinds: frozenset[int]
    confirmed_only: bool
    window: Window
    by_month: bool = False

    def first_day(self, day: dt.date) -> dt.date:
        return self.window.first_month(day) if self.by_month else self.window.first_day(day)


def counters_of(indicator: Indicator) -> list[Counter]:
    def counter(kinds: tuple[str, ...]) -> Counter:
        by_month = indicator.measure == Measure.MONTHS
        return Counter(numbers_of(kinds), indicator.confirmed_only, indicator.window, by_month)

    match indicator.measure:
        case Measure.COUNT | Measure.MONTHS:
            return [counter(indicator.kinds)]
        case Measure.SHARE:
            return [counter(indicator.kinds), counter(indicator.of)]
        case Measure.POINTS:
            return [counter(item.kinds) for item in indicator.items]
        case _:
            return []


class Buckets:
    """How one counter cuts the calendar, for the days from ``first`` to ``last``."""

    def __init__(self, counter: Counter, first: int, last: int, cut: int) -> None:
        self.counter, self.cut = counter, cut
        days = np.arange(first, last + 1)
        lows = np.array([counter.first_day(dt.date.fromordinal(day)).toordinal() for day in days.tolist()])
        self.breaks = np.union1d(days, lows - 1)
        # For each day the rows of running sums between which its window lies.
        self.highs, self.lows = np.searchsorted(self.breaks, days), np.searchsorted(self.breaks, lows - 1)
        self.low, self.high = int(lows[0]), min(last, cut)
        # The days that every window holds; of months, those that are over before the first day.
        whole = dt.date.fromordinal(first).replace(day=1).toordinal() - 1 if counter.by_month else first
        self.base = (int(lows[-1]), min(whole, cut))
        self.base_bucket = int(self.highs[0])

    @property
    def has_base(self) -> bool:
        return self.base[0] <= self.base[1]

    def is_edge(self, days: Array) -> Array:
        """Whether a record of the day must be put into its bucket by itself."""
        inside = (days >= self.low) & (days <= self.high)
        return inside & ((days < self.base[0]) | (days > self.base[1]))

    def is_base(self, days: Array) -> Array:
        return (days >= self.base[0]) & (days <= self.base[1])

    def of(self, days: Array) -> Array:
        return np.searchsorted(self.breaks, days)

    def mark(self, days: Array, chosen: Array) -> Array:
        """Which keys of a year the counter looks at, of the chosen days: an array over day, kind and standing."""
        marks = np.zeros((512, 256, 2), bool)
        standings = np.array([1] if self.counter.confirmed_only else [0, 1])
        kinds = np.array(sorted(self.counter.kinds), np.intp)
        rows = np.zeros(512, bool)
        rows[: len(days)] = chosen
        marks[np.ix_(rows, kinds, standings)] = True
        return marks.reshape(-1)


@dataclass(frozen=True, eq=False)
class _Year:
    """One year's answers for a few counters, asked by the key of a word."""

    # Whether any counter looks at such a word at all.
    asked: Array
    # A bit for each counter that looks at such a word, months all windows hold left out.
    wanted: Array
    # 2 where some counter's bucket must be found, 1 where all that look at it count it in their base, else 0.
    weight: Array
    # A field for each counter: 1 where the word lies in the days all windows hold.
    base: Array | None
    # For each counter that counts months: a bit for each month that all windows hold.
    months: dict[int, Array]
    # For each counter, the bucket of each day of the year, and whether that day lies in all windows.
    bucket_of: Array
    in_base: Array
    month_of: Array


class Pass:
    """A few counters that are counted together."""

    MOST = 6

    def __init__(self, buckets: list[Buckets]) -> None:
        self.buckets = buckets
        self.bits = _FIELD_BITS // len(buckets)
        self._years: dict[int, _Year | None] = {}

    def year(self, year: int) -> _Year | None:
        """Made when first asked for; None where no counter looks into the year."""
        if year not in self._years:
            self._years[year] = self._make(year)
        return self._years[year]

    def _make(self, year: int) -> _Year | None:
        first, end = dt.date(year, 1, 1).toordinal(), dt.date(year + 1, 1, 1).toordinal()
        days = np.arange(first, end)
        if not any(one.low < end and one.high >= first for one in self.buckets):
            return None
        months = np.array([dt.date.fromordinal(day).month - 1 for day in days.tolist()])
        wanted, edge = np.zeros(_KEYS, np.uint8), np.zeros(_KEYS, np.uint8)
        base = np.zeros(_KEYS, np.uint64)
        in_months = {}
        for at, one in enumerate(self.buckets):
            is_base, is_edge = one.is_base(days), one.is_edge(days)
            edge_keys, base_keys = one.mark(days, is_edge), one.mark(days, is_base)
            edge |= edge_keys.astype(np.uint8) << at
            if one.counter.by_month:
                wanted |= edge_keys.astype(np.uint8) << at
                if is_base.any():
                    bits = np.zeros(512, np.uint16)
                    bits[: len(days)] = 1 << months
                    in_months[at] = np.repeat(bits, 512) * base_keys
            else:
                wanted |= (edge_keys | base_keys).astype(np.uint8) << at
                base |= base_keys.astype(np.uint64) << np.uint64(at * self.bits)
        asked = wanted != 0
        for months_asked in in_months.values():
            asked |= months_asked != 0
        return _Year(
            asked=asked,
            wanted=wanted,
            weight=np.where(edge, 2, wanted != 0).astype(np.uint8),
            base=base if base.any() else None,
            months=in_months,
            bucket_of=np.stack([one.of(days) for one in self.buckets]),
            in_base=np.stack([one.is_base(days) for one in self.buckets]),
            month_of=months,
        )

    def count(self, table: FactsTable) -> list[Array]:
        """For each counter the running sums over its buckets: a row for each break, a column for each group."""
        groups = len(table)
        found: list[list[tuple[Array, Array]]] = [[] for _one in self.buckets]
        bases: list[Array | None] = [None] * len(self.buckets)
        years = []
        for one in table.years:
            year = self.year(one.year)
            if year is not None:
                years.append(_asked(year, one))
                self._find(year, years[-1], groups, found, bases)
        # Narrow numbers are what makes many days quick.
        width = np.uint16 if _most(years, groups) < 1 << 16 else np.int64
        return [self._summed(*parts, groups, width) for parts in zip(self.buckets, found, bases, strict=True)]

    def _summed(
        self, one: Buckets, found: list[tuple[Array, Array]], base: Array | None, groups: int, width: type
    ) -> Array:
        rows = len(one.breaks) + 1
        flat: Array = np.zeros(rows * groups, width)
        for cells, weights in found:
            np.add.at(flat, cells, weights.astype(width))
        sums = flat.reshape(rows, groups)
        if base is not None:
            sums[one.base_bucket] += base.astype(width)
        for row in range(1, rows):
            np.add(sums[row], sums[row - 1], out=sums[row])
        return sums

    def _find(
        self,
        year: _Year,
        table: YearTable,
        groups: int,
        found: list[list[tuple[Array, Array]]],
        bases: list[Array | None],
    ) -> None:
        """Note in which cell, of buckets and groups, each word of a year counts, and for how much."""
        if not len(table.words):
            return
        keys = table.words >> _COUNT_BITS
        many = (table.words & MOST).astype(np.uint8)
        owners = np.repeat(table.groups.astype(np.int32), table.sizes)
        if year.base is not None or year.months:
            self._add_base(year, table, keys, groups, bases)
            # What no base has counted fully: 2 at an edge, and 1 where it stands for several.
            chosen = np.flatnonzero(year.weight.take(keys) + (many != 1) > 1)
            keys, many, owners = keys.take(chosen), many.take(chosen), owners.take(chosen)
        wanted, days = year.wanted.take(keys), (keys >> 9).astype(np.uint16)
        for at, one in enumerate(self.buckets):
            chosen = np.flatnonzero((wanted & (1 << at)) != 0)
            if not len(chosen):
                continue
            mine, days_of = owners.take(chosen), days.take(chosen)
            if one.counter.by_month:
                # Words lie in order of days: a month's first is the one that counts.
                months = mine * 12 + year.month_of.take(days_of)
                is_first = np.concatenate(([True], months[1:] != months[:-1]))
                mine, days_of = mine[is_first], days_of[is_first]
                weights = np.ones(len(mine))
            else:
                weights = many.take(chosen) - year.in_base[at].take(days_of)
            cells = (year.bucket_of[at] * groups).take(days_of)
            cells += mine
            found[at].append((cells, weights))

    def _add_base(self, year: _Year, table: YearTable, keys: Array, groups: int, bases: list[Array | None]) -> None:
        """Add up what all windows hold. A word counts once here; those that stand for several are made up for by their weights."""
        starts = np.cumsum(table.sizes) - table.sizes
        if year.base is not None:
            # No field may run over: whoever has more words than one holds gets several rows.
            most = (1 << self.bits) - 1
            rows = -(-table.sizes // most)
            nth = np.arange(rows.sum()) - np.repeat(np.cumsum(rows) - rows, rows)
            owners = np.repeat(table.groups, rows)
            fields = np.add.reduceat(year.base.take(keys), np.repeat(starts, rows) + nth * most)
            for at, one in enumerate(self.buckets):
                if one.has_base and not one.counter.by_month:
                    counted = (fields >> np.uint64(at * self.bits)) & np.uint64(most)
                    _add_to(bases, at, np.bincount(owners, counted, groups))
        for at, bits in year.months.items():
            held = np.bitwise_count(np.bitwise_or.reduceat(bits.take(keys), starts))
            _add_to(bases, at, np.bincount(table.groups, held, groups))


def _asked(year: _Year, table: YearTable) -> YearTable:
    """Only the words that some counter looks at: for one date they are few, and all that follows costs more than leaving out."""
    chosen = np.flatnonzero(year.asked.take(table.words >> _COUNT_BITS))
    sizes = np.diff(np.searchsorted(chosen, np.cumsum(table.sizes)), prepend=0)
    filled = sizes > 0
    return YearTable(table.year, table.groups[filled], sizes[filled], table.words.take(chosen))


def _most(years: list[YearTable], groups: int) -> int:
    """No group has more of these records than this."""
    words = sum(np.bincount(year.groups, year.sizes, groups) for year in years)
    many = max((int((year.words & MOST).max(initial=0)) for year in years), default=0)
    return int(np.max(words, initial=0)) * many


def _add_to(sums: list[Array | None], at: int, more: Array) -> None:
    before = sums[at]
    sums[at] = more if before is None else before + more
