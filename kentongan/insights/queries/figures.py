"""The published figures: one query for each family of figures, one function for each figure.

Every function takes an area and a day, counts villages and districts valid on that day and groups existing on it,
and aggregates in SQL: the number of queries, and of rows read into Python, does not grow with the number of groups.
A group that serves a kecamatan counts as formed and gives its kecamatan a KIM, but covers no village.
"""

import datetime as dt
import time
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kentongan.areas.enums import Kind, Level
from kentongan.areas.models import Area, valid_on
from kentongan.core.models import AuditEvent
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
from kentongan.registry.rules.decrees import renewal_limit

CHILD_COLUMN = {
    Level.NATION: "province_code",
    Level.PROVINCE: "regency_code",
    Level.REGENCY: "district_code",
    Level.DISTRICT: "code",
    Level.VILLAGE: "code",
}


def child_column(area: Area) -> str:
    """The column of `Area` that holds the code of the area's children: provinces of the nation, and so on."""
    return CHILD_COLUMN[Level(area.level)]


def villages_on(area: Area, as_of: dt.date) -> QuerySet[Area]:
    """Villages of the area valid on the day."""
    return Area.objects.within(area).valid_on(as_of).at_level(Level.VILLAGE)


def _group_here(as_of: dt.date, column: str = "code") -> Exists:
    """Whether a group existing on the day serves the village in ``column``."""
    return Exists(Group.objects.existing_on(as_of).filter(area_id=OuterRef(column)).order_by())


# --- Villages -------------------------------------------------------------------------------------


def coverage_by_child(area: Area, as_of: dt.date) -> dict[str, Coverage]:
    """Villages, by kind, and those with a group, under each child of the area. Three queries."""
    column = child_column(area)
    result: dict[str, Coverage] = defaultdict(Coverage)
    all_villages = villages_on(area, as_of).order_by().values_list(column, "kind").annotate(villages=Count("*"))
    for code, kind, count in all_villages:
        result[code] += Coverage(villages=count, kelurahan=count if kind == Kind.KELURAHAN else 0)
    # A semi-join of its own: counting with a condition would ask each village in turn.
    for code, kind, count in all_villages.filter(_group_here(as_of)):
        result[code] += Coverage(covered=count, kelurahan_covered=count if kind == Kind.KELURAHAN else 0)
    for code, in_process in _in_process_by_child(area, as_of):
        result[code] += Coverage(in_process=in_process)
    return dict(result)


def cases_in_process(area: Area, as_of: dt.date) -> QuerySet[FormationCase]:
    """Formation cases open on the day in valid villages that have no group yet."""
    return (
        FormationCase.objects.within(area)
        .open_on(as_of)
        .filter(valid_on(as_of, "area__"), ~_group_here(as_of, "area_id"), area__level=Level.VILLAGE)
    )


def _in_process_by_child(area: Area, as_of: dt.date) -> QuerySet:
    return (
        cases_in_process(area, as_of)
        .order_by()
        .values_list(f"area__{child_column(area)}")
        .annotate(villages=Count("area_id", distinct=True))
    )


def coverage(area: Area, as_of: dt.date) -> Coverage:
    """The area's villages as a whole."""
    return sum(coverage_by_child(area, as_of).values(), Coverage())


def villages(area: Area, as_of: dt.date) -> int:
    """Desa and kelurahan valid on the day."""
    return coverage(area, as_of).villages


def villages_covered(area: Area, as_of: dt.date) -> int:
    """Villages with at least one group."""
    return coverage(area, as_of).covered


def villages_in_process(area: Area, as_of: dt.date) -> int:
    """Villages without a group whose formation case is open."""
    return coverage(area, as_of).in_process


# --- Districts ------------------------------------------------------------------------------------


def _districts_on(area: Area, as_of: dt.date) -> QuerySet[Area]:
    return Area.objects.within(area).valid_on(as_of).at_level(Level.DISTRICT)


def districts(area: Area, as_of: dt.date) -> int:
    """Kecamatan valid on the day."""
    return _districts_on(area, as_of).count()


def districts_without(area: Area, as_of: dt.date) -> list[DistrictWithout]:
    """Kecamatan where no group serves any village nor the kecamatan itself, most villages first."""
    groups = Group.objects.existing_on(as_of).filter(area__district_code=OuterRef("code")).order_by()
    villages_of = (
        Area.objects.valid_on(as_of)
        .at_level(Level.VILLAGE)
        .filter(district_code=OuterRef("code"))
        .order_by()
        .values("district_code")
    )
    rows = (
        _districts_on(area, as_of)
        .filter(~Exists(groups))
        .annotate(
            villages=Coalesce(Subquery(villages_of.annotate(n=Count("code")).values("n")), 0),
            kelurahan=Coalesce(
                Subquery(villages_of.filter(kind=Kind.KELURAHAN).annotate(n=Count("code")).values("n")), 0
            ),
            has_case=Exists(
                FormationCase.objects.open_on(as_of).filter(area__district_code=OuterRef("code")).order_by()
            ),
        )
        .order_by("-villages", "name", "code")
        .values_list("code", "name", "villages", "kelurahan", "has_case")
    )
    return [DistrictWithout(*row) for row in rows]


def districts_covered(area: Area, as_of: dt.date) -> int:
    """Kecamatan with at least one group."""
    return districts(area, as_of) - len(districts_without(area, as_of))


# --- Groups over time -----------------------------------------------------------------------------


def formations(area: Area, as_of: dt.date) -> list[Formation]:
    """How many groups formed on each day up to the day, how surely, and when they ended: what growth is drawn from."""
    rows = (
        Group.objects.within(area)
        .filter(formed_on__lte=as_of)
        .order_by()
        .values_list("formed_on", "formed_precision", "ended_on", "formed_not_before")
        .annotate(groups=Count("id"))
    )
    return [
        Formation(on, precision, ended_on, groups, not_before) for on, precision, ended_on, not_before, groups in rows
    ]


def groups_formed(area: Area, as_of: dt.date) -> int:
    """Groups formed on or before the day and not ended by then."""
    return groups_on(formations(area, as_of), as_of)


def groups_by_child(area: Area, as_of: dt.date) -> dict[str, int]:
    """Existing groups under each child of the area."""
    column = f"area__{child_column(area)}"
    rows = Group.objects.existing_on(as_of).within(area).order_by().values_list(column)
    return dict(rows.annotate(groups=Count("id")))


# --- Decrees --------------------------------------------------------------------------------------


def decree_states(area: Area, as_of: dt.date) -> DecreeStates:
    """Existing groups by the last day of the decrees begun by the day: in force, ending within 90 days, ended, none."""
    last = Max("decrees__ends_on", filter=Q(decrees__starts_on__lte=as_of))
    groups = Group.objects.existing_on(as_of).within(area).order_by().values("pk").annotate(last=last)
    counts = groups.aggregate(
        groups=Count("pk"),
        recorded=Count("last"),
        ended=Count("pk", filter=Q(last__lt=as_of)),
        ending=Count("pk", filter=Q(last__gte=as_of, last__lte=renewal_limit(as_of))),
    )
    return DecreeStates(
        none=counts["groups"] - counts["recorded"],
        in_force=counts["recorded"] - counts["ended"] - counts["ending"],
        ending=counts["ending"],
        ended=counts["ended"],
    )


def decrees_ending_90d(area: Area, as_of: dt.date) -> int:
    """Groups whose last decree ends between the day and 90 days later, both included."""
    return decree_states(area, as_of).ending


def decrees_ended(area: Area, as_of: dt.date) -> int:
    """Groups whose last decree ended before the day."""
    return decree_states(area, as_of).ended


def decrees_none(area: Area, as_of: dt.date) -> int:
    """Groups for which no decree begun by the day is recorded."""
    return decree_states(area, as_of).none


# --- Targets --------------------------------------------------------------------------------------


def targets(area: Area, as_of: dt.date) -> list[TargetFact]:
    """What the area's own office had said by the day about that year and earlier ones."""
    rows = Target.objects.filter(office_id=area.code, year__lte=as_of.year, stated_on__lte=as_of)
    return [
        TargetFact(*row)
        for row in rows.order_by("year", "measure", "-value", "stated_on").values_list(
            "year", "measure", "value", "source"
        )
    ]


def target_result(area: Area, as_of: dt.date) -> TargetResult:
    """The year's targets of new groups against the groups recorded as formed in it up to the day."""
    return judge_target(
        targets(area, as_of), as_of.year, Measure.FORMED_NEW, reached_in_year(formations(area, as_of), as_of)
    )


# --- All of them ----------------------------------------------------------------------------------


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

    def as_flat(self) -> dict:
        """One flat object for scripts. Stable names; null where nothing is recorded, a list where sources disagree."""
        new, total = self.target_new, self.target_total
        return {
            "area": self.area.code,
            "area_name": self.area.full_name,
            "as_of": self.as_of.isoformat(),
            "groups_formed": self.groups_formed,
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
    """All figures of the area on the day, in eight queries whatever its size.

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
    children = coverage_by_child(area, as_of)
    return Figures(
        area=area,
        as_of=as_of,
        children=children,
        coverage=sum(children.values(), Coverage()),
        districts=districts(area, as_of),
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


def _state_of_register() -> tuple:
    """Moves with every change: each one leaves an event, and whatever is written in bulk has new rows."""
    newest = (
        model.objects.order_by().aggregate(newest=Max("pk")) for model in (AuditEvent, Group, Decree, FormationCase)
    )
    return (Area.objects.count(), Target.objects.count(), *(found["newest"] for found in newest))
