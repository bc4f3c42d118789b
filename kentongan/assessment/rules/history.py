"""A group's tier month by month."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kentongan.assessment.rules.document import Indicator
from kentongan.assessment.rules.engine import Assessment
from kentongan.assessment.rules.facts import Facts
from kentongan.assessment.rules.forecast import lost_before

MONTHS = 24


@dataclass(frozen=True, slots=True)
class Month:
    """The rank on the month's last day, or on the day asked for; None where there was no group then."""

    on: dt.date
    rank: int | None


@dataclass(frozen=True, slots=True)
class Change:
    """The last change of rank within the months shown: from ``first`` on ``rank``, ``before`` until then.

    ``back_to`` and ``last`` tell of a dip that is over: the rank after it, and its last month. ``because`` is what was lost.
    """

    first: dt.date
    before: int
    rank: int
    because: tuple[Indicator, ...] = ()
    last: dt.date | None = None
    back_to: int | None = None


@dataclass(frozen=True, slots=True)
class History:
    months: tuple[Month, ...]
    change: Change | None


def history_of(found: Assessment, facts: Facts, count: int = MONTHS) -> History:
    """The last ``count`` months up to the day for which these facts were assessed, all judged by the same document."""
    course = found.course
    days = month_ends(found.as_of, count)
    months = tuple(Month(day, course.ranks.at(day.toordinal()) if facts.exists_on(day) else None) for day in days)
    change = _last_change(months)
    if change and change.rank < change.before:
        eve = max(month.on for month in months if month.on < change.first)
        start = next(day for day, rank in course.ranks.after(eve.toordinal()) if rank < change.before)
        change = replace(change, because=lost_before(found.document, course, change.before, start)[1])
    return History(months, change)


def month_ends(as_of: dt.date, count: int) -> list[dt.date]:
    """The last days of the months before, and the day itself."""
    days = [as_of]
    while len(days) < count:
        days.append(days[-1].replace(day=1) - dt.timedelta(days=1))
    return days[::-1]


def _last_change(months: Sequence[Month]) -> Change | None:
    """The last time two months that follow each other differ; a rise out of a dip tells of the dip."""
    known = [(month.on, month.rank) for month in months if month.rank is not None]
    turns = [place for place in range(1, len(known)) if known[place][1] != known[place - 1][1]]
    if not turns:
        return None
    turn = turns[-1]
    (eve, before), (first, rank) = known[turn - 1], known[turn]
    if rank > before and len(turns) > 1 and known[turns[-2] - 1][1] > before:
        fell = turns[-2]
        return Change(known[fell][0], known[fell - 1][1], before, last=eve, back_to=rank)
    return Change(first, before, rank)
