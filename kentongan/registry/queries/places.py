"""Where a person's register lies, and which place someone meant."""

import re

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import groups_with, scope
from kentongan.areas.enums import Level
from kentongan.areas.models import NATION_CODE, Area, AreaSpelling
from kentongan.areas.rules import normalise_name, tidy_code
from kentongan.core.search import nearest
from kentongan.registry.models import Group

PROPOSALS = 6


def areas_visible_to(user, capability: Capability = Capability.SEE_REGISTER) -> QuerySet[Area]:
    """Areas of the person's duties with all below them, and the area of the group they serve."""
    condition = scope(user, capability)
    if codes := groups_with(user, capability):
        condition |= Q(pk__in=Group.objects.filter(code__in=codes).values("area_id"))
    return Area.objects.filter(condition)


def office_over(area: Area) -> Office | None:
    """The nearest office at or above the area."""
    offices = Office.objects.select_related("area").in_bulk(area.ancestor_codes)
    return next((offices[code] for code in reversed(area.ancestor_codes) if code in offices), None)


def ancestors(area: Area) -> list[Area]:
    """The areas from the regency down to this one, in one query."""
    codes = [code for code in area.ancestor_codes if code != NATION_CODE and code != area.province_code]
    above = Area.objects.in_bulk([code for code in codes if code != area.pk])
    return [*(above[code] for code in codes if code in above), area]


def place_of(area: Area, *, own: bool = True) -> str:
    """“Desa Bambang, Kecamatan Wajak, Kabupaten Malang”; reads parents that were selected along."""
    names = [area.full_name] if own else []
    parent = area.parent
    while parent is not None and parent.level in {Level.DISTRICT, Level.REGENCY}:
        names.append(parent.full_name)
        parent = parent.parent if parent.level == Level.DISTRICT else None
    return ", ".join(names)


def area_href(area: Area) -> str:
    """The page of a village here, of a larger area in the room above; none while that room has no page."""
    try:
        return reverse("village" if area.level == Level.VILLAGE else "area", args=[area.pk])
    except NoReverseMatch:
        return ""


def places_meant(written: str, areas: QuerySet[Area]) -> tuple[list[Area], bool]:
    """The villages and kecamatan that “Bambang”, “Bambang, Wajak” or a code means, and whether they fit exactly.

    One exact fit is the answer; several are for a person to choose from; without any the nearest names are proposed.
    """
    areas = areas.filter(level__in=[Level.VILLAGE, Level.DISTRICT]).select_related("parent__parent")
    if (code := tidy_code(written)) and len(code) >= 8:
        return list(areas.filter(pk=code)), True
    name, *above = [part for part in re.split(r"\s*,\s*", written.strip()) if part] or [""]
    key = normalise_name(name)
    if not key:
        return [], True
    spelled = AreaSpelling.objects.filter(folded=key).values("area_id")
    found = list(areas.filter(Q(search_text__startswith=f"{key}|") | Q(pk__in=spelled))[:50])
    narrowed = [area for area in found if _lies_in(area, above)]
    if narrowed or found:
        # Villages before the kecamatan of the same name: a KIM serves a village, rarely a kecamatan.
        chosen = narrowed or found
        wants_district = written.casefold().lstrip().startswith("kec")
        fitting = [area for area in chosen if (area.level == Level.DISTRICT) == wants_district]
        return (fitting or chosen), True
    if not areas.exists():
        return [], True
    return [area for area, _score in nearest(areas, "search_text", name, PROPOSALS)], False


def _lies_in(area: Area, above: list[str]) -> bool:
    parents = []
    parent = area.parent
    while parent is not None and parent.level != Level.PROVINCE:
        parents += [normalise_name(parent.name), normalise_name(parent.full_name)]
        parent = parent.parent if parent.level == Level.DISTRICT else None
    return all(normalise_name(name) in parents for name in above)
