"""What an instrument says, once read: indicators, tiers, and how slowly a tier falls. Plain values, compared by value.

Words used throughout the rules:

* a *reading* of an indicator on a day is a whole number: days left, a count, a share in thousandths, months, or points;
* an indicator is *met* when its reading reaches its limit;
* a *state* is the set of keys of the indicators that are met;
* a *rank* orders tiers: the best has the highest, the last tier has 1, and 0 means that no tier fits.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kentongan.assessment.enums import Measure, Purpose

State = frozenset[str]


@dataclass(frozen=True, slots=True)
class Window:
    """How far back counting goes: ``days`` days up to and including the day, or ``months`` months. One of them is 0.

    Six months up to 15 September begin on 16 March; a month without that day lends its last one.
    `Measure.MONTHS` counts whole calendar months, the day's own included, and so always has ``months``.
    """

    days: int = 0
    months: int = 0

    def first_day(self, day: dt.date) -> dt.date:
        """The first day counted when looking back from ``day``."""
        if self.days:
            return day - dt.timedelta(days=self.days - 1)
        return _months_before(day, self.months) + dt.timedelta(days=1)

    def last_day(self, day: dt.date) -> dt.date:
        """The last day that still counts a record of ``day``: the other side of `first_day`."""
        if self.days:
            return day + dt.timedelta(days=self.days - 1)
        eve = day - dt.timedelta(days=1)
        ends_month = day.day == 1
        month = _months_before(eve.replace(day=1), -self.months)
        last = _months_before(month, -1) - dt.timedelta(days=1)
        return last if ends_month else min(last, month + dt.timedelta(days=eve.day - 1))

    def first_month(self, day: dt.date) -> dt.date:
        """The first day of the first calendar month counted when looking back from ``day``'s own month."""
        return _months_before(day.replace(day=1), self.months - 1)

    def last_month(self, day: dt.date) -> dt.date:
        """The last day on which the calendar month of ``day`` is counted."""
        return _months_before(day.replace(day=1), -self.months) - dt.timedelta(days=1)


def _months_before(day: dt.date, months: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    following = dt.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = (following - dt.timedelta(days=1)).day
    return dt.date(year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class PointItem:
    """Kinds that give ``points`` each, and at most ``cap`` together (0: no cap)."""

    kinds: tuple[str, ...]
    points: int
    cap: int = 0


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question about a group on a day.

    ``kinds`` are codes of `kentongan.evidence.kinds` or of its families; "sk" is the decree of the register.
    ``limit`` is in the measure's unit: 1 for `IN_FORCE`, pieces for `COUNT`, thousandths for `SHARE`, months, points.
    ``of`` is the whole of a share; ``empty_is_met`` says what a share of nothing is.
    ``parts`` are keys of other indicators, for `ALL_OF` and `ANY_OF`.
    ``weight`` is what a fully met indicator adds to the score, where tiers go by score.
    """

    key: str
    name: str
    opposite: str
    measure: Measure
    kinds: tuple[str, ...] = ()
    window: Window = Window()
    limit: int = 1
    confirmed_only: bool = False
    of: tuple[str, ...] = ()
    empty_is_met: bool = False
    items: tuple[PointItem, ...] = ()
    parts: tuple[str, ...] = ()
    weight: int = 0
    hint: str = ""

    @property
    def is_composite(self) -> bool:
        return self.measure in {Measure.ALL_OF, Measure.ANY_OF}


@dataclass(frozen=True, slots=True)
class Rule:
    """One way into a tier: all of ``met`` are met and none of ``unmet`` is.

    ``although`` is only said aloud ("walau organisasi tidur"). ``reason`` marks an office's own decision, which closes a hole.
    """

    met: frozenset[str] = frozenset()
    unmet: frozenset[str] = frozenset()
    although: frozenset[str] = frozenset()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier: by rules, of which any one suffices, or by a least score where the instrument has weights."""

    name: str
    rules: tuple[Rule, ...] = ()
    least_score: int = 0
    is_active: bool = False
    text: str = ""


@dataclass(frozen=True)
class Document:
    """An instrument as read. ``tiers`` run from the best to the last; the first that fits is given.

    ``grace`` is how many days in a row a group may be below its tier before it falls; ``stay`` how many days a tier is kept
    at least, counted from the day it was reached.
    """

    code: str
    name: str
    purpose: Purpose
    indicators: tuple[Indicator, ...]
    tiers: tuple[Tier, ...]
    grace: int = 0
    stay: int = 0
    by_score: bool = False
    source: str = ""
    note: str = ""
    is_proposal: bool = False

    @cached_property
    def by_key(self) -> dict[str, Indicator]:
        return {one.key: one for one in self.indicators}

    @cached_property
    def base(self) -> tuple[Indicator, ...]:
        """The indicators that are read from facts; the others follow from them."""
        return tuple(one for one in self.indicators if not one.is_composite)

    @property
    def lookback(self) -> int:
        """How many earlier days decide the tier of a day."""
        return max(self.grace, self.stay)

    def rank_of(self, tier: Tier) -> int:
        return len(self.tiers) - self.tiers.index(tier)

    def tier_at(self, rank: int) -> Tier | None:
        """The tier of a rank; None for 0."""
        return self.tiers[len(self.tiers) - rank] if rank else None

    def rules_in_order(self) -> Iterator[tuple[Tier, Rule]]:
        for tier in self.tiers:
            for rule in tier.rules:
                yield tier, rule

    def completed(self, base_state: State) -> State:
        """The state with the composite indicators that follow from it."""
        state = set(base_state)
        for one in self.composites:
            found = [part in state for part in one.parts]
            if all(found) if one.measure == Measure.ALL_OF else any(found):
                state.add(one.key)
        return frozenset(state)

    @cached_property
    def composites(self) -> tuple[Indicator, ...]:
        """Composite indicators, each after its parts."""
        done, waiting = {one.key for one in self.base}, [one for one in self.indicators if one.is_composite]
        ordered: list[Indicator] = []
        while waiting:
            ready = [one for one in waiting if done.issuperset(one.parts)]
            if not ready:
                raise ValueError("indicators refer to each other in a circle")
            ordered += ready
            done.update(one.key for one in ready)
            waiting = [one for one in waiting if one.key not in done]
        return tuple(ordered)

    def rank_of_state(self, state: State) -> int:
        """The rank of a completed state by the first rule that fits, 0 where none does. Not for scores."""
        for tier, rule in self.rules_in_order():
            if rule.met <= state and not rule.unmet & state:
                return self.rank_of(tier)
        return 0
