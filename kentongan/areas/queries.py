"""Reads about areas."""

import datetime as dt

from django.db.models import Q

from kentongan.areas.enums import Level
from kentongan.areas.models import Area, within
from kentongan.areas.rules import NamedArea, NameIndex
from kentongan.core.search import nearest


def build_name_index(scope: Area, on: dt.date) -> NameIndex:
    """The names of regencies, districts and villages in the scope on that day, with their other spellings: one query.

    The regency and district above a small scope are in it too, so that rows may name them.
    """
    # The nation's condition is empty, and empty or-something would be only something.
    inside = within(scope)
    rows = (
        Area.objects.filter(inside | Q(code__in=scope.ancestor_codes) if inside else Q())
        .filter(level__in=[Level.REGENCY, Level.DISTRICT, Level.VILLAGE])
        .valid_on(on)
        .order_by("code", "spellings__spelling")
        .values_list("code", "name", "spellings__spelling")
    )
    names: dict[str, str] = {}
    spellings: dict[str, list[str]] = {}
    for code, name, spelling in rows:
        names[code] = name
        if spelling:
            spellings.setdefault(code, []).append(spelling)
    return NameIndex.of(NamedArea(code, name, tuple(spellings.get(code, ()))) for code, name in names.items())


def find_areas(text: str, scope: Area | None = None, *, on: dt.date | None = None, limit: int = 10) -> list[Area]:
    """Areas whose name or code is nearest to what was typed, best first."""
    areas = Area.objects.all()
    if scope is not None:
        areas = areas.within(scope)
    if on is not None:
        areas = areas.valid_on(on)
    return [area for area, _score in nearest(areas, "search_text", text, limit)]
