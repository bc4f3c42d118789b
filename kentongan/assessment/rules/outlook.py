"""Where many groups stand on a day, where they stood before, who is about to fall and because of what, and what sleepers lack."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache

import numpy as np

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.bulk import WHOLE, Course, Judge, ranks_of_states
from kentongan.assessment.rules.document import Document, Indicator, Window
from kentongan.assessment.rules.fact_tables import Array, FactsTable

# How far ahead a fall is told.
HORIZON = 30
# What no number of new records reaches.
NEVER_ENOUGH = 1 << 20


@dataclass(frozen=True, eq=False)
class Outlook:
    """One value for each group, in the order of the table.

    ``falls_in`` counts the days until a group falls (0: not within `HORIZON`) to the rank ``falls_to``; ``losing`` are the
    indicators that it loses, bit i for the i-th of the document's base indicators. ``lacking`` is the smallest number of new
    records and decrees that would bring a group to the goal (0 for those that are there), and ``lacks`` the indicators they are for.
    """

    rank: Array
    before: Array
    falls_in: Array
    falls_to: Array
    losing: Array
    lacking: Array
    lacks: Array

    @classmethod
    def empty(cls, groups: int) -> "Outlook":
        """Nothing known of any group yet."""
        kinds = (np.int8, np.int8, np.int16, np.int8, np.uint16, np.int32, np.uint16)
        return cls(*(np.zeros(groups, kind) for kind in kinds))

    def put(self, places: Array, part: "Outlook") -> None:
        """Fill in what is known of the groups at these places."""
        for one in fields(self):
            getattr(self, one.name)[places] = getattr(part, one.name)

    def copy(self) -> "Outlook":
        return Outlook(*(getattr(self, one.name).copy() for one in fields(self)))


def month_before(day: dt.date) -> dt.date:
    """The same day of the month before; its last one where that month is too short."""
    return Window(months=1).first_day(day) - dt.timedelta(days=1)


@lru_cache(maxsize=4)
def judge_of(document: Document, day: dt.date) -> Judge:
    """A judge of the days an outlook looks at: from a month before to the horizon, where nothing new is known. Kept: it holds no facts."""
    return Judge(document, month_before(day), day + dt.timedelta(days=HORIZON), cut=day)


def goal_of(document: Document) -> int:
    """The rank a sleeper is to reach: the lowest that counts as active, or any better than the last where none says so."""
    active = [document.rank_of(tier) for tier in document.tiers if tier.is_active]
    return min(active) if active else min(2, len(document.tiers))


def outlook(judge: Judge, table: FactsTable, day: dt.date) -> Outlook:
    course = Course(judge, table)
    today = (day - month_before(day)).days
    rank = course.ranks[today]
    falls_in, falls_to, losing = _falls(course, today)
    lacking, lacks = _lacks(course, rank, day)
    return Outlook(rank, course.ranks[0], falls_in, falls_to, losing, lacking, lacks)


# --- Who falls ----------------------------------------------------------------------------------------------


def _falls(course: Course, today: int) -> tuple[Array, Array, Array]:
    ahead = course.ranks[today:]
    below = ahead < ahead[0]
    falling = np.flatnonzero(below.any(axis=0))
    falls_in = np.zeros(len(ahead[0]), np.int16)
    falls_to = ahead[0].copy()
    losing = np.zeros(len(ahead[0]), np.uint16)
    if len(falling):
        days = below[:, falling].argmax(axis=0)
        falls_in[falling] = days
        falls_to[falling] = ahead[days, falling]
        losing[falling] = _losing(course, falling, days + today + course.judge.lookback, ahead[0][falling])
    return falls_in, falls_to, losing


def _losing(course: Course, groups: Array, falls: Array, ranks: Array) -> Array:
    """The indicators lost after the last good day before each fall; ``falls`` are rows of the raw ranks."""
    rows = np.arange(len(course.raw))[:, None]
    good = (course.raw[:, groups] >= ranks) & (rows < falls)
    last = len(good) - 1 - good[::-1].argmax(axis=0)
    found = np.zeros(len(groups), np.uint16)
    for at, one in enumerate(course.document.base):
        value = (
            np.minimum(course.counted.value(one), one.limit) if course.document.by_score else course.counted.met(one)
        )
        lost = value[last, groups] > value[np.minimum(last + 1, len(rows) - 1), groups]
        found |= lost.astype(np.uint16) << np.uint16(at)
    return found


# --- What sleepers lack -------------------------------------------------------------------------------------


def _lacks(course: Course, rank: Array, day: dt.date) -> tuple[Array, Array]:
    """The fewest new records and decrees that reach the goal on the day, and which indicators they are for."""
    document, goal = course.document, goal_of(course.document)
    lacking, lacks = np.zeros(len(rank), np.int32), np.zeros(len(rank), np.uint16)
    sleepers = np.flatnonzero(rank < goal)
    if not len(sleepers):
        return lacking, lacks
    row = day.toordinal() - course.judge.look.first
    missing = np.stack([_missing(course, one, row)[sleepers] for one in document.base])
    if document.by_score:
        lacking[sleepers], lacks[sleepers] = _by_score(course, missing, sleepers, row, goal)
        return lacking, lacks
    states = course.state[row][sleepers]
    for state in np.unique(states).tolist():
        here = np.flatnonzero(states == state)
        best = np.full(len(here), NEVER_ENOUGH, np.int32)
        which = np.zeros(len(here), np.uint16)
        for flips in _ways(document, state, goal):
            cost = sum(missing[at][here] for at in range(len(document.base)) if flips >> at & 1)
            better = cost < best
            best[better], which[better] = np.broadcast_to(cost, best.shape)[better], flips
        lacking[sleepers[here]], lacks[sleepers[here]] = best, which
    return lacking, lacks


@lru_cache(maxsize=4096)
def _ways(document: Document, state: int, goal: int) -> tuple[int, ...]:
    """The smallest sets of indicators that, met as well, bring a state to the goal."""
    ranks = ranks_of_states(document)
    reached = [more for more in _supersets(state, len(ranks)) if ranks[more] >= goal]
    smallest: list[int] = []
    for more in sorted(reached, key=int.bit_count):
        if not any(more & less == less for less in smallest):
            smallest.append(more)
    return tuple(more ^ state for more in smallest)


def _supersets(state: int, end: int) -> Iterator[int]:
    more = state
    while more < end:
        yield more
        more = (more + 1) | state


def _missing(course: Course, one: Indicator, row: int) -> Array:
    """How many new records, or decrees, an indicator needs to be met on the day; 0 where it is."""
    counted = course.counted
    value = counted.value(one, row).astype(np.int64)
    lack = np.maximum(one.limit - value, 0)
    if one.measure == Measure.IN_FORCE:
        return np.minimum(lack, 1)
    if one.measure == Measure.SHARE:
        part, whole = counted.counts(one, row)
        if one.limit >= WHOLE:
            enough = np.where(whole == 0, 1, NEVER_ENOUGH)
        else:
            enough = np.maximum(-(-(one.limit * whole - WHOLE * part) // (WHOLE - one.limit)), 1)
        return np.where(lack > 0, enough, 0)
    if one.measure == Measure.POINTS:
        return _missing_points(course, one, row, lack)
    return lack


def _missing_points(course: Course, one: Indicator, row: int, lack: Array) -> Array:
    """Of the kinds that give most points first, each as far as its cap leaves room."""
    needed = np.zeros_like(lack)
    for item, count in sorted(
        zip(one.items, course.counted.counts(one, row), strict=True), key=lambda pair: -pair[0].points
    ):
        room = np.maximum(item.cap - item.points * count, 0) if item.cap else lack
        taken = np.minimum(lack, room)
        needed += -(-taken // item.points)
        lack = lack - taken
    return np.where(lack > 0, NEVER_ENOUGH, needed)


def _by_score(course: Course, missing: Array, sleepers: Array, row: int, goal: int) -> tuple[Array, Array]:
    """The indicators that add most for each new record first, until the score is enough. Composites are left out."""
    document = course.document
    least = next(tier.least_score for tier in document.tiers if document.rank_of(tier) == goal)
    score = np.zeros(len(sleepers))
    gains = np.zeros(missing.shape)
    for at, one in enumerate(document.base):
        value = course.counted.value(one, row)[sleepers]
        if one.measure == Measure.POINTS and not one.weight:
            score += value
            gains[at] = max((item.points for item in one.items), default=0)
            # Its points count beyond its own limit, too. Caps are left out here.
            missing[at] = NEVER_ENOUGH
            continue
        level = np.minimum(value, one.limit) / one.limit
        score += level * one.weight
        gains[at] = np.where(missing[at] > 0, (1 - level) * one.weight / np.maximum(missing[at], 1), 0)
    lack, needed = least - score, np.zeros(len(sleepers), np.int64)
    lacks = np.zeros(len(sleepers), np.uint16)
    order = np.argsort(-gains, axis=0, kind="stable")
    for turn in range(len(order)):
        at = order[turn]
        gain, most = gains[at, np.arange(len(at))], missing[at, np.arange(len(at))]
        units = np.ceil(np.maximum(lack, 0) / np.where(gain > 0, gain, np.inf) - 1e-9)
        units = np.minimum(np.where((gain > 0) & (lack > 1e-9), np.maximum(units, 1), 0), most)
        lack, needed = lack - units * gain, needed + units.astype(np.int64)
        lacks |= np.where(units > 0, 1 << at, 0).astype(np.uint16)
    return np.where(lack > 1e-9, NEVER_ENOUGH, np.minimum(needed, NEVER_ENOUGH)).astype(np.int32), lacks
