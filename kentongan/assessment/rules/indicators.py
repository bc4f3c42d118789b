"""How one indicator is read: on a day with the evidence behind it, and as a number over all days."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator, Window
from kentongan.assessment.rules.facts import Facts, Item, Term, pieces
from kentongan.assessment.rules.steps import EVER, Steps, combined, counting, highest, steps_of
from kentongan.evidence.kinds import DECREE, kinds_of

# A share of everything, in its unit.
WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator found on a day, and by what.

    ``first`` and ``last`` bound the days it looked at. ``items`` are the records counted, ``whole`` those a share is of;
    ``terms`` the decrees and intervals in force, the longest-running first; ``parts`` the readings a composite is made of.
    ``until`` is the last day on which it stays as it is, met or not, when nothing happens; None for always.
    """

    indicator: Indicator
    value: int
    first: dt.date
    last: dt.date
    until: dt.date | None = None
    items: tuple[Item, ...] = ()
    whole: tuple[Item, ...] = ()
    terms: tuple[Term, ...] = ()
    parts: tuple["Reading", ...] = ()

    @property
    def is_met(self) -> bool:
        return self.value >= self.indicator.limit

    @property
    def missing(self) -> int:
        """How much it lacks, in the unit of its limit."""
        return max(0, self.indicator.limit - self.value)


def readings_on(document: Document, known: Facts, day: dt.date) -> dict[str, Reading]:
    """The readings of a day out of what is known on it, without a look ahead."""
    found: dict[str, Reading] = {}
    for one in (*document.base, *document.composites):
        found[one.key] = _READERS[one.measure](one, known, day, found)
    return {one.key: found[one.key] for one in document.indicators}


def readings_of(document: Document, known: Facts, levels: Mapping[str, Steps], day: dt.date) -> dict[str, Reading]:
    """The readings of a day, with the day until which each stays as it is; ``levels`` tell how they run."""
    met = met_steps(document, levels)
    found = readings_on(document, known, day)
    return {key: replace(reading, until=_last_of_run(met[key], day)) for key, reading in found.items()}


def met_steps(document: Document, levels: Mapping[str, Steps]) -> dict[str, Steps]:
    """When each indicator is met: 1 or 0 over all days."""
    met: dict[str, Steps] = {}
    for one in document.base:
        met[one.key] = levels[one.key].mapped(partial(_reaches, one.limit))
    for one in document.composites:
        met[one.key] = combined([met[part] for part in one.parts], partial(_joined, one.measure))
    return met


def _reaches(limit: int, level: int) -> int:
    return int(level >= limit)


def _joined(measure: Measure, parts: Iterable[int | bool]) -> int:
    return int(all(parts) if measure == Measure.ALL_OF else any(parts))


def _last_of_run(steps: Steps, day: dt.date) -> dt.date | None:
    _first, following = steps.run_at(day.toordinal())
    return None if following == EVER else dt.date.fromordinal(following - 1)


# --- One reading ---------------------------------------------------------------------------------------------


def _read_in_force(one: Indicator, known: Facts, day: dt.date, _found: object) -> Reading:
    running = sorted(
        (term for term in terms_of(one, known) if term.first <= day <= term.last),
        key=lambda term: term.last,
        reverse=True,
    )
    return Reading(one, (running[0].last - day).days + 1 if running else 0, day, day, terms=tuple(running))


def _read_count(one: Indicator, known: Facts, day: dt.date, _found: object) -> Reading:
    items = _counted(one.kinds, one, known, day)
    return Reading(one, pieces(items), one.window.first_day(day), day, items=items)


def _read_share(one: Indicator, known: Facts, day: dt.date, _found: object) -> Reading:
    items, whole = _counted(one.kinds, one, known, day), _counted(one.of, one, known, day)
    share = share_of(one, pieces(items), pieces(whole))
    return Reading(one, share, one.window.first_day(day), day, items=items, whole=whole)


def _read_months(one: Indicator, known: Facts, day: dt.date, _found: object) -> Reading:
    first = one.window.first_month(day)
    items = tuple(item for item in items_of(one.kinds, one, known) if first <= item.on <= day)
    return Reading(one, len({(item.on.year, item.on.month) for item in items}), first, day, items=items)


def _read_points(one: Indicator, known: Facts, day: dt.date, _found: object) -> Reading:
    counts = [pieces(_counted(item.kinds, one, known, day)) for item in one.items]
    items = _counted(tuple(kind for item in one.items for kind in item.kinds), one, known, day)
    return Reading(one, points_of(one, counts), one.window.first_day(day), day, items=items)


def _read_composite(one: Indicator, _known: Facts, day: dt.date, found: dict[str, Reading]) -> Reading:
    parts = tuple(found[part] for part in one.parts)
    first = min(part.first for part in parts)
    return Reading(one, _joined(one.measure, (part.is_met for part in parts)), first, day, parts=parts)


def _counted(kinds: tuple[str, ...], one: Indicator, known: Facts, day: dt.date) -> tuple[Item, ...]:
    """The records of these kinds in the indicator's window."""
    first = one.window.first_day(day)
    return tuple(item for item in items_of(kinds, one, known) if first <= item.on <= day)


_READERS = {
    Measure.IN_FORCE: _read_in_force,
    Measure.COUNT: _read_count,
    Measure.SHARE: _read_share,
    Measure.MONTHS: _read_months,
    Measure.POINTS: _read_points,
    Measure.ALL_OF: _read_composite,
    Measure.ANY_OF: _read_composite,
}


# --- Readings over time --------------------------------------------------------------------------------------


def level_steps(indicator: Indicator, facts: Facts) -> Steps:
    """The reading of a base indicator over all days."""
    match indicator.measure:
        case Measure.IN_FORCE:
            return _in_force_steps(indicator.limit, terms_of(indicator, facts))
        case Measure.COUNT:
            return _window_steps(items_of(indicator.kinds, indicator, facts), indicator.window)
        case Measure.MONTHS:
            return _month_steps(items_of(indicator.kinds, indicator, facts), indicator.window)
        case Measure.SHARE:
            parts = [indicator.kinds, indicator.of]
            return combined(
                [_window_steps(items_of(kinds, indicator, facts), indicator.window) for kinds in parts],
                lambda counts: share_of(indicator, *counts),
            )
        case _:
            return combined(
                [_window_steps(items_of(one.kinds, indicator, facts), indicator.window) for one in indicator.items],
                lambda counts: points_of(indicator, counts),
            )


def share_of(indicator: Indicator, part: int, whole: int) -> int:
    if not whole:
        return WHOLE if indicator.empty_is_met else 0
    return WHOLE * part // whole


def points_of(indicator: Indicator, counts: Iterable[int]) -> int:
    return sum(min(item.cap or EVER, item.points * count) for item, count in zip(indicator.items, counts, strict=True))


@lru_cache(maxsize=4096)
def codes_of(kinds: tuple[str, ...]) -> frozenset[str]:
    """The codes of all kinds that these codes stand for."""
    return frozenset(kind.code for code in kinds for kind in kinds_of(code))


def items_of(kinds: tuple[str, ...], indicator: Indicator, facts: Facts) -> list[Item]:
    """What of the facts the indicator looks at, in its windows and outside."""
    codes, confirmed_only = codes_of(kinds), indicator.confirmed_only
    return [
        item
        for kind, some in facts.by_kind.items()
        if kind in codes
        for item in some
        if item.confirmed or not confirmed_only
    ]


def terms_of(indicator: Indicator, facts: Facts) -> list[Term]:
    """The decrees and the intervals that an indicator of something in force looks at."""
    decrees = list(facts.terms) if DECREE in indicator.kinds else []
    spans = items_of(indicator.kinds, indicator, facts)
    return decrees + [Term(item.on, item.until) for item in spans if item.until]


def _window_steps(items: Iterable[Item], window: Window) -> Steps:
    many: dict[dt.date, int] = defaultdict(int)
    for item in items:
        many[item.on] += item.n
    return counting((day.toordinal(), window.last_day(day).toordinal(), n) for day, n in many.items())


def _month_steps(items: Iterable[Item], window: Window) -> Steps:
    firsts: dict[tuple[int, int], dt.date] = {}
    for day in {item.on for item in items}:
        month = day.year, day.month
        firsts[month] = min(day, firsts.get(month, day))
    return counting((day.toordinal(), window.last_month(day).toordinal(), 1) for day in firsts.values())


def _in_force_steps(limit: int, terms: Iterable[Term]) -> Steps:
    """Days left, as far as the limit: the last days before an end are counted down one by one."""
    ends = highest((term.first.toordinal(), term.last.toordinal(), term.last.toordinal()) for term in terms)
    changes = []
    for first, last, end in ends.runs():
        if not end:
            changes.append((first, 0))
            continue
        full = end - limit + 1
        if first <= full:
            changes.append((first, limit))
        changes += [(day, end - day + 1) for day in range(max(first, full + 1), last + 1)]
    return steps_of(changes)
