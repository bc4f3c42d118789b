"""What will become of a group when nothing more is recorded: windows empty and decrees end on known days."""

import datetime as dt
from dataclasses import dataclass

from kentongan.assessment.rules.advice import Advice, advise
from kentongan.assessment.rules.course import Course, rank_of_levels, score_parts, state_of_levels
from kentongan.assessment.rules.document import Document, Indicator
from kentongan.assessment.rules.facts import Facts


@dataclass(frozen=True, slots=True)
class Fall:
    """The first day of a lower rank, after ``before``. ``because`` are the indicators that no longer hold (or now do, where a rule forbids them).

    ``below_on`` is the day they cease to; until ``on`` the rank is kept by grace. ``keep`` is what would prevent it, done by ``on``.
    """

    rank: int
    before: int
    on: dt.date
    below_on: dt.date
    because: tuple[Indicator, ...]
    keep: Advice | None

    @property
    def safe_until(self) -> dt.date:
        return self.on - dt.timedelta(days=1)


def falls_of(document: Document, known: Facts, course: Course, day: dt.date) -> tuple[Fall, ...]:
    """Each lower rank that the group would get, on its first day; the soonest first."""
    rank = lowest = course.ranks.at(day.toordinal())
    falls = []
    for start, following in course.ranks.after(day.toordinal()):
        if following < lowest:
            on = dt.date.fromordinal(start)
            below_on, because = lost_before(document, course, rank, start)
            falls.append(Fall(following, rank, on, below_on, because, advise(document, known, on, rank)))
            lowest = following
        rank = following
    return tuple(falls)


def lost_before(document: Document, course: Course, rank: int, start: int) -> tuple[dt.date, tuple[Indicator, ...]]:
    """The first day on which a rank that fell on ``start`` no longer held by itself, and what was lost on it."""
    below = max(last for first, last, raw in course.raw.runs() if raw >= rank and first < start) + 1
    return dt.date.fromordinal(below), _lost(document, course, below)


def _lost(document: Document, course: Course, day: int) -> tuple[Indicator, ...]:
    """The base indicators whose change on this day took the rank away."""
    then = {key: steps.at(day - 1) for key, steps in course.levels.items()}
    now = {key: steps.at(day) for key, steps in course.levels.items()}
    if document.by_score:
        before, _whole = score_parts(document, then, state_of_levels(document, then))
        after, _whole = score_parts(document, now, state_of_levels(document, now))
        return tuple(one for one in document.base if after[one.key] < before[one.key])
    changed = [one for one in document.base if (then[one.key] >= one.limit) != (now[one.key] >= one.limit)]
    rank = rank_of_levels(document, then)
    alone = [one for one in changed if rank_of_levels(document, then | {one.key: now[one.key]}) < rank]
    return tuple(alone or changed)
