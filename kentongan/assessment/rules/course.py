"""How a group's readings, its raw rank and its rank run over all days: nothing is asked day by day, only where something changes.

Facts of a day never change an earlier day: a window ends on the day it is asked for, and a decree that begins later is unknown.
So one course of everything known answers for every day of the past.
"""

import datetime as dt
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator, State, Window
from kentongan.assessment.rules.facts import Facts, Item, Term
from kentongan.assessment.rules.steps import EVER, Steps, combined, counting, highest, steps_of
from kentongan.evidence.kinds import DECREE, kinds_of

# A share of everything, in its unit.
WHOLE = 1000


@dataclass(frozen=True, slots=True)
class Course:
    """``levels`` holds the reading of each base indicator; of those in force only as far as the limit."""

    levels: Mapping[str, Steps]
    raw: Steps
    ranks: Steps


def course_of(document: Document, facts: Facts) -> Course:
    """The course of a group under an instrument, over all days."""
    levels = {one.key: level_steps(one, facts) for one in document.base}
    judged = [levels[one.key].mapped(_clipper(document, one)) for one in document.base]
    alive = counting([(facts.formed_on.toordinal(), _ordinal_or_ever(facts.ended_on) - 1)])
    keys = [one.key for one in document.base]

    def judge(values: tuple[int, ...]) -> int:
        if not values[-1]:
            return 0
        return rank_of_levels(document, dict(zip(keys, values, strict=False)))

    raw = combined([*judged, alive], judge)
    return Course(levels, raw, kept(raw, document.grace, document.stay))


def kept(raw: Steps, grace: int, stay: int) -> Steps:
    """Ranks out of raw ranks: a rise counts at once and at least ``stay`` more days, a fall after ``grace`` days."""
    spans = []
    before = 0
    for first, last, rank in raw.runs():
        until = last + grace if last + 1 < EVER else EVER
        if rank > before:
            until = max(until, first + stay)
        spans.append((first, until, rank))
        before = rank
    return highest(spans)


# --- From readings to a rank ---------------------------------------------------------------------------------


def state_of_levels(document: Document, levels: Mapping[str, int]) -> State:
    """The completed state of a day's readings."""
    return document.completed(frozenset(one.key for one in document.base if levels[one.key] >= one.limit))


def rank_of_levels(document: Document, levels: Mapping[str, int]) -> int:
    """The raw rank of a day's readings."""
    state = state_of_levels(document, levels)
    if not document.by_score:
        return document.rank_of_state(state)
    parts, whole = score_parts(document, levels, state)
    score = sum(parts.values())
    reached = (document.rank_of(tier) for tier in document.tiers if score >= tier.least_score * whole)
    return next(reached, 0)


def score_parts(document: Document, levels: Mapping[str, int], state: State) -> tuple[dict[str, int], int]:
    """What each indicator adds to the score, as whole numbers of which the second value makes one point."""
    whole = math.lcm(*(one.limit for one in document.indicators))
    parts = {}
    for one in document.indicators:
        level = levels[one.key] if one.key in levels else int(one.key in state)
        if _adds_itself(one):
            parts[one.key] = level * whole
        else:
            parts[one.key] = one.weight * min(level, one.limit) * (whole // one.limit)
    return parts, whole


def _adds_itself(indicator: Indicator) -> bool:
    return indicator.measure == Measure.POINTS and not indicator.weight


def _clipper(document: Document, indicator: Indicator) -> Callable[[int], int]:
    """What of a reading decides a rank; the less it changes, the fewer days have to be judged."""
    limit = indicator.limit
    if not document.by_score:
        return lambda level: limit if level >= limit else 0
    if _adds_itself(indicator):
        return lambda level: level
    return lambda level: min(level, limit)


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
    return [item for item in facts.items if item.kind in codes and (item.confirmed or not confirmed_only)]


def terms_of(indicator: Indicator, facts: Facts) -> list[Term]:
    """The decrees and the intervals that an indicator of something in force looks at."""
    decrees = list(facts.terms) if DECREE in indicator.kinds else []
    spans = items_of(indicator.kinds, indicator, facts)
    return decrees + [Term(item.on, item.until, item.ref, item.title) for item in spans if item.until]


def _window_steps(items: Iterable[Item], window: Window) -> Steps:
    lasts: dict[dt.date, int] = {}
    spans = []
    for item in items:
        if item.on not in lasts:
            lasts[item.on] = window.last_day(item.on).toordinal()
        spans.append((item.on.toordinal(), lasts[item.on]))
    return counting(spans)


def _month_steps(items: Iterable[Item], window: Window) -> Steps:
    firsts: dict[tuple[int, int], dt.date] = {}
    for item in items:
        month = item.on.year, item.on.month
        firsts[month] = min(item.on, firsts.get(month, item.on))
    return counting((day.toordinal(), window.last_month(day).toordinal()) for day in firsts.values())


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


def _ordinal_or_ever(day: dt.date | None) -> int:
    return day.toordinal() if day else EVER
