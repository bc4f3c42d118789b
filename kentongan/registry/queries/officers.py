"""Who serves in a group's board, and from when to when."""

import datetime as dt

from kentongan.registry.enums import Position
from kentongan.registry.models import Group, Officer

# Filled in this order when a board is recorded.
_FIRST_POSITIONS = (Position.CHAIR, Position.SECRETARY, Position.TREASURER)


def first_day_of(officer: Officer) -> dt.date | None:
    """Their own first day, else that of their decree."""
    return officer.since or (officer.decree.starts_on if officer.decree else None)


def last_day_of(officer: Officer) -> dt.date | None:
    """The day before the one they stopped on, else the last of their decree; None while neither is recorded."""
    if officer.until:
        return officer.until - dt.timedelta(days=1)
    return officer.decree.ends_on if officer.decree else None


def chairs_beside(one: Officer, *, except_for: Officer | None = None) -> list[Officer]:
    """Chairs of the same group and term whose days meet those of ``one``.

    Officers of two decrees never serve at once: the later decree decides whose board it is.
    """
    chairs = Officer.objects.filter(group=one.group, position=Position.CHAIR).select_related("decree")
    if except_for is not None:
        chairs = chairs.exclude(pk=except_for.pk)
    return [chair for chair in chairs if _share_a_term(one, chair) and _meet(one, chair)]


def _share_a_term(one: Officer, other: Officer) -> bool:
    return one.decree is None or other.decree is None or one.decree == other.decree


def _meet(one: Officer, other: Officer) -> bool:
    begins = max(first_day_of(one) or dt.date.min, first_day_of(other) or dt.date.min)
    ends = min(last_day_of(one) or dt.date.max, last_day_of(other) or dt.date.max)
    return begins <= ends


def vacant_position(group: Group, day: dt.date) -> Position:
    """The first office nobody holds on the day; a member once they are all held."""
    held = {
        officer.position
        for officer in Officer.objects.filter(group=group).select_related("decree")
        if (first_day_of(officer) or day) <= day <= (last_day_of(officer) or day)
    }
    return next((position for position in _FIRST_POSITIONS if position not in held), Position.MEMBER)
