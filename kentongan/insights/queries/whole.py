"""All figures of an area together; those of a nation are kept until the register changes."""

import datetime as dt
import time
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Subquery, Value

from kentongan.areas.enums import Level
from kentongan.areas.models import NATION_CODE, Area
from kentongan.assessment.enums import Purpose
from kentongan.assessment.queries.standings import standings
from kentongan.core.models import AuditEvent
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
from kentongan.registry.enums import Measure
from kentongan.registry.models import Decree, FormationCase, Group, Target


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
        return waiting(self.area, self.as_of, self.decrees)

    @cached_property
    def groups_by_child(self) -> dict[str, int]:
        """Existing groups under each child; asked for by the pages that show them."""
        return groups_by_child(self.area, self.as_of)

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
    """All figures of the area on the day, in seven queries whatever its size.

    Those of a large nation are kept in this process until the register changes, and for ten minutes at most.
    """
    if area.level != Level.NATION:
        return _count(area, as_of)
    state = _state_of_register() if _kept else None
    found = _kept.get(as_of)
    if found and found.state == state and time.monotonic() < found.until:
        return found.figures
    counted = _count(area, as_of)
    if counted.coverage.villages >= KEPT_FROM:
        while len(_kept) >= MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[as_of] = _Kept(counted, state or _state_of_register(), time.monotonic() + KEPT_FOR)
    return counted


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


# Below this many villages counting anew is quick enough.
KEPT_FROM = 20_000
MOST_KEPT = 8
KEPT_FOR = 600.0


@dataclass(frozen=True)
class _Kept:
    figures: Figures
    state: tuple
    until: float


_kept: dict[dt.date, _Kept] = {}


def forget() -> None:
    """Keep nothing: the next visit counts."""
    _kept.clear()


def _state_of_register() -> tuple:
    """Moves with every change: each one leaves an event, and whatever is written in bulk has new rows."""
    newest = [
        Subquery(model.objects.order_by("-pk").values("pk")[:1]) for model in (AuditEvent, Group, Decree, FormationCase)
    ]
    numbers = [
        Subquery(model.objects.order_by().values(all=Value(1)).annotate(n=Count("*")).values("n"))
        for model in (Area, Target)
    ]
    # One row carries them all, so that it is one query.
    return Area.objects.filter(code=NATION_CODE).values_list(*newest, *numbers).get()
