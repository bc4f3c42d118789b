"""Judges one group by an instrument on a day, with its reasons. Pure: instrument, facts and day in, verdict out.

`kentongan.assessment.rules.bulk` gives the same ranks for many groups at once, without reasons.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.advice import Advice, advise
from kentongan.assessment.rules.course import Course, course_of, score_parts, state_of_levels
from kentongan.assessment.rules.document import Document, Rule, State, Tier
from kentongan.assessment.rules.facts import Facts
from kentongan.assessment.rules.forecast import Fall, falls_of
from kentongan.assessment.rules.indicators import Reading, level_steps, readings_of
from kentongan.registry.rules.decrees import RENEWAL_DAYS


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


# --- The whole verdict ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Kept:
    """A tier held though the day's own evidence no longer gives it: by grace, or because it was reached not long ago.

    ``until`` is None where what is already known gives the tier back in time, and takes it no more.
    """

    by_grace: bool
    until: dt.date | None


@dataclass(frozen=True, slots=True)
class Score:
    """Points as whole numbers, of which ``whole`` make one: of each indicator, and what each tier asks for at least."""

    parts: Mapping[str, int]
    whole: int

    @property
    def total(self) -> int:
        return sum(self.parts.values())


@dataclass(frozen=True)
class Assessment:
    """What an instrument says of a group on a day, and why.

    ``raw`` is the rank by the day's own evidence, ``kept`` why ``rank`` is better. ``since`` is the first day of this rank without a
    break. ``rule`` is the one that decided the raw rank (None for scores and where no tier fits). ``rises`` hold the least work for
    each better tier, the nearest first; ``falls`` what comes when nothing happens. ``repair`` is the work that meets a kept tier again.
    ``course`` is how all runs over the days, of what is known on this one.
    """

    document: Document
    as_of: dt.date
    rank: int
    raw: int
    since: dt.date
    readings: Mapping[str, Reading]
    course: Course
    kept: Kept | None = None
    rule: Rule | None = None
    score: Score | None = None
    rises: tuple[Advice, ...] = ()
    falls: tuple[Fall, ...] = ()
    repair: Advice | None = None

    @property
    def tier(self) -> Tier | None:
        return self.document.tier_at(self.rank)

    @property
    def is_top(self) -> bool:
        return self.rank == len(self.document.tiers)

    @property
    def thinnest(self) -> Reading | None:
        """Of the indicators that hold the tier, the met one with the least to spare."""
        keys = self._holding()
        met = [one for one in self.readings.values() if one.is_met and one.indicator.key in keys]
        return min(met, key=lambda one: (slack(one), one.until or dt.date.max), default=None)

    def _holding(self) -> frozenset[str]:
        """Keys of the base indicators that the rule asks for; of all of them where it asks for none."""
        asked = {part for key in (self.rule.met if self.rule else ()) for part in _base_of(self.document, key)}
        return frozenset(asked or (one.key for one in self.document.base))


def slack(reading: Reading) -> Fraction:
    """How far a reading is above its limit, as a part of the limit; of a term, as a part of the months of renewal."""
    if reading.indicator.measure == Measure.IN_FORCE:
        return Fraction(reading.value - reading.indicator.limit, RENEWAL_DAYS)
    return Fraction(reading.value - reading.indicator.limit, reading.indicator.limit)


def assess(document: Document, facts: Facts, as_of: dt.date) -> Assessment:
    """What an instrument says of a group on a day, with its reasons, its next steps and its known future."""
    known = facts.known_on(as_of)
    course = course_of(document, known)
    day = as_of.toordinal()
    rank, raw = course.ranks.at(day), course.raw.at(day)
    levels = {key: steps.at(day) for key, steps in course.levels.items()}
    state = state_of_levels(document, levels)
    first, following = course.ranks.run_at(day)
    better = (advise(document, known, as_of, other) for other in range(rank + 1, len(document.tiers) + 1))
    return Assessment(
        document,
        as_of,
        rank,
        raw,
        since=dt.date.fromordinal(max(first, 1)),
        readings=readings_of(document, known, course.levels, as_of),
        course=course,
        kept=_kept(document, course, day, following) if raw < rank else None,
        rule=_deciding(document, state, raw),
        score=Score(*score_parts(document, levels, state)) if document.by_score else None,
        rises=_nearest_first(advice for advice in better if advice),
        falls=falls_of(document, known, course, as_of),
        repair=advise(document, known, as_of, rank) if raw < rank else None,
    )


def _nearest_first(advices: Iterable[Advice]) -> tuple[Advice, ...]:
    """One advice for each rank that is reached: work that leads further is told with that rank only."""
    return tuple({advice.rank: advice for advice in advices}.values())


def _kept(document: Document, course: Course, day: int, following: int) -> Kept:
    rank = course.ranks.at(day)
    last_good = max(last for first, last, raw in course.raw.runs() if raw >= rank and first <= day)
    until = dt.date.fromordinal(following - 1) if following <= dt.date.max.toordinal() else None
    return Kept(day - last_good <= document.grace, until)


def _deciding(document: Document, state: State, raw: int) -> Rule | None:
    """The rule that fits first, where rules decide."""
    if document.by_score or not raw:
        return None
    fitting = (rule for _tier, rule in document.rules_in_order() if rule.met <= state and not rule.unmet & state)
    return next(fitting)


def _base_of(document: Document, key: str) -> frozenset[str]:
    one = document.by_key[key]
    return frozenset({key}).union(*(_base_of(document, part) for part in one.parts))
