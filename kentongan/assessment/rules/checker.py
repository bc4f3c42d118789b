"""Walks every combination of indicators and says what an instrument leaves out: holes, tiers nothing reaches, rules never used.

Sets of combinations are whole numbers here: bit ``i`` stands for the state whose met indicators are the one-bits of ``i``. Twelve
indicators make 4,096 states, and a set of them one number of 4,096 bits, so that nothing needs a loop over states.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import comb, lcm

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator, PointItem, Rule, State, Tier, Window
from kentongan.evidence.kinds import DECREE, numbers_of

States = int
# Beyond these, the fewest conditions are sought greedily, and totals are taken as a range without gaps.
MOST_COVERS = 20_000
MOST_TOTALS = 1 << 21


@dataclass(frozen=True, slots=True)
class Hole:
    """States that no tier covers, as one condition: all of ``met`` and none of ``unmet``. ``letter`` names it in grid and list.

    Where tiers go by score, ``below`` is the least score of the last tier, and no states are listed.
    """

    letter: str
    met: frozenset[str] = frozenset()
    unmet: frozenset[str] = frozenset()
    states: tuple[State, ...] = ()
    below: int = 0

    def holds(self, state: State) -> bool:
        return self.met <= state and not self.unmet & state


@dataclass(frozen=True, slots=True)
class Hidden:
    """A rule that no group ever gets its tier by. ``by`` are the rules above that take its states; none: it contradicts itself."""

    label: str
    tier: Tier
    rule: Rule
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one possible state of the base indicators gets: a rank by the rule ``label``, or 0 and a hole's ``letter``."""

    state: State
    rank: int
    label: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What the checker found. ``states`` are the possible ones; none where tiers go by score.

    ``most`` is the highest score there can be (None: no end), for instruments that go by score.
    """

    document: Document
    states: tuple[Verdict, ...] = ()
    holes: tuple[Hole, ...] = ()
    unreachable: tuple[Tier, ...] = ()
    shadowed: tuple[Hidden, ...] = ()
    most: int | None = 0

    @property
    def is_complete(self) -> bool:
        """Whether the instrument may be put in force. Rules never used do no harm."""
        return not self.holes and not self.unreachable

    @property
    def covered(self) -> int:
        return sum(1 for verdict in self.states if verdict.rank)

    def hole_of(self, state: State) -> str:
        """The letter of the hole a state lies in, blank for none."""
        return next((hole.letter for hole in self.holes if not hole.below and hole.holds(state)), "")


def check(document: Document) -> Report:
    """Everything the checker has to say about an instrument."""
    return _check_scores(document) if document.by_score else _check_rules(document)


def labels_of(document: Document) -> list[tuple[str, Tier, Rule]]:
    """Every rule with its label: the tier's number from the top, and a letter where it has several rules ("2b")."""
    return [
        (f"{number}{_letter(place).lower()}" if len(tier.rules) > 1 else str(number), tier, rule)
        for number, tier in enumerate(document.tiers, 1)
        for place, rule in enumerate(tier.rules)
    ]


def _letter(place: int) -> str:
    """A to Z, then AA, AB and so on."""
    return (_letter(place // 26 - 1) if place >= 26 else "") + chr(ord("A") + place % 26)


# Tiers by rules ----------------------------------------------------------------------------------------------


def _check_rules(document: Document) -> Report:
    space = _Space(document)
    taken: States = 0
    shares: list[tuple[str, Tier, States]] = []
    shadowed = []
    for label, tier, rule in labels_of(document):
        fits = space.fitting(rule)
        share = fits & ~taken
        if not share:
            by = tuple(other for other, _tier, theirs in shares if theirs & fits)
            shadowed.append(Hidden(label, tier, rule, by))
        taken |= share
        shares.append((label, tier, share))
    reached = {tier.name for _label, tier, share in shares if share}
    holes = tuple(space.holes(space.possible & ~taken))
    return Report(
        document=document,
        states=tuple(space.verdicts(shares, holes)),
        holes=holes,
        unreachable=tuple(tier for tier in document.tiers if tier.name not in reached),
        shadowed=tuple(shadowed),
    )


class _Space:
    """All states of an instrument's base indicators."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.keys = [one.key for one in document.base]
        self.size = 1 << len(self.keys)
        self.all: States = (1 << self.size) - 1
        self.met: dict[str, States] = {key: self._where_bit(place) for place, key in enumerate(self.keys)}
        self._add_composites()
        self.possible = self._possible()

    def _where_bit(self, place: int) -> States:
        """The states whose bit ``place`` is set: runs of 2**place zeros and as many ones, to the end."""
        run = 1 << place
        return self.all // ((1 << 2 * run) - 1) * (((1 << run) - 1) << run)

    def _add_composites(self) -> None:
        waiting = [one for one in self.document.indicators if one.is_composite]
        while waiting:
            one = waiting.pop(0)
            if not self.met.keys() >= set(one.parts):
                waiting.append(one)
                continue
            states = self.all if one.measure == Measure.ALL_OF else 0
            for part in one.parts:
                states = states & self.met[part] if one.measure == Measure.ALL_OF else states | self.met[part]
            self.met[one.key] = states

    def _possible(self) -> States:
        possible = self.all
        for one in self.document.base:
            for other in self.document.base:
                if one is not other and implies(one, other):
                    possible &= ~(self.met[one.key] & ~self.met[other.key])
        return possible

    def fitting(self, rule: Rule) -> States:
        states = self.possible
        for key in rule.met:
            states &= self.met[key]
        for key in rule.unmet:
            states &= ~self.met[key]
        return states

    def holes(self, uncovered: States) -> Iterator[Hole]:
        """The fewest conditions that together describe exactly these states; impossible ones may come along."""
        left = uncovered
        for place, (met, unmet, states) in enumerate(self._conditions(uncovered)):
            own = states & left
            left &= ~states
            yield Hole(_letter(place), met, unmet, tuple(self._state(index) for index in _bits(own)))

    def _conditions(self, uncovered: States) -> list[tuple[frozenset[str], frozenset[str], States]]:
        primes = self._primes(uncovered | self.all & ~self.possible)
        useful = [(free, index, cube & uncovered) for free, index, cube in primes if cube & uncovered]
        chosen = _cover([states for _free, _index, states in useful], uncovered)
        conditions = []
        for free, index, states in (useful[number] for number in chosen):
            bound = {place: key for place, key in enumerate(self.keys) if not free >> place & 1}
            met = frozenset(key for place, key in bound.items() if index >> place & 1)
            conditions.append((met, frozenset(bound.values()) - met, states))
        # In the order of the indicators, what is met first: as the grid reads from its upper left.
        return sorted(conditions, key=lambda one: [(key not in one[0], key not in one[1]) for key in self.keys])

    def _primes(self, states: States) -> Iterator[tuple[int, int, States]]:
        """The widest cubes within ``states``: indicators left free, the index of the lowest state, and the cube itself."""
        inside: list[States] = [0] * self.size
        inside[0] = states
        for free in range(1, self.size):
            # A state whose cube over `free` lies inside: both halves of the last freed indicator must.
            place = free.bit_length() - 1
            half = inside[free & ~(1 << place)]
            ones = self.met[self.keys[place]]
            both = half & (half & ones) >> (1 << place) & ~ones
            inside[free] = both | both << (1 << place)
        for free in range(self.size):
            widest = inside[free]
            for place, key in enumerate(self.keys):
                if free >> place & 1:
                    widest &= ~self.met[key]
                else:
                    widest &= ~inside[free | 1 << place]
            for index in _bits(widest):
                yield free, index, self._cube(free, index)

    def _cube(self, free: int, index: int) -> States:
        states = self.all
        for place, key in enumerate(self.keys):
            if not free >> place & 1:
                states &= self.met[key] if index >> place & 1 else ~self.met[key]
        return states

    def verdicts(self, shares: list[tuple[str, Tier, States]], holes: tuple[Hole, ...]) -> Iterator[Verdict]:
        letters = {state: hole.letter for hole in holes for state in hole.states}
        owners = {index: (tier, label) for label, tier, share in shares for index in _bits(share)}
        for index in _bits(self.possible):
            state = self._state(index)
            if index in owners:
                tier, label = owners[index]
                yield Verdict(state, self.document.rank_of(tier), label)
            else:
                yield Verdict(state, 0, letter=letters[state])

    def _state(self, index: int) -> State:
        return frozenset(key for place, key in enumerate(self.keys) if index >> place & 1)


def _bits(states: States) -> Iterator[int]:
    while states:
        lowest = states & -states
        yield lowest.bit_length() - 1
        states ^= lowest


def _cover(sets: list[States], whole: States) -> list[int]:
    """The numbers of the fewest sets that together hold ``whole``; nearly the fewest where there are very many."""
    chosen: list[int] = []
    seen_once = seen_twice = 0
    for one in sets:
        seen_twice |= seen_once & one
        seen_once |= one
    for number, one in enumerate(sets):
        if one & ~seen_twice:
            chosen.append(number)
            whole &= ~one
    rest = [number for number, one in enumerate(sets) if one & whole]
    for size in range(1, len(rest) + 1):
        if not whole or comb(len(rest), size) > MOST_COVERS:
            break
        for some in combinations(rest, size):
            if not whole & ~_union([sets[number] for number in some]):
                return [*chosen, *some]
    while whole:
        best = max(rest, key=lambda number: (sets[number] & whole).bit_count())
        chosen.append(best)
        whole &= ~sets[best]
    return chosen


def _union(sets: list[States]) -> States:
    union = 0
    for one in sets:
        union |= one
    return union


# What follows from what -----------------------------------------------------------------------------------


def implies(one: Indicator, other: Indicator) -> bool:
    """Whether ``other`` is met whenever ``one`` is, whatever the facts and the day. False where that is not certain."""
    if other.confirmed_only and not one.confirmed_only:
        return False
    pair = (one.measure, other.measure)
    if pair == (Measure.POINTS, Measure.POINTS):
        return one.items == other.items and one.limit >= other.limit and _within(one, other)
    if not _kinds(one.kinds) <= _kinds(other.kinds):
        return False
    if pair == (Measure.IN_FORCE, Measure.IN_FORCE):
        return one.limit >= other.limit
    if pair == (Measure.SHARE, Measure.SHARE):
        return _share_implies(one, other)
    if one.measure in _COUNTING and other.measure in _COUNTING:
        # A count says nothing of how many months it fills, unless one is enough. Distinct months hold as many records.
        is_enough = other.limit == 1 or other.measure == Measure.COUNT or one.measure == Measure.MONTHS
        return is_enough and one.limit >= other.limit and _within(one, other)
    return False


_COUNTING = {Measure.COUNT, Measure.MONTHS}


def _share_implies(one: Indicator, other: Indicator) -> bool:
    return (
        _kinds(one.of) == _kinds(other.of)
        and one.window == other.window
        and one.confirmed_only == other.confirmed_only
        and one.limit >= other.limit
        and (other.empty_is_met or not one.empty_is_met)
    )


def _kinds(codes: tuple[str, ...]) -> frozenset[int | str]:
    return frozenset[int | str](numbers_of(codes)) | ({DECREE} & set(codes))


def _within(one: Indicator, other: Indicator) -> bool:
    """Whether the days ``one`` counts are always among those ``other`` counts."""
    ours, theirs = (_first_days(each.window, each.measure == Measure.MONTHS) for each in (one, other))
    return all(wide <= narrow for wide, narrow in zip(theirs, ours, strict=True))


@cache
def _first_days(window: Window, whole_months: bool) -> tuple[dt.date, ...]:
    """The first day counted, looked at from each day of four years: all the lengths that months and years have."""
    days = (dt.date(2030, 1, 1) + dt.timedelta(days=n) for n in range(4 * 365 + 1))
    return tuple(window.first_month(day) if whole_months else window.first_day(day) for day in days)


# Tiers by score --------------------------------------------------------------------------------------------


def _check_scores(document: Document) -> Report:
    last = document.tiers[-1]
    holes = (Hole("A", below=last.least_score),) if last.least_score > 0 else ()
    scale = lcm(*(one.limit for one in document.indicators if one.weight))
    top = document.tiers[0].least_score
    most = _most(document)
    ceiling = top if most is None else most
    totals = _totals(document, scale, max(top, ceiling))
    unreachable = []
    above: int | None = None
    for tier in document.tiers:
        first = tier.least_score * scale
        until = max(top, ceiling) * scale + 1 if above is None else above * scale
        if totals is None:
            is_reached = most is None or tier.least_score <= most
        else:
            is_reached = bool(totals >> first & (1 << max(until - first, 0)) - 1)
        if not is_reached:
            unreachable.append(tier)
        above = tier.least_score
    return Report(document=document, holes=holes, unreachable=tuple(unreachable), most=most)


def _most(document: Document) -> int | None:
    """The highest score; None where points have no cap."""
    total = 0
    for one in document.indicators:
        if one.weight or one.measure != Measure.POINTS:
            total += one.weight
        elif all(item.cap for item in one.items):
            total += sum(item.cap for item in one.items)
        else:
            return None
    return total


def _totals(document: Document, scale: int, ceiling: int) -> int | None:
    """The scores there can be, as bits: times ``scale``, and ``ceiling`` standing for all above. None: too many to list.

    Indicators are taken as independent of each other, so that nothing reachable is called unreachable.
    """
    width = ceiling * scale + 1
    if width > MOST_TOTALS:
        return None
    totals = 1
    for one in document.indicators:
        if one.weight:
            values = _points(one.items, one.limit) if one.measure == Measure.POINTS else (1 << one.limit + 1) - 1
            steps = [value * one.weight * scale // one.limit for value in _bits(values)]
        elif one.measure == Measure.POINTS:
            steps = [value * scale for value in _bits(_points(one.items, ceiling))]
        else:
            continue
        totals = _plus(totals, steps, width)
    return totals


def _points(items: tuple[PointItem, ...], ceiling: int) -> int:
    """The readings points can have, as bits; ``ceiling`` stands for all above."""
    readings = 1
    for item in items:
        cap = min(item.cap or ceiling, ceiling)
        readings = _plus(readings, [*range(0, cap, item.points), cap], ceiling + 1)
    return readings


def _plus(sums: int, steps: list[int], width: int) -> int:
    """Every sum with every step added; what passes the last bit stays on it."""
    result = 0
    for step in steps:
        result |= sums << step
    over = result >> width
    result &= (1 << width) - 1
    return result | (1 << width - 1 if over else 0)
