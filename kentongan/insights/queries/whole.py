"""All figures of an area together: counted, or taken from the kept columns of the register."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.assessment.enums import Purpose
from kentongan.assessment.queries.standings import standings
from kentongan.insights.queries.figures import (
    coverage_and_districts,
    decree_states,
    districts_without,
    formations,
    groups_by_child,
    targets,
)
from kentongan.insights.queries.work import Waiting, waiting
from kentongan.insights.rules.figures import (
    Coverage,
    DecreeStates,
    DistrictWithout,
    Formation,
    TargetFact,
    TargetResult,
    groups_on,
    judge_target,
    reached_in_year,
)
from kentongan.insights.rules.growth import Series, growth_series
from kentongan.insights.rules.work import CaseFact
from kentongan.registry.enums import Measure


@dataclass(frozen=True)
class Counted:
    """What the columns say already and pages ask for later."""

    cases: Sequence[CaseFact]
    cases_waiting: int
    groups_by_child: dict[str, int]


@dataclass(frozen=True)
class Figures:
    """Every published figure of one area on one day, and the series they come from."""

    area: Area
    as_of: dt.date
    children: dict[str, Coverage]
    coverage: Coverage
    districts: int
    districts_without: list[DistrictWithout]
    formations: list[Formation]
    decrees: DecreeStates
    targets: list[TargetFact]
    counted: Counted | None = None

    @cached_property
    def groups_formed(self) -> int:
        return groups_on(self.formations, self.as_of)

    @property
    def districts_covered(self) -> int:
        return self.districts - len(self.districts_without)

    @cached_property
    def target_new(self) -> TargetResult:
        reached = reached_in_year(self.formations, self.as_of)
        return judge_target(self.targets, self.as_of.year, Measure.FORMED_NEW, reached)

    @cached_property
    def target_total(self) -> TargetResult:
        return judge_target(self.targets, self.as_of.year, Measure.FORMED_TOTAL, self.groups_formed)

    @cached_property
    def series(self) -> Series:
        """The growth chart's line: worked out once, also for figures that are kept."""
        return growth_series(self.formations, self.as_of, self.targets)

    @cached_property
    def waiting(self) -> Waiting:
        """The first rows of each kind of work; asked for by the pages that show them."""
        known = (self.counted.cases, self.counted.cases_waiting) if self.counted else None
        return waiting(self.area, self.as_of, self.decrees, known)

    @cached_property
    def groups_by_child(self) -> dict[str, int]:
        """Existing groups under each child; asked for by the pages that show them."""
        return self.counted.groups_by_child if self.counted else groups_by_child(self.area, self.as_of)

    def as_flat(self) -> dict:
        """One flat object for scripts. Stable names; null where nothing is recorded, a list where sources disagree."""
        new, total = self.target_new, self.target_total
        # Not kept with the figures: evidence changes them, the register does not.
        activity, tiers = (standings(self.area, self.as_of, purpose) for purpose in (Purpose.ACTIVITY, Purpose.TIERS))
        return {
            "area": self.area.code,
            "area_name": self.area.full_name,
            "as_of": self.as_of.isoformat(),
            "groups_formed": self.groups_formed,
            "groups_active": activity.active,
            "groups_judged": activity.judged,
            "tiers": tiers.by_name,
            "villages": self.coverage.villages,
            "villages_covered": self.coverage.covered,
            "villages_without": self.coverage.without,
            "villages_in_process": self.coverage.in_process,
            "districts": self.districts,
            "districts_covered": self.districts_covered,
            "districts_without": [district.name for district in self.districts_without],
            "districts_without_villages": [district.villages for district in self.districts_without],
            "target_year": self.as_of.year,
            "target_new": new.flat_values,
            "target_reached": new.reached,
            "target_short": new.flat_short,
            "target_total": total.flat_values,
            "target_total_short": total.flat_short,
            "decrees_in_force": self.decrees.in_force,
            "decrees_ending_90d": self.decrees.ending,
            "decrees_ended": self.decrees.ended,
            "decrees_none": self.decrees.none,
        }


def figures(area: Area, as_of: dt.date) -> Figures:
    """All figures of the area on the day, in a handful of queries whatever its size.

    Those of the nation are counted from the columns of the register, which are kept; so are a province's while they are.
    """
    found = None
    if area.level in (Level.NATION, Level.PROVINCE):
        # Offices of regencies never need the numerical library behind it.
        from kentongan.insights.queries.from_columns import kept_figures

        found = kept_figures(area, as_of)
    return found or _count(area, as_of)


def _count(area: Area, as_of: dt.date) -> Figures:
    children, districts = coverage_and_districts(area, as_of)
    return Figures(
        area=area,
        as_of=as_of,
        children=children,
        coverage=sum(children.values(), Coverage()),
        districts=districts,
        districts_without=districts_without(area, as_of),
        formations=formations(area, as_of),
        decrees=decree_states(area, as_of),
        targets=targets(area, as_of),
    )
