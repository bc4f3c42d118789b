"""Reads about people and their offices."""

from django.contrib.auth.models import AnonymousUser

from kentongan.accounts.models import Duty, Office, User
from kentongan.accounts.permissions import duties_of
from kentongan.areas.models import Area, within
from kentongan.core.clock import today


def home_duty_area(user: User | AnonymousUser) -> Area | None:
    """The area of the person's widest duty today: where their pages open."""
    codes = [duty.area_code for duty in duties_of(user) if duty.is_on(today())]
    if not codes:
        return None
    if not hasattr(user, "_home_area"):
        user._home_area = Area.objects.get(code=min(codes, key=lambda code: (code != "ID", len(code), code)))
    return user._home_area


def office_of(user: User | AnonymousUser) -> Office | None:
    """The nearest office at or above the area of the person's widest duty."""
    area = home_duty_area(user)
    if area is None:
        return None
    if not hasattr(user, "_office"):
        offices = Office.objects.select_related("area").in_bulk(area.ancestor_codes)
        nearest = next((code for code in reversed(area.ancestor_codes) if code in offices), None)
        user._office = offices.get(nearest)
    return user._office


def people_of(area: Area) -> list[Duty]:
    """Duties within the area, with their people, by role and name."""
    return list(
        Duty.objects.filter(within(area, "area__"))
        .select_related("user", "area")
        .order_by("until", "role", "user__name")
    )
