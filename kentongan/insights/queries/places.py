"""Names and places that the pages show beside the figures."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from kentongan.areas.enums import Level
from kentongan.areas.models import NATION_CODE, Area
from kentongan.insights.queries.activity import Network
from kentongan.insights.queries.figures import cases_in_process, place_of
from kentongan.insights.queries.whole import Figures
from kentongan.insights.rules.activity import Activity
from kentongan.insights.rules.figures import Coverage
from kentongan.insights.rules.petak import Child
from kentongan.registry.models import Group


def children_of(figures: Figures, network: Network | None = None) -> list[Child]:
    """The area's children valid on the day, by code, with their figures."""
    activity = network.by_child if network and network.activity else None
    without = {district.code for district in figures.districts_without}
    rows = Area.objects.filter(parent=figures.area).valid_on(figures.as_of).order_by("code")
    is_regency = figures.area.level == Level.REGENCY
    found = []
    for code, name in rows.values_list("code", "name"):
        coverage = figures.children.get(code, Coverage())
        # A kecamatan with a group of its own has a KIM even where none of its villages has one.
        has_group = code not in without if is_regency else coverage.covered > 0
        active = None if activity is None else activity.get(code, Activity())
        found.append(Child(code, name, coverage, has_group, active))
    return found


@dataclass(frozen=True)
class VillageRow:
    """A village on the page of its kecamatan."""

    area: Area
    groups: list[Group]
    in_process: bool


def villages_with_groups(area: Area, as_of: dt.date) -> list[VillageRow]:
    """Villages of a kecamatan with their groups, in official order. Three queries."""
    groups = Prefetch("groups", Group.objects.existing_on(as_of).order_by("code"), to_attr="groups_now")
    villages = Area.objects.filter(parent=area).valid_on(as_of).at_level(Level.VILLAGE).order_by("code")
    in_process = set(cases_in_process(place_of(area), as_of).order_by().values_list("area_id", flat=True))
    return [
        VillageRow(village, village.groups_now, village.code in in_process)  # type: ignore[attr-defined]
        for village in villages.prefetch_related(groups)
    ]


def crumbs_of(area: Area) -> list[Area]:
    """The areas above, the nation first, and the area itself."""
    if area.level == Level.NATION:
        return [area]
    above = Area.objects.in_bulk(area.ancestor_codes)
    return [above[code] for code in (NATION_CODE, *area.ancestor_codes) if code in above and code != NATION_CODE] or [
        area
    ]
