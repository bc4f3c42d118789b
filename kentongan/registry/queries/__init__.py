"""Reads of the register that join or aggregate."""

from kentongan.registry.queries.groups import GroupFilters, decree_counts, groups_listed, groups_of
from kentongan.registry.queries.places import areas_visible_to, office_over, place_of
from kentongan.registry.queries.villages import VillageState, village_counts, villages_listed

__all__ = [
    "GroupFilters",
    "VillageState",
    "areas_visible_to",
    "decree_counts",
    "groups_listed",
    "groups_of",
    "office_over",
    "place_of",
    "village_counts",
    "villages_listed",
]
