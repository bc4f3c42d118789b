"""The control room, the pages of areas, the lists of groups behind their figures, and the way in."""

from kentongan.insights.views.areas import area, own_area
from kentongan.insights.views.control_room import control_room, home, work
from kentongan.insights.views.group_home import group_home
from kentongan.insights.views.lists import falling_groups, judged_groups, moved_groups, sleeping_groups

__all__ = [
    "area",
    "control_room",
    "falling_groups",
    "group_home",
    "home",
    "judged_groups",
    "moved_groups",
    "own_area",
    "sleeping_groups",
    "work",
]
