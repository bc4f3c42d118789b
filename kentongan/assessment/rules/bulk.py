"""Judges many groups at once, on many days, by arrays: the same ranks as `engine` gives, without reasons.

Days are ordinals (``date.toordinal``). A matrix has a row for each day and a column for each group, so that what is done to a
day is done to neighbours in memory. Take a few thousand groups at a time: their matrices then stay in the processor's cache.
"""

import datetime as dt
import math
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import Any

import numpy as np

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator, PointItem
from kentongan.assessment.rules.fact_tables import NEVER, Array, FactsTable, TermTable
from kentongan.assessment.rules.running_sums import Buckets, Pass, counters_of
from kentongan.evidence.kinds import DECREE, numbers_of

WHOLE = 1000
# Rows worked on at once: what is in the cache is quick to compare and to look up.
_ROWS = 16
_ALL = slice(None)


def ranks(
    document: Document, table: FactsTable, first_day: dt.date, last_day: dt.date, cut: dt.date | None = None
) -> Array:
    """The rank of each group (rows) on each day (columns), both days included. After ``cut`` nothing is known to happen."""
    return Judge(document, first_day, last_day, cut).ranks(table).T


def readings(document: Document, table: FactsTable, day: dt.date) -> dict[str, Array]:
    """The reading of each indicator for each group on one day, in the order of the instrument."""
    return Course(Judge(document, day, day), table).readings_on(day)


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
        if ((formed > look.first) | (ended <= look.last)).any():
            for rows in _blocks(found):
                days = look.days[rows, None]
                found[rows] *= (days >= formed) & (days < ended)
        return found

    @cached_property
    def state(self) -> Array:
        """Bit i for the i-th of the document's base indicators, where it is met."""
        kind = np.dtype(np.uint8 if len(self.document.base) <= 8 else np.uint16)
        state = np.zeros(self.counted.shape, kind)
        for rows in _blocks(state):
            for at, one in enumerate(self.document.base):
                met = self.counted.met(one, rows).view(np.uint8)
                state[rows] |= met.astype(kind, copy=False) << kind.type(at)
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
        for rows in _blocks(found):
            found[rows] = ranks.take(self.state[rows])
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
        counters = list(dict.fromkeys(one for indicator in document.base for one in counters_of(indicator)))
        self.buckets = {one: Buckets(one, first, last, cut) for one in counters}
        made = list(self.buckets.values())
        self.passes = [Pass(made[start : start + Pass.MOST]) for start in range(0, len(made), Pass.MOST)]


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

    def met(self, one: Indicator, rows: slice = _ALL) -> Array:
        """Whether the indicator is met, on each day of some rows."""
        match one.measure:
            case Measure.COUNT | Measure.MONTHS:
                return self._differences(one, rows)[0] >= one.limit
            case Measure.SHARE:
                # Without dividing: a share in whole thousandths reaches a whole limit when the share itself does.
                part, whole = self._differences(one, rows)
                wide = np.int64 if part.itemsize > 2 or one.limit > WHOLE else np.int32
                met = part * wide(WHOLE) >= whole * wide(one.limit)
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
        for counter in counters_of(one):
            sums, buckets = self._sums[counter], self.look.buckets[counter]
            found.append(_at(sums, buckets.highs[rows]) - _at(sums, buckets.lows[rows]))
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


def _at(sums: Array, places: Any) -> Array:
    """The rows at these places, or the row at one; those that follow one another, as nearly always, are not copied."""
    if np.ndim(places) and (np.diff(places) == 1).all():
        return sums[places[0] : places[-1] + 1]
    return sums.take(places, axis=0)


def _blocks(matrix: Array) -> Iterable[slice]:
    return (slice(start, start + _ROWS) for start in range(0, len(matrix), _ROWS))


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
