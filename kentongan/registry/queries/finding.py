"""Search over what a person may see, forgiving spelling."""

from dataclasses import dataclass
from typing import Any

from kentongan.areas.enums import Level
from kentongan.areas.models import Area, AreaSpelling
from kentongan.core.search import nearest
from kentongan.registry.models import Decree, Group
from kentongan.registry.queries.places import areas_visible_to

LIMIT = 12
# What is only alike stays below; a whole name has 250, a whole code or number 300.
CONTAINED = 100
# Where something contains the words, only what is nearly that stays beside it.
CLOSE = 85


@dataclass(frozen=True)
class Finding:
    """Something found; ``score`` is higher the better it fits, 250 and more for a whole name or number."""

    thing: Any
    score: float
    note: str = ""


@dataclass(frozen=True)
class Findings:
    """What was found of each kind, best first."""

    groups: list[Finding]
    areas: list[Finding]
    decrees: list[Finding]

    @property
    def count(self) -> int:
        return len(self.groups) + len(self.areas) + len(self.decrees)


def find(user, text: str) -> Findings:
    """Groups by name, code and national number, areas by name, code and other spelling, decrees by number."""
    kinds = [_groups(user, text), _areas(user, text), _decrees(user, text)]
    if any(found.score >= CONTAINED for kind in kinds for found in kind):
        kinds = [[found for found in kind if found.score >= CLOSE] for kind in kinds]
    return Findings(*kinds)


def _groups(user, text: str) -> list[Finding]:
    groups = Group.objects.visible_to(user)
    exact = list(groups.filter(code=text.strip()).select_related("area__parent__parent"))
    found = _nearest(groups.select_related("area__parent__parent"), text)
    first = [Finding(group, 300.0) for group in exact]
    return [*first, *(one for one in found if one.thing not in exact)][:LIMIT]


def _areas(user, text: str) -> list[Finding]:
    areas = areas_visible_to(user).exclude(level=Level.NATION)
    found = {one.thing.pk: one for one in _nearest(areas.select_related("parent__parent"), text)}
    spellings = AreaSpelling.objects.filter(area__in=areas).select_related("area__parent__parent")
    for spelled in _nearest(spellings, text, "folded"):
        area: Area = spelled.thing.area
        if area.pk not in found or found[area.pk].score < spelled.score:
            found[area.pk] = Finding(area, spelled.score, spelled.thing.spelling)
    return sorted(found.values(), key=lambda one: (-one.score, one.thing.pk))[:LIMIT]


def _decrees(user, text: str) -> list[Finding]:
    # A name has no number in it, and a decree is known by nothing else.
    if not any(character.isdigit() for character in text):
        return []
    decrees = Decree.objects.filter(group__in=Group.objects.visible_to(user))
    return _nearest(decrees.select_related("group__area__parent"), text)


def _nearest(rows, text: str, column: str = "search_text") -> list[Finding]:
    # Somebody without any duty has no rows, and a queryset that is empty by its condition has no SQL.
    if not rows.exists():
        return []
    return [Finding(thing, score) for thing, score in nearest(rows, column, text, LIMIT)]
