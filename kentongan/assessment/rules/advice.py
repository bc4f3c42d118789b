"""The least work that lifts a group: which records, made on the day, would bring it to a tier.

What someone would have to leave undone is never advised: records are only ever added.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.course import rank_of_levels, score_parts, state_of_levels
from kentongan.assessment.rules.document import Document, Indicator
from kentongan.assessment.rules.facts import Facts, Item, Term, pieces
from kentongan.assessment.rules.indicators import Reading, codes_of, points_of, readings_on, share_of
from kentongan.evidence.kinds import BY_CODE, DECREE

# A new decree, a new programme of work: long enough for every limit.
TERM = dt.timedelta(days=3 * 365 - 1)
# More work than this is no step any more.
MOST_UNITS = 1000
MOST_WAYS = 64


@dataclass(frozen=True, slots=True)
class Step:
    """``n`` pieces of work of one sort: records of any of ``kinds``, a new decree ("sk"), or months with such records.

    ``serves`` names the indicators it is for; ``confirmed_only`` tells that records count only once confirmed.
    """

    measure: Measure
    kinds: tuple[str, ...]
    n: int
    serves: tuple[str, ...]
    confirmed_only: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """The steps to a rank. ``items`` and ``terms`` are the records it was tried with, ``ready_on`` the day of the last one."""

    rank: int
    steps: tuple[Step, ...]
    ready_on: dt.date
    units: int
    items: tuple[Item, ...] = ()
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Ahead:
    """Months with activity that have to follow the day's own, and the first days of these months."""

    key: str
    days: tuple[dt.date, ...]


@dataclass
class Work:
    """What is to be done so far: how many of which kind, for which indicators, and in which later months."""

    acts: Counter[str] = field(default_factory=Counter)
    served: dict[str, set[str]] = field(default_factory=dict)
    ahead: list[Ahead] = field(default_factory=list)

    @property
    def units(self) -> int:
        return sum(self.acts.values()) + sum(len(one.days) for one in self.ahead)

    def do(self, act: str, n: int, serves: set[str]) -> None:
        self.acts[act] += n
        self.served.setdefault(act, set()).update(serves)


def advise(document: Document, known: Facts, day: dt.date, rank: int) -> Advice | None:
    """The least work that gives a group at least this raw rank on the day; None where no work does."""
    if not known.exists_on(day):
        return None
    return Scene(document, known, day).advice_for(rank)


class Scene:
    """A group on a day, and what it would be with more records made on that day."""

    def __init__(self, document: Document, known: Facts, day: dt.date) -> None:
        self.document, self.known, self.day = document, known, day
        self.readings = readings_on(document, known, day)

    def advice_for(self, rank: int) -> Advice | None:
        works = [self._by_score(rank)] if self.document.by_score else [self._by_way(way) for way in self._ways(rank)]
        fitting = [work for work in works if work and self.rank_with(work) >= rank]
        if not fitting:
            return None
        best = min(fitting, key=lambda work: (work.units, self._ready_on(work)))
        self._spare(best, rank)
        return self._told(best)

    def _told(self, work: Work) -> Advice:
        items, terms = self._records(work)
        if work.ahead:
            rank = self.rank_with(work)
        else:
            found = readings_on(self.document, self.known.with_added(items, terms), self.day)
            rank = rank_of_levels(self.document, {key: reading.value for key, reading in found.items()})
        return Advice(rank, self._steps(work), self._ready_on(work), work.units, items, terms)

    # --- What the day would be --------------------------------------------------------------------------------

    def rank_with(self, work: Work) -> int:
        return rank_of_levels(self.document, self.levels_with(work))

    def levels_with(self, work: Work) -> dict[str, int]:
        """The readings of the day with this work done; months that lie ahead are taken as done."""
        levels = {one.key: self._level(one, work.acts) for one in self.document.base}
        for month in work.ahead:
            one = self.document.by_key[month.key]
            if self._is_begun(self.readings[one.key]) or _added(one.kinds, work.acts):
                levels[one.key] = one.limit
        return levels

    def _level(self, one: Indicator, acts: Mapping[str, int]) -> int:
        reading = self.readings[one.key]
        if one.measure == Measure.IN_FORCE:
            renewed = any(acts.get(act) for act in self._acts_of(one))
            return max(reading.value, TERM.days + 1) if renewed else reading.value
        if one.measure == Measure.MONTHS:
            return reading.value + (_added(one.kinds, acts) > 0 and not self._is_begun(reading))
        if one.measure == Measure.COUNT:
            return reading.value + _added(one.kinds, acts)
        if one.measure == Measure.SHARE:
            part, whole = pieces(reading.items) + _added(one.kinds, acts), pieces(reading.whole) + _added(one.of, acts)
            return share_of(one, part, whole)
        return points_of(one, [_held(item.kinds, reading) + _added(item.kinds, acts) for item in one.items])

    def _is_begun(self, reading: Reading) -> bool:
        """Whether the day's own month already holds one of the records counted."""
        return any((item.on.year, item.on.month) == (self.day.year, self.day.month) for item in reading.items)

    @cached_property
    def acts(self) -> tuple[str, ...]:
        """The kinds worth trying: of those that every indicator treats alike, the first one named."""
        by_signature: dict[tuple[bool, ...], str] = {}
        for one in self.document.base:
            for act in self._acts_of(one):
                by_signature.setdefault(self._signature(act), act)
        return tuple(by_signature.values())

    def _acts_of(self, one: Indicator) -> tuple[str, ...]:
        """The kinds of records by which an indicator grows."""
        if one.measure == Measure.IN_FORCE:
            spans = tuple(code for code in _in_order(one.kinds) if BY_CODE[code].is_span)
            return ((DECREE,) if DECREE in one.kinds else ()) + spans
        return _in_order(one.kinds or tuple(kind for item in one.items for kind in item.kinds))

    def _signature(self, act: str) -> tuple[bool, ...]:
        groups = [
            kinds for one in self.document.base for kinds in (one.kinds, one.of, *(item.kinds for item in one.items))
        ]
        return (act == DECREE, *(act in codes_of(kinds) for kinds in groups))

    # --- The least work ---------------------------------------------------------------------------------------

    def _ways(self, rank: int) -> Iterator[frozenset[str]]:
        """Sets of indicators that have to be met, of which each opens a tier of at least this rank."""
        for tier, rule in self.document.rules_in_order():
            if self.document.rank_of(tier) >= rank:
                yield from islice(self._meeting(rule.met), MOST_WAYS)

    def _meeting(self, keys: frozenset[str]) -> Iterator[frozenset[str]]:
        """The sets of base indicators that meet all of these, without those that are met."""
        choices = [self._choices(key) for key in sorted(keys)]
        return (frozenset().union(*chosen) for chosen in product(*choices))

    def _choices(self, key: str) -> list[frozenset[str]]:
        one = self.document.by_key[key]
        if self.readings[key].is_met:
            return [frozenset()]
        if one.measure == Measure.ALL_OF:
            return list(islice(self._meeting(frozenset(one.parts)), MOST_WAYS))
        if one.measure == Measure.ANY_OF:
            return [way for part in one.parts for way in self._choices(part)]
        return [frozenset({key})]

    def _by_way(self, keys: frozenset[str]) -> Work | None:
        """The work that meets these indicators: always next what serves most of them at once."""
        wanted = [one for one in self.document.base if one.key in keys]
        work = Work()
        while lacking := self._lacking(wanted, work):
            act, served = max(
                ((act, self._growing(act, lacking, work)) for act in self.acts), key=lambda pair: len(pair[1])
            )
            if served:
                counts = [
                    missing for one, missing in lacking.values() if one.key in served and one.measure == Measure.COUNT
                ]
                work.do(act, min(counts) if len(counts) == len(served) else 1, served)
            elif not self._wait_for_months(lacking, work):
                return None
            if work.units > MOST_UNITS:
                return None
        return work

    def _lacking(self, wanted: list[Indicator], work: Work) -> dict[str, tuple[Indicator, int]]:
        levels = self.levels_with(work)
        return {one.key: (one, one.limit - levels[one.key]) for one in wanted if levels[one.key] < one.limit}

    def _growing(self, act: str, lacking: Mapping[str, tuple[Indicator, int]], work: Work) -> set[str]:
        """Which of the lacking indicators one more record of this kind brings nearer."""
        more = work.acts + Counter([act])
        return {key for key, (one, missing) in lacking.items() if self._level(one, more) > one.limit - missing}

    def _wait_for_months(self, lacking: Mapping[str, tuple[Indicator, int]], work: Work) -> bool:
        """Plan the coming months for an indicator of months; False where none is lacking, or no wait helps."""
        for key, (one, _missing) in lacking.items():
            if one.measure == Measure.MONTHS and (days := self._coming_months(one)):
                work.ahead.append(Ahead(key, days))
                return True
        return False

    def _coming_months(self, one: Indicator) -> tuple[dt.date, ...]:
        """First days of the coming months that need a record, after one in the day's own month; old months leave meanwhile."""
        present = {_month(item.on) for item in self.readings[one.key].items} | {_month(self.day)}
        coming: list[int] = []
        month = _month(self.day)
        while len(coming) < one.window.months:
            month += 1
            coming.append(month)
            present.add(month)
            if sum(month - one.window.months < each <= month for each in present) >= one.limit:
                return tuple(dt.date(each // 12, each % 12 + 1, 1) for each in coming)
        return ()

    def _by_score(self, rank: int) -> Work | None:
        """The work that reaches the least score of a rank: always next what adds most."""
        least = self.document.tiers[-rank].least_score
        work = Work()
        while True:
            parts, whole = self._score(work)
            lacking = least * whole - sum(parts.values())
            if lacking <= 0:
                return work
            gains = {act: self._gain(act, 1, work, parts) for act in self.acts}
            act, gain = max(gains.items(), key=lambda pair: pair[1], default=("", 0))
            if gain <= 0 or work.units >= MOST_UNITS:
                return None
            n, most = 1, -(-lacking // gain)
            while n < most and self._gain(act, 2 * n, work, parts) == 2 * n * gain:
                n *= 2
            n = min(n, most)
            after, _whole = self._score(_with(work, act, n))
            work.do(act, n, {one.key for one in self.document.base if after[one.key] > parts[one.key]})

    def _score(self, work: Work) -> tuple[dict[str, int], int]:
        levels = self.levels_with(work)
        return score_parts(self.document, levels, state_of_levels(self.document, levels))

    def _gain(self, act: str, n: int, work: Work, parts: Mapping[str, int]) -> int:
        return sum(self._score(_with(work, act, n))[0].values()) - sum(parts.values())

    def _spare(self, work: Work, rank: int) -> None:
        """Leave out what later work made needless."""
        for act in list(work.acts):
            while work.acts[act]:
                work.acts[act] -= 1
                if self.rank_with(work) < rank:
                    work.acts[act] += 1
                    break

    # --- Told -------------------------------------------------------------------------------------------------

    def _records(self, work: Work) -> tuple[tuple[Item, ...], tuple[Term, ...]]:
        items, terms = [], []
        for act, n in work.acts.items():
            if act == DECREE:
                terms += [Term(self.day, self.day + TERM)] * n
            else:
                until = self.day + TERM if BY_CODE[act].is_span else None
                items += [Item(act, self.day, until=until)] * n
        for one in work.ahead:
            kind = self._acts_of(self.document.by_key[one.key])[0]
            items += [Item(kind, day) for day in one.days]
        return tuple(items), tuple(terms)

    def _ready_on(self, work: Work) -> dt.date:
        return max((one.days[-1] for one in work.ahead), default=self.day)

    def _steps(self, work: Work) -> tuple[Step, ...]:
        """The work as it is told, in the order of the instrument."""
        steps = []
        order = [one.key for one in self.document.indicators]
        months = {one.key: len(one.days) for one in work.ahead}
        for act, n in work.acts.items():
            served = [self.document.by_key[key] for key in order if key in work.served[act]]
            if any(one.measure != Measure.MONTHS for one in served):
                steps += [self._step(act, n, served)] * bool(n)
            else:
                months.update({one.key: months.get(one.key, 0) + n for one in served})
        for key, n in months.items():
            one = self.document.by_key[key]
            steps.append(Step(one.measure, one.kinds, n, (key,), one.confirmed_only, one.hint))
        return tuple(sorted(steps, key=lambda step: order.index(step.serves[0])))

    def _step(self, act: str, n: int, served: list[Indicator]) -> Step:
        first = next(one for one in served if one.measure != Measure.MONTHS)
        kinds = first.kinds or next(item.kinds for item in first.items if act in codes_of(item.kinds))
        if act == DECREE or len(served) > 1:
            kinds = (act,)
        measure = Measure.IN_FORCE if act == DECREE else first.measure
        confirmed_only = any(one.confirmed_only for one in served)
        return Step(measure, kinds, n, tuple(one.key for one in served), confirmed_only, first.hint)


def _with(work: Work, act: str, n: int) -> Work:
    return Work(work.acts + Counter({act: n}), ahead=work.ahead)


def _added(kinds: tuple[str, ...], acts: Mapping[str, int]) -> int:
    """How many of the records done are of these kinds."""
    codes = codes_of(kinds)
    return sum(n for act, n in acts.items() if act in codes)


def _held(kinds: tuple[str, ...], reading: Reading) -> int:
    codes = codes_of(kinds)
    return pieces(item for item in reading.items if item.kind in codes)


def _in_order(kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of all kinds meant, in the order of the code's list."""
    codes = codes_of(kinds)
    return tuple(code for code in BY_CODE if code in codes)


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1
