"""What the figures mean: facts counted by the database in, published numbers out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kentongan.registry.enums import Precision


@dataclass(frozen=True, slots=True)
class Coverage:
    """Villages of an area, how many have a group, and how many without one are on their way."""

    villages: int = 0
    covered: int = 0
    kelurahan: int = 0
    kelurahan_covered: int = 0
    in_process: int = 0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.villages + other.villages,
            self.covered + other.covered,
            self.kelurahan + other.kelurahan,
            self.kelurahan_covered + other.kelurahan_covered,
            self.in_process + other.in_process,
        )

    @property
    def without(self) -> int:
        return self.villages - self.covered

    @property
    def kelurahan_without(self) -> int:
        return self.kelurahan - self.kelurahan_covered

    @property
    def share(self) -> float:
        """Covered villages as a share of all, 0 where there are none."""
        return self.covered / self.villages if self.villages else 0.0


@dataclass(frozen=True, slots=True)
class DistrictWithout:
    """A kecamatan without any group."""

    code: str
    name: str
    villages: int
    kelurahan: int = 0
    has_case: bool = False


def by_size(districts: Iterable[DistrictWithout]) -> list[DistrictWithout]:
    """Most villages first."""
    return sorted(districts, key=lambda district: (-district.villages, district.name, district.code))


class Formation(NamedTuple):
    """Groups that share a day of formation, its precision, and a day of ending; a nation has thousands of them."""

    on: dt.date
    precision: str
    ended_on: dt.date | None
    groups: int
    # Where only a span is recorded: its first day.
    not_before: dt.date | None = None

    def exists_on(self, day: dt.date) -> bool:
        return self.on <= day and (self.ended_on is None or day < self.ended_on)


def groups_on(formations: Iterable[Formation], day: dt.date) -> int:
    """How many groups existed on the day."""
    return sum(formation.groups for formation in formations if formation.exists_on(day))


def reached_in_year(formations: Iterable[Formation], day: dt.date) -> int:
    """Groups existing on the day that are recorded as formed in its year.

    A group only known to exist by some day may have formed in any year before it, so it is never counted as new.
    """
    return sum(
        formation.groups
        for formation in formations
        if formation.on.year == day.year and formation.precision == Precision.DAY and formation.exists_on(day)
    )


@dataclass(frozen=True, slots=True)
class DecreeStates:
    """Existing groups by the state of their latest decree; the four add up to all groups."""

    none: int = 0
    in_force: int = 0
    ending: int = 0
    ended: int = 0
    # The last day of the decree that ended first.
    ended_since: dt.date | None = None

    def __add__(self, other: "DecreeStates") -> "DecreeStates":
        since = [day for day in (self.ended_since, other.ended_since) if day]
        return DecreeStates(
            self.none + other.none,
            self.in_force + other.in_force,
            self.ending + other.ending,
            self.ended + other.ended,
            min(since, default=None),
        )

    @property
    def groups(self) -> int:
        return self.none + self.in_force + self.ending + self.ended


@dataclass(frozen=True, slots=True)
class TargetFact:
    """A number somebody published for a year, and where."""

    year: int
    measure: str
    value: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class TargetResult:
    """One or more targets of a year against what was reached; ``values`` holds each different number once."""

    year: int
    reached: int
    values: tuple[int, ...] = ()
    facts: tuple[TargetFact, ...] = field(default=(), compare=False)

    @property
    def is_set(self) -> bool:
        return bool(self.values)

    @property
    def is_disputed(self) -> bool:
        return len(self.values) > 1

    @property
    def shorts(self) -> tuple[int, ...]:
        """How far each target still is; 0 once it is reached."""
        return tuple(max(0, value - self.reached) for value in self.values)

    @property
    def flat_values(self) -> int | list[int] | None:
        return flat(self.values)

    @property
    def flat_short(self) -> int | list[int] | None:
        return flat(self.shorts)


def flat(values: Sequence[int]) -> int | list[int] | None:
    """One number where there is one, a list where several were published, None where there is none."""
    if len(values) == 1:
        return values[0]
    return list(values) or None


def judge_target(facts: Iterable[TargetFact], year: int, measure: str, reached: int) -> TargetResult:
    """The year's targets of one measure, the largest first, against ``reached``."""
    chosen = tuple(fact for fact in facts if (fact.year, fact.measure) == (year, measure))
    values = tuple(sorted({fact.value for fact in chosen}, reverse=True))
    return TargetResult(year, reached, values, chosen)
