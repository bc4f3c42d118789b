"""What higher rooms tell this one: how far back the instrument that judges a group looks."""

import datetime as dt
from collections.abc import Callable

from kentongan.registry.models import Group

USUAL_WINDOW_DAYS = 90

_window: Callable[[Group, dt.date], int | None] | None = None


def set_counting_window(window: Callable[[Group, dt.date], int | None]) -> None:
    """Called once, by the room that knows the instruments; None for the usual window."""
    global _window
    _window = window


def counting_window(group: Group, as_of: dt.date) -> int:
    """How many days up to and including ``as_of`` are shaded on the group's time line."""
    return (_window(group, as_of) if _window else None) or USUAL_WINDOW_DAYS
