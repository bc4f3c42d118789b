"""Temukan KIM Anda: from what a resident typed to the group that serves there."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.areas.rules import normalise_name
from kentongan.core.search import nearest
from kentongan.newsroom.queries.market import groups_serving
from kentongan.registry.models import Group
from kentongan.registry.queries.places import places_meant

MOST_FOUND = 12
# Villages of the same name elsewhere: people know the name of their village, rarely whose portal they are on.
MOST_ELSEWHERE = 4
# Of a group's name, so that a name of one letter does not call every group.
LEAST_NAME_SCORE = 80.0
_KIM = re.compile(r"^\s*kim\b[\s.:-]*", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A village, or a kecamatan, with the groups that serve it."""

    area: Area
    groups: Sequence[Group]
    is_elsewhere: bool = False

    @property
    def is_village(self) -> bool:
        return self.area.level == Level.VILLAGE


@dataclass(frozen=True)
class Answer:
    """What was found, and whether the name was meant exactly so."""

    found: Sequence[Found] = ()
    is_exact: bool = True


def find_group(words: str, scope: Area, *, on: dt.date) -> Answer:
    """Villages and kecamatan of the scope that the words mean, those served by a group of that name, and namesakes elsewhere."""
    words = _KIM.sub("", words).strip()[:80]
    if not normalise_name(words):
        return Answer()
    inside = Area.objects.within(scope).valid_on(on)
    areas, is_exact = places_meant(words, inside)
    if not is_exact or not areas:
        named = _areas_of_groups(words, scope, on)
        areas = list({area.pk: area for area in [*named, *areas]}.values())
        is_exact = is_exact or bool(named)
    elsewhere = _elsewhere(words, scope, on) if scope.level not in {Level.NATION, Level.PROVINCE} else []
    shown = areas[:MOST_FOUND]
    villages = [area for area in [*shown, *elsewhere] if area.level == Level.VILLAGE]
    groups = groups_serving(villages, on) if villages else {}
    return Answer(
        [
            *(Found(area, groups.get(area.pk, [])) for area in shown),
            *(Found(area, groups.get(area.pk, []), is_elsewhere=True) for area in elsewhere),
        ],
        is_exact=is_exact or not areas,
    )


def _areas_of_groups(words: str, scope: Area, on: dt.date) -> list[Area]:
    """Where a group has nearly this name: KIM Kayutangan serves Kauman."""
    groups = Group.objects.within(scope).existing_on(on).select_related("area__parent__parent")
    return [group.area for group, score in nearest(groups, "search_text", words, 4) if score >= LEAST_NAME_SCORE]


def _elsewhere(words: str, scope: Area, on: dt.date) -> list[Area]:
    """Villages of the same name in the rest of the province."""
    key = normalise_name(words.split(",")[0])
    found = (
        Area.objects.at_level(Level.VILLAGE)
        .valid_on(on)
        .filter(province_code=scope.province_code, search_text__startswith=f"{key}|")
        .exclude(regency_code=scope.regency_code)
        .select_related("parent__parent")
    )
    return list(found[:MOST_ELSEWHERE])
