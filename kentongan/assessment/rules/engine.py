"""Judges one group by an instrument on a day, with its reasons. Pure: instrument, facts and day in, verdict out.

`kentongan.assessment.rules.bulk` gives the same ranks for many groups at once, without reasons.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.course import course_of, items_of, level_steps, points_of, share_of, terms_of
from kentongan.assessment.rules.document import Document, Indicator
from kentongan.assessment.rules.facts import Facts, Item, Term
from kentongan.assessment.rules.steps import EVER, Steps, combined


@dataclass(frozen=True, slots=True)
class Reading:
    """What an indicator found on a day, and by what.

    ``first`` and ``last`` bound the days it looked at. ``items`` are the records counted, newest first; ``whole`` those a share is of;
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


def raw_rank(document: Document, facts: Facts, day: dt.date) -> int:
    """The rank by the state of this day alone."""
    return course_of(document, facts).raw.at(day.toordinal())


def rank_on(document: Document, facts: Facts, day: dt.date) -> int:
    """The rank on a day, slow to fall as the instrument says."""
    return course_of(document, facts).ranks.at(day.toordinal())


def ranks(document: Document, facts: Facts, days: Sequence[dt.date]) -> list[int]:
    """The ranks on many days, for little more than the price of one."""
    course = course_of(document, facts)
    return [course.ranks.at(day.toordinal()) for day in days]


def readings(document: Document, facts: Facts, day: dt.date) -> dict[str, Reading]:
    """The reading of every indicator on a day, in the order of the instrument."""
    known = facts.known_on(day)
    return readings_of(document, known, {one.key: level_steps(one, known) for one in document.base}, day)


def readings_of(document: Document, known: Facts, levels: Mapping[str, Steps], day: dt.date) -> dict[str, Reading]:
    """The readings of a day, out of what is known on it and how its levels run."""
    met = met_steps(document, levels)
    found: dict[str, Reading] = {}
    for one in (*document.base, *document.composites):
        reading = _READERS[one.measure](one, known, day, found)
        found[one.key] = replace(reading, until=_last_of_run(met[one.key], day))
    return {one.key: found[one.key] for one in document.indicators}


def met_steps(document: Document, levels: Mapping[str, Steps]) -> dict[str, Steps]:
    """When each indicator is met: 1 or 0 over all days."""
    met: dict[str, Steps] = {}
    for one in document.base:
        met[one.key] = levels[one.key].mapped(lambda level, limit=one.limit: int(level >= limit))
    for one in document.composites:
        judge = all if one.measure == Measure.ALL_OF else any
        met[one.key] = combined([met[part] for part in one.parts], lambda parts, judge=judge: int(judge(parts)))
    return met


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
    return Reading(one, len(items), one.window.first_day(day), day, items=items)


def _read_share(one: Indicator, known: Facts, day: dt.date, _found: object) -> Reading:
    items, whole = _counted(one.kinds, one, known, day), _counted(one.of, one, known, day)
    return Reading(one, share_of(one, len(items), len(whole)), one.window.first_day(day), day, items=items, whole=whole)


def _read_months(one: Indicator, known: Facts, day: dt.date, _found: object) -> Reading:
    first = one.window.first_month(day)
    items = tuple(item for item in items_of(one.kinds, one, known) if first <= item.on <= day)[::-1]
    return Reading(one, len({(item.on.year, item.on.month) for item in items}), first, day, items=items)


def _read_points(one: Indicator, known: Facts, day: dt.date, _found: object) -> Reading:
    counts = [len(_counted(item.kinds, one, known, day)) for item in one.items]
    items = _counted(tuple(kind for item in one.items for kind in item.kinds), one, known, day)
    return Reading(one, points_of(one, counts), one.window.first_day(day), day, items=items)


def _read_composite(one: Indicator, _known: Facts, day: dt.date, found: dict[str, Reading]) -> Reading:
    parts = tuple(found[part] for part in one.parts)
    judge = all if one.measure == Measure.ALL_OF else any
    first = min(part.first for part in parts)
    return Reading(one, int(judge(part.is_met for part in parts)), first, day, parts=parts)


def _counted(kinds: tuple[str, ...], one: Indicator, known: Facts, day: dt.date) -> tuple[Item, ...]:
    """The records of these kinds in the indicator's window, newest first."""
    first = one.window.first_day(day)
    return tuple(item for item in items_of(kinds, one, known) if first <= item.on <= day)[::-1]


_READERS = {
    Measure.IN_FORCE: _read_in_force,
    Measure.COUNT: _read_count,
    Measure.SHARE: _read_share,
    Measure.MONTHS: _read_months,
    Measure.POINTS: _read_points,
    Measure.ALL_OF: _read_composite,
    Measure.ANY_OF: _read_composite,
}
