"""The control room, the pages of areas, and the way in."""

from kentongan.insights.views.areas import area, own_area
from kentongan.insights.views.control_room import control_room, home, work
from kentongan.insights.views.group_home import group_home

__all__ = ["area", "control_room", "group_home", "home", "own_area", "work"]
