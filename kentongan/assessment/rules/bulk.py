"""Judges many groups at once, on many days, by arrays: the same ranks as `engine` gives, without reasons.

Days are ordinals (``date.toordinal``). A matrix has a row for each day and a column for each group, so that what is done to a
day is done to neighbours in memory. Take a few thousand groups at a time: their matrices then stay in the processor's cache.

How records are counted. The days asked for and the edges of their windows cut the calendar into buckets; every record falls into
one, and a count is the difference of two running sums. Where many windows overlap, nearly all records lie in one bucket, which all
windows hold: those are only added up, several counters at a time in the fields of one 64-bit number.
"""

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator, PointItem, Window
from kentongan.assessment.rules.facts import Facts
from kentongan.evidence.kinds import BY_CODE, DECREE, numbers_of
from kentongan.evidence.rules.tally import DAY_SHIFT, MOST, pack

Array = NDArray[Any]

# After every day there is.
NEVER = 1 << 22
WHOLE = 1000
# A word without its number: day, kind and standing.
_COUNT_BITS = MOST.bit_length()
_KEYS = 1 << (DAY_SHIFT - _COUNT_BITS + 9)
_FIELD_BITS = 63
# Rows looked up at once.
_ROWS = 32
_ALL = slice(None)


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
        records = defaultdict(list)
        for item in one.items:
            records[item.on.year].append((item.on, BY_CODE[item.kind].number, item.confirmed))
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
    sizes = np.fromiter(map(len, tallies), np.intp, len(tallies)) // 4
    filled = sizes > 0
    words = np.frombuffer(b"".join(tallies), "<u4")
    return YearTable(year, np.asarray(groups, np.intp)[filled], sizes[filled], words)


def term_table(rows: Iterable[tuple[int, dt.date, dt.date, int, bool]]) -> TermTable:
    """A table of (place of the group, first day, last day, number of kind, confirmed)."""
    found = [(at, first.toordinal(), last.toordinal(), kind, confirmed) for at, first, last, kind, confirmed in rows]
    columns = np.array(found, np.int32).reshape(-1, 5).T
    return TermTable(columns[0].astype(np.intp), columns[1], columns[2], columns[3], columns[4].astype(bool))


def table_of_columns(groups: Array, firsts: Array, lasts: Array) -> TermTable:
    """A table of decrees, which have no kind and need no confirmation."""
    return TermTable(groups, firsts, lasts, np.zeros(len(groups), np.int32), np.ones(len(groups), bool))


def ranks(
    document: Document, table: FactsTable, first_day: dt.date, last_day: dt.date, cut: dt.date | None = None
) -> Array:
    """The rank of each group (rows) on each day (columns), both days included. After ``cut`` nothing is known to happen."""
    return Judge(document, first_day, last_day, cut).ranks(table).T


def readings(document: Document, table: FactsTable, day: dt.date) -> dict[str, Array]:
    """The reading of each indicator for each group on one day, in the order of the instrument."""
    return Course(Judge(document, day, day), table).readings_on(day)


# --- What is counted ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Counter:
    """Which records are counted, and in which windows; ``by_month`` counts months that hold any."""

    kinds: frozenset[int]
    confirmed_only: bool
    window: Window
    by_month: bool = False

    def first_day(self, day: dt.date) -> dt.date:
        return self.window.first_month(day) if self.by_month else self.window.first_day(day)


def _counters_of(indicator: Indicator) -> list[_Counter]:
    def counter(kinds: tuple[str, ...]) -> _Counter:
        by_month = indicator.measure == Measure.MONTHS
        return _Counter(numbers_of(kinds), indicator.confirmed_only, indicator.window, by_month)

    match indicator.measure:
        case Measure.COUNT | Measure.MONTHS:
            return [counter(indicator.kinds)]
        case Measure.SHARE:
            return [counter(indicator.kinds), counter(indicator.of)]
        case Measure.POINTS:
            return [counter(item.kinds) for item in indicator.items]
        case _:
            return []


class _Buckets:
    """How one counter cuts the calendar, for the days from ``first`` to ``last``."""

    def __init__(self, counter: _Counter, first: int, last: int, cut: int) -> None:
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

    # A bit for each counter that looks at such a word at all.
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


class _Pass:
    """A few counters that are counted together."""

    MOST = 6

    def __init__(self, buckets: list[_Buckets]) -> None:
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
        return _Year(
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
        for one in table.years:
            year = self.year(one.year)
            if year is not None and len(one.words):
                self._find(year, one, groups, found, bases)
        # Narrow numbers are what makes many days quick.
        width = np.uint16 if _most(table) < 1 << 16 else np.int64
        return [self._summed(*parts, groups, width) for parts in zip(self.buckets, found, bases, strict=True)]

    def _summed(
        self, one: _Buckets, found: list[tuple[Array, Array]], base: Array | None, groups: int, width: type
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
        keys = (table.words >> _COUNT_BITS).astype(np.intp)
        many = (table.words & MOST).astype(np.uint8)
        owners = np.repeat(table.groups, table.sizes)
        if year.base is not None or year.months:
            self._add_base(year, table, keys, groups, bases)
            # What no base has counted fully: 2 at an edge, and 1 where it stands for several.
            chosen = np.flatnonzero(year.weight.take(keys) + (many != 1) > 1)
            keys, many, owners = keys.take(chosen), many.take(chosen), owners.take(chosen)
        wanted, days = year.wanted.take(keys), keys >> 9
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
            found[at].append((year.bucket_of[at].take(days_of) * groups + mine, weights))

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


def _most(table: FactsTable) -> int:
    """No group of the table has more records than this."""
    words = sum(np.bincount(year.groups, year.sizes, len(table)) for year in table.years)
    many = max((int((year.words & MOST).max(initial=0)) for year in table.years), default=0)
    return int(np.max(words, initial=0)) * many


def _add_to(sums: list[Array | None], at: int, more: Array) -> None:
    before = sums[at]
    sums[at] = more if before is None else before + more


# --- What is judged -----------------------------------------------------------------------------------------


class Judge:
    """An instrument for the days from ``first_day`` to ``last_day``. Made once, asked for table after table."""

    def __init__(self, document: Document, first_day: dt.date, last_day: dt.date, cut: dt.date | None = None) -> None:
        self.document = document
        self.days = (last_day - first_day).days + 1
        # A rise on the first day that still counts is seen from the day before it.
        self.lookback = max(document.grace, document.stay + 1 if document.stay else 0)
        self.look = _Look(
            document,
            first_day.toordinal() - self.lookback,
            last_day.toordinal(),
            cut.toordinal() if cut else NEVER,
        )

    def ranks(self, table: FactsTable) -> Array:
        """The rank on each day (rows) of each group (columns)."""
        return Course(self, table).ranks

    # What has to be known of a group

    @property
    def first_day(self) -> dt.date:
        """The first day whose decrees and intervals matter."""
        return dt.date.fromordinal(self.look.first)

    @property
    def last_day(self) -> dt.date:
        return dt.date.fromordinal(min(self.look.last, self.look.cut))

    @property
    def years(self) -> range:
        """The calendar years whose records matter."""
        lows = [one.low for one in self.look.buckets.values()]
        return range(dt.date.fromordinal(min(lows)).year, self.last_day.year + 1) if lows else range(0)

    @property
    def asks_decrees(self) -> bool:
        return any(one.measure == Measure.IN_FORCE and DECREE in one.kinds for one in self.document.base)

    @cached_property
    def span_kinds(self) -> frozenset[int]:
        """Numbers of the kinds whose intervals matter."""
        return numbers_of(kind for one in self.document.base if one.measure == Measure.IN_FORCE for kind in one.kinds)


class Course:
    """How the groups of one table fare. Every matrix has a row for each day; all but `ranks` begin ``lookback`` days earlier."""

    def __init__(self, judge: Judge, table: FactsTable) -> None:
        self.judge, self.table = judge, table
        self.document = judge.document
        self.counted = _Readings(judge.look, table)

    @cached_property
    def ranks(self) -> Array:
        return _kept(self.raw, self.document.grace, self.document.stay, self.judge.days)

    @cached_property
    def raw(self) -> Array:
        """The ranks by the state of each day alone."""
        look, table = self.judge.look, self.table
        found = self._by_score() if self.document.by_score else self._by_rules()
        formed = np.where(table.formed > look.cut, NEVER, table.formed)
        ended = np.where(table.ended > look.cut, NEVER, table.ended)
        partly = np.flatnonzero((formed > look.first) | (ended <= look.last))
        if len(partly):
            days = look.days[:, None]
            found[:, partly] *= (days >= formed[partly]) & (days < ended[partly])
        return found

    @cached_property
    def state(self) -> Array:
        """Bit i for the i-th of the document's base indicators, where it is met."""
        kind = np.dtype(np.uint8 if len(self.document.base) <= 8 else np.uint16)
        state = np.zeros(self.counted.shape, kind)
        for at, one in enumerate(self.document.base):
            state |= self.counted.met(one).view(np.uint8).astype(kind, copy=False) << kind.type(at)
        return state

    def readings_on(self, day: dt.date) -> dict[str, Array]:
        """The reading of each indicator on one day, in the order of the instrument."""
        row = day.toordinal() - self.judge.look.first
        found = {one.key: self.counted.value(one, row) for one in self.document.base}
        state = np.zeros(len(self.table), np.intp)
        for at, one in enumerate(self.document.base):
            state |= (found[one.key] >= one.limit).astype(np.intp) << at
        full = full_states(self.document)[state]
        for at, one in enumerate(self.document.indicators):
            if one.is_composite:
                found[one.key] = full[:, at].astype(np.int32)
        return {one.key: found[one.key] for one in self.document.indicators}

    def _by_rules(self) -> Array:
        ranks = ranks_of_states(self.document)
        found = np.empty(self.counted.shape, np.int8)
        # A few rows at a time: looking up makes each state a large number first.
        for start in range(0, len(found), _ROWS):
            found[start : start + _ROWS] = ranks.take(self.state[start : start + _ROWS])
        return found

    def _by_score(self) -> Array:
        """Compared as whole numbers, of which ``whole`` make one point."""
        document = self.document
        whole = math.lcm(*(one.limit for one in document.indicators))
        full = full_states(document)[self.state]
        score = np.zeros(self.counted.shape, np.int64 if _fits(document, whole) else object)
        for at, one in enumerate(document.indicators):
            if one.is_composite:
                score += full[:, :, at] * (one.weight * whole)
            elif one.measure == Measure.POINTS and not one.weight:
                score += self.counted.value(one).astype(score.dtype) * whole
            elif one.weight:
                level = np.minimum(self.counted.value(one), one.limit).astype(score.dtype)
                score += level * (one.weight * (whole // one.limit))
        found = np.zeros(self.counted.shape, np.int8)
        for tier in reversed(document.tiers):
            found[score >= tier.least_score * whole] = document.rank_of(tier)
        return found


class _Look:
    """The days looked at and all counters, by what they count."""

    def __init__(self, document: Document, first: int, last: int, cut: int) -> None:
        self.first, self.last, self.cut = first, last, cut
        self.days = np.arange(first, last + 1, dtype=np.int32)
        counters = list(dict.fromkeys(one for indicator in document.base for one in _counters_of(indicator)))
        self.buckets = {one: _Buckets(one, first, last, cut) for one in counters}
        made = list(self.buckets.values())
        self.passes = [_Pass(made[start : start + _Pass.MOST]) for start in range(0, len(made), _Pass.MOST)]


class _Readings:
    """What is counted of one table."""

    def __init__(self, look: _Look, table: FactsTable) -> None:
        self.look, self.table = look, table
        self.shape = (len(look.days), len(table))
        self._lasts_of: dict[str, Array] = {}
        self._sums = {
            buckets.counter: sums
            for one in look.passes
            for buckets, sums in zip(one.buckets, one.count(table), strict=True)
        }

    def met(self, one: Indicator) -> Array:
        """Whether the indicator is met, on each day. Row by row where it can be: what is in the cache is quick to compare."""
        found = np.empty(self.shape, bool)
        # A few rows at a time: what is in the cache is quick to compare.
        for start in range(0, len(found), _ROWS):
            rows = slice(start, start + _ROWS)
            found[rows] = self._met(one, rows)
        return found

    def _met(self, one: Indicator, rows: slice) -> Array:
        match one.measure:
            case Measure.COUNT | Measure.MONTHS:
                return self._differences(one, rows)[0] >= one.limit
            case Measure.SHARE:
                # Without dividing: a share in whole thousandths reaches a whole limit when the share itself does.
                part, whole = self.counts(one, rows)
                met = part * WHOLE >= whole * one.limit
                return met if one.empty_is_met and one.limit <= WHOLE else met & (whole > 0)
            case Measure.IN_FORCE:
                return self._lasts(one)[rows] >= self.look.days[:, None][rows] + (one.limit - 1)
            case _:
                return self.value(one, rows) >= one.limit

    def value(self, one: Indicator, rows: int | slice = _ALL) -> Array:
        """The reading of a base indicator on each day of some rows, or on the day of one."""
        match one.measure:
            case Measure.IN_FORCE:
                return np.maximum(self._lasts(one)[rows] - self.look.days[:, None][rows] + 1, 0)
            case Measure.SHARE:
                part, whole = self.counts(one, rows)
                return np.where(whole == 0, WHOLE * one.empty_is_met, part * WHOLE // np.maximum(whole, 1))
            case Measure.POINTS:
                return np.sum([_points(*pair) for pair in zip(one.items, self.counts(one, rows), strict=True)], axis=0)
            case _:
                return self.counts(one, rows)[0]

    def counts(self, one: Indicator, rows: int | slice = _ALL) -> list[Array]:
        """What an indicator counts: the part and the whole of a share, each item of points, or one count."""
        return [count.astype(np.int64) for count in self._differences(one, rows)]

    def _differences(self, one: Indicator, rows: int | slice) -> list[Array]:
        """For each of its counters what lies between the running sums at both ends of the windows; never below nothing."""
        found = []
        for counter in _counters_of(one):
            sums, buckets = self._sums[counter], self.look.buckets[counter]
            found.append(sums.take(buckets.highs[rows], axis=0) - sums.take(buckets.lows[rows], axis=0))
        return found

    def _lasts(self, one: Indicator) -> Array:
        """For each day the last day of whatever has begun: while it is not over, that is what is in force."""
        if one.key in self._lasts_of:
            return self._lasts_of[one.key]
        lasts = np.zeros(self.shape, np.int32)
        table = self.table
        if DECREE in one.kinds:
            self._note(lasts, table.decrees, np.ones(len(table.decrees), bool))
        if len(table.spans):
            chosen = np.isin(table.spans.kinds, sorted(numbers_of(one.kinds)))
            if one.confirmed_only:
                chosen &= table.spans.confirmed
            self._note(lasts, table.spans, chosen)
        for row in range(1, len(lasts)):
            np.maximum(lasts[row], lasts[row - 1], out=lasts[row])
        self._lasts_of[one.key] = lasts
        return lasts

    def _note(self, lasts: Array, terms: TermTable, chosen: Array) -> None:
        look = self.look
        chosen = chosen & (terms.firsts <= min(look.last, look.cut)) & (terms.lasts >= look.first)
        rows = np.maximum(terms.firsts[chosen] - look.first, 0)
        np.maximum.at(lasts, (rows, terms.groups[chosen]), terms.lasts[chosen])


def _fits(document: Document, whole: int) -> bool:
    """Whether every score there can be is a 64-bit number."""
    most = sum(one.weight for one in document.indicators)
    most += sum(item.cap or item.points << 31 for one in document.indicators for item in one.items)
    return most * whole < 1 << 62


def _points(item: PointItem, count: Array) -> Array:
    points = count * np.int64(item.points)
    return np.minimum(points, item.cap) if item.cap else points


def _kept(raw: Array, grace: int, stay: int, days: int) -> Array:
    """Ranks of the last ``days`` rows: the highest of the days of grace, and of the rises that are to stay."""
    found = _highest(raw[len(raw) - days - grace :], grace)
    if stay:
        rises = np.where(raw[1:] > raw[:-1], raw[1:], np.int8(0))
        found = np.maximum(found, _highest(rises[len(rises) - days - stay :], stay))
    return found


def _highest(rows: Array, back: int) -> Array:
    """For each row that has ``back`` rows before it: the highest of all those and itself."""
    width = 1
    while width <= back:
        step = min(width, back + 1 - width)
        rows = np.maximum(rows[step:], rows[:-step])
        width += step
    return rows


# --- States as bits -----------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def full_states(document: Document) -> Array:
    """For each state of the base indicators (rows), whether each of all indicators (columns) is met."""
    return np.array([[one.key in state for one in document.indicators] for state in _states(document)])


@lru_cache(maxsize=64)
def ranks_of_states(document: Document) -> Array:
    """The raw rank of each state of the base indicators, of an instrument that goes by rules."""
    return np.array([document.rank_of_state(state) for state in _states(document)], np.int8)


def _states(document: Document) -> Iterable[frozenset[str]]:
    keys = [one.key for one in document.base]
    for bits in range(1 << len(keys)):
        yield document.completed(frozenset(key for at, key in enumerate(keys) if bits >> at & 1))
