"""The published figures: one query for each family of figures, one function for each figure.

Every function takes an area and a day, counts villages and districts valid on that day and groups existing on it,
and aggregates in SQL: the number of queries, and of rows read into Python, does not grow with the number of groups.
A group that serves a kecamatan counts as formed and gives its kecamatan a KIM, but covers no village.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from functools import partial

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from kentongan.areas.enums import Kind, Level
from kentongan.areas.models import Area, valid_on, within
from kentongan.insights.rules.figures import (
    Coverage,
    DecreeStates,
    DistrictWithout,
    Formation,
    TargetFact,
    TargetResult,
    by_size,
    groups_on,
    judge_target,
    reached_in_year,
)
from kentongan.registry.enums import Measure
from kentongan.registry.models import FormationCase, Group, Target
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


# The condition for rows whose area, at the end of a prefix, lies in some place.
Place = Callable[[str], Q]


def place_of(area: Area) -> Place:
    return partial(within, area)


def _group_here(as_of: dt.date, column: str = "code") -> Exists:
    """Whether a group existing on the day serves the village in ``column``."""
    return Exists(Group.objects.existing_on(as_of).filter(area_id=OuterRef(column)).order_by())


# --- Villages -------------------------------------------------------------------------------------


def coverage_by_child(area: Area, as_of: dt.date) -> dict[str, Coverage]:
    """Villages, by kind, and those with a group, under each child of the area. Three queries."""
    return coverage_and_districts(area, as_of)[0]


def coverage_and_districts(area: Area, as_of: dt.date) -> tuple[dict[str, Coverage], int]:
    """The coverage of each child, and how many kecamatan the area has: both are counted by the same three queries."""
    children, districts = coverage_by(place_of(area), child_column(area), as_of)
    return children, sum(districts.values())


def coverage_by(place: Place, column: str, as_of: dt.date) -> tuple[dict[str, Coverage], dict[str, int]]:
    """Coverage, and the number of kecamatan, by a column of the areas."""
    result: dict[str, Coverage] = defaultdict(Coverage)
    districts: dict[str, int] = defaultdict(int)
    places = Area.objects.filter(place("")).valid_on(as_of)
    both = places.filter(level__in=[Level.VILLAGE, Level.DISTRICT])
    for level, code, kind, count in _counted(both, "level", column, "kind"):
        if level == Level.DISTRICT:
            districts[code] += count
        else:
            result[code] += Coverage(villages=count, kelurahan=count if kind == Kind.KELURAHAN else 0)
    # A semi-join of its own: counting with a condition would ask each village in turn.
    covered = places.at_level(Level.VILLAGE).filter(_group_here(as_of))
    for code, kind, count in _counted(covered, column, "kind"):
        result[code] += Coverage(covered=count, kelurahan_covered=count if kind == Kind.KELURAHAN else 0)
    cases = cases_in_process(place, as_of).order_by().values_list(f"area__{column}")
    for code, in_process in cases.annotate(villages=Count("area_id", distinct=True)):
        result[code] += Coverage(in_process=in_process)
    return dict(result), dict(districts)


def _counted(places: QuerySet[Area], *columns: str) -> QuerySet:
    return places.order_by().values_list(*columns).annotate(places=Count("*"))


def cases_in_process(place: Place, as_of: dt.date) -> QuerySet[FormationCase]:
    """Formation cases open on the day in valid villages that have no group yet."""
    return (
        FormationCase.objects.filter(place("area__"))
        .open_on(as_of)
        .filter(valid_on(as_of, "area__"), ~_group_here(as_of, "area_id"), area__level=Level.VILLAGE)
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


def districts(area: Area, as_of: dt.date) -> int:
    """Kecamatan valid on the day."""
    return Area.objects.within(area).valid_on(as_of).at_level(Level.DISTRICT).count()


def districts_without(area: Area, as_of: dt.date) -> list[DistrictWithout]:
    """Kecamatan where no group serves any village nor the kecamatan itself, most villages first."""
    return by_size(districts_without_in(place_of(area), as_of))


def districts_without_in(place: Place, as_of: dt.date) -> list[DistrictWithout]:
    """The same of any place, in no order."""
    groups = Group.objects.existing_on(as_of).filter(place("area__"), area__district_code=OuterRef("code")).order_by()
    villages_of = (
        Area.objects.valid_on(as_of)
        .at_level(Level.VILLAGE)
        .filter(district_code=OuterRef("code"))
        .order_by()
        .values("district_code")
    )
    rows = (
        Area.objects.filter(place(""))
        .valid_on(as_of)
        .at_level(Level.DISTRICT)
        # One group of each is looked up; asked whether any exists, PostgreSQL would join all groups to all areas first.
        .alias(group=Subquery(groups.values("pk")[:1]))
        .filter(group=None)
        .annotate(
            villages=Coalesce(Subquery(villages_of.annotate(n=Count("code")).values("n")), 0),
            kelurahan=Coalesce(
                Subquery(villages_of.filter(kind=Kind.KELURAHAN).annotate(n=Count("code")).values("n")), 0
            ),
            has_case=Exists(
                FormationCase.objects.open_on(as_of).filter(area__district_code=OuterRef("code")).order_by()
            ),
        )
        .order_by()
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
        ended_since=Min("last", filter=Q(last__lt=as_of)),
        ending=Count("pk", filter=Q(last__gte=as_of, last__lte=renewal_limit(as_of))),
    )
    return DecreeStates(
        none=counts["groups"] - counts["recorded"],
        in_force=counts["recorded"] - counts["ended"] - counts["ending"],
        ending=counts["ending"],
        ended=counts["ended"],
        ended_since=counts["ended_since"],
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
