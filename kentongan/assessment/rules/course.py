"""How a group's readings, its raw rank and its rank run over all days: nothing is asked day by day, only where something changes.

Facts of a day never change an earlier day: a window ends on the day it is asked for, and a decree that begins later is unknown.
So one course of everything known answers for every day of the past.
"""

import datetime as dt
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator, State
from kentongan.assessment.rules.facts import Facts
from kentongan.assessment.rules.indicators import level_steps
from kentongan.assessment.rules.steps import EVER, Steps, combined, counting, highest


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
    alive = counting([(facts.formed_on.toordinal(), _ordinal_or_ever(facts.ended_on) - 1, 1)])
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


def _ordinal_or_ever(day: dt.date | None) -> int:
    return day.toordinal() if day else EVER
