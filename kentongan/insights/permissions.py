"""Who sees figures: everybody who sees the register of an area, not those who only serve in one group."""

from django.contrib.auth.models import AnonymousUser

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import User
from kentongan.accounts.permissions import areas_with, duties_of, groups_with, may
from kentongan.accounts.rules import CAPABILITIES, GROUP_ROLES
from kentongan.areas.models import Area
from kentongan.core.clock import today


def sees_figures(user: User | AnonymousUser) -> bool:
    """Whether the person has a duty over an area; asks no query beyond the duties."""
    return any(
        duty.role not in GROUP_ROLES and duty.is_on(today()) and Capability.SEE_REGISTER in CAPABILITIES[duty.role]
        for duty in duties_of(user)
    )


def sees_area(user: User | AnonymousUser, area: Area) -> bool:
    return may(user, Capability.SEE_REGISTER, area=area)


def own_area(user: User | AnonymousUser) -> Area | None:
    """The widest area whose figures the person sees."""
    areas = areas_with(user, Capability.SEE_REGISTER)
    return min(areas, key=lambda area: (len(area.ancestor_codes), area.code), default=None)


def own_groups(user: User | AnonymousUser) -> set[str]:
    """The codes of the groups the person serves in."""
    return groups_with(user, Capability.SEE_REGISTER)


def starts_in_group(user: User | AnonymousUser) -> bool:
    """Whether the person's first page is that of a group: they serve in one, and have no duty over an area."""
    return not sees_figures(user) and bool(own_groups(user))
