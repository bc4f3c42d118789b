"""The growth chart: which points are known; `growth_drawing` draws them.

A line is solid where the days of formation are recorded. Where groups appear that are only known to exist *by* a day,
nobody recorded when they formed, so the line is dotted: from the point before, or from the day before the first on
which they may have formed, where that is known.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kentongan.insights.rules.figures import Formation, TargetFact, groups_on, reached_in_year
from kentongan.registry.enums import Measure, Precision

# Above this many days with a change, changes are drawn month by month.
MOST_DAYS = 60
MOST_MARKS = 6
MOST_TARGETS = 3
# A solid line stays flat until this long before the next recorded change, and ends there when nothing changed since.
RISE = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Vertex:
    """A known number of groups on a day; ``dotted`` says how the line that leads to it is drawn."""

    on: dt.date
    groups: int
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """The number of groups an office wanted at the end of a year."""

    on: dt.date
    groups: int


@dataclass(frozen=True, slots=True)
class Series:
    """The line, the points of it that are marked and named, and the goals."""

    vertices: tuple[Vertex, ...] = ()
    marks: tuple[Vertex, ...] = ()
    goals: tuple[Goal, ...] = ()

    @property
    def has_gaps(self) -> bool:
        return any(vertex.dotted for vertex in self.vertices)


@dataclass(slots=True)
class _Change:
    formed: int = 0
    known_by: int = 0
    ended: int = 0
    last: dt.date = dt.date.min
    # The first day on which one of the groups known by the day may have formed; the very first where unknown.
    not_before: dt.date = dt.date.max


def _changes(formations: Iterable[Formation], as_of: dt.date) -> list[tuple[dt.date, _Change]]:
    """What changed on each day, or in each month where there are many days."""
    days: dict[dt.date, _Change] = defaultdict(_Change)
    by = Precision.BY.value
    for formation in formations:
        if formation.on > as_of:
            continue
        if formation.precision == by:
            change = days[formation.on]
            change.known_by += formation.groups
            change.not_before = min(change.not_before, formation.not_before or dt.date.min)
        else:
            days[formation.on].formed += formation.groups
        if formation.ended_on and formation.ended_on <= as_of:
            days[formation.ended_on].ended += formation.groups
    if len(days) > MOST_DAYS:
        months: dict[dt.date, _Change] = defaultdict(_Change)
        for day, change in days.items():
            month = months[day.replace(day=1)]
            month.formed += change.formed
            month.known_by += change.known_by
            month.ended += change.ended
            month.last = max(month.last, day)
            month.not_before = min(month.not_before, change.not_before)
        return [(month.last, month) for _first, month in sorted(months.items())]
    return sorted(days.items())


def growth_series(formations: Sequence[Formation], as_of: dt.date, targets: Sequence[TargetFact] = ()) -> Series:
    """The groups existing from the first recorded day to ``as_of``, and the goals of those years."""
    vertices: list[Vertex] = []
    total = 0
    for day, change in _changes(formations, as_of):
        before = total
        total += change.formed + change.known_by - change.ended
        if vertices and not change.known_by and day - vertices[-1].on > RISE:
            vertices.append(Vertex(day - RISE, before))
        if vertices and change.known_by and change.not_before > vertices[-1].on + RISE:
            vertices.append(Vertex(change.not_before - dt.timedelta(days=1), before))
        vertices.append(Vertex(day, total, dotted=bool(change.known_by and vertices)))
    if not vertices:
        return Series()
    if as_of - vertices[-1].on > RISE:
        vertices.append(Vertex(as_of, total))
    return Series(tuple(vertices), _marks(vertices), _goals(formations, as_of, targets))


def _marks(vertices: Sequence[Vertex]) -> tuple[Vertex, ...]:
    """Both ends, and the ends of every dotted stretch; the largest changes where those are many."""
    last = len(vertices) - 1
    places = {0, last}
    for place in range(1, last + 1):
        if vertices[place].dotted:
            places |= {place - 1, place}
    ordered = sorted(places)
    if len(ordered) > MOST_MARKS:
        inner = ordered[1:-1]
        jump = {place: abs(vertices[place].groups - vertices[place - 1].groups) for place in inner}
        kept = sorted(sorted(inner, key=lambda place: -jump[place])[: MOST_MARKS - 2])
        ordered = [ordered[0], *kept, ordered[-1]]
    return tuple(vertices[place] for place in ordered)


def _goals(formations: Sequence[Formation], as_of: dt.date, targets: Iterable[TargetFact]) -> tuple[Goal, ...]:
    """Targets as totals at the end of their year; a target of new groups is added to those that were there before."""
    goals: dict[Goal, None] = {}
    # Sources that disagree name the same year.
    at_first: dict[dt.date, int] = {}
    for target in targets:
        end = dt.date(target.year, 12, 31)
        if target.measure == Measure.ACTIVE:
            continue
        if target.measure == Measure.FORMED_TOTAL:
            goals[Goal(end, target.value)] = None
        else:
            known = min(end, as_of)
            if known not in at_first:
                at_first[known] = groups_on(formations, known) - reached_in_year(formations, known)
            goals[Goal(end, at_first[known] + target.value)] = None
    return tuple(sorted(goals, key=lambda goal: (goal.on, goal.groups))[-MOST_TARGETS:])


@dataclass(frozen=True, slots=True)
class YearRow:
    """One line of the chart's table."""

    year: int
    formed: int
    known_by: int
    ended: int
    groups: int
    # At the year's last known point; None where nothing was judged.
    active: int | None = None


def growth_table(formations: Sequence[Formation], as_of: dt.date, active: Sequence[Vertex] = ()) -> list[YearRow]:
    """Each year from the first to that of ``as_of``, the newest first."""
    known = {point.on.year: point.groups for point in active}
    years: dict[int, _Change] = defaultdict(_Change)
    for formation in formations:
        if formation.on > as_of:
            continue
        if formation.precision == Precision.BY:
            years[formation.on.year].known_by += formation.groups
        else:
            years[formation.on.year].formed += formation.groups
        if formation.ended_on and formation.ended_on <= as_of:
            years[formation.ended_on.year].ended += formation.groups
    rows: list[YearRow] = []
    total = 0
    for year in range(min(years), as_of.year + 1) if years else ():
        change = years[year]
        total += change.formed + change.known_by - change.ended
        rows.append(YearRow(year, change.formed, change.known_by, change.ended, total, known.get(year)))
    return rows[::-1]
