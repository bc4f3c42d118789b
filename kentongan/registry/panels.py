"""Places on a group's page that rooms above this one fill, without the register knowing them.

A room registers a function from its ``AppConfig.ready``; the page asks all of them, in order, and shows what they return.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.utils.safestring import SafeString

from kentongan.registry.models import Channel, Group

Render = Callable[[HttpRequest, Group, dt.date], SafeString | str]


class Place(StrEnum):
    """Where on a group's page: beside its name, among its buttons, first at the left, first at the right, below both;
    ``CHANNELS`` stands instead of the plain list of its channels.
    """

    HEAD = "head"
    TOOLS = "tools"
    MAIN = "main"
    SIDE = "side"
    WIDE = "wide"
    CHANNELS = "channels"


@dataclass(frozen=True, slots=True)
class Panel:
    """``render`` returns escaped HTML for a group on a day, empty where there is nothing to show."""

    place: Place
    render: Render
    order: int = 0


_panels: list[Panel] = []
_channel_page: Callable[[Channel], str] | None = None


def register(*panels: Panel) -> None:
    """Add panels to the group's page."""
    _panels.extend(panels)
    _panels.sort(key=lambda panel: panel.order)


def panels_for(request: HttpRequest, group: Group, as_of: dt.date) -> dict[str, list[str]]:
    """What every place shows of this group on the day, in order, without the empty ones."""
    shown: dict[str, list[str]] = {place.value: [] for place in Place}
    for panel in _panels:
        if html := panel.render(request, group, as_of):
            shown[panel.place.value].append(html)
    return shown


def set_channel_page(page: Callable[[Channel], str]) -> None:
    """Called once, by the room that reads channels. ``page`` hears of a channel that was just recorded or corrected, and
    returns the address where people see what comes of it; empty where there is none.
    """
    global _channel_page
    _channel_page = page


def channel_page(channel: Channel) -> str:
    """Where to go on after recording or correcting a channel; empty for the page of its group."""
    return _channel_page(channel) if _channel_page else ""
