"""The one question every room asks: may this person do this here?"""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import User
from kentongan.accounts.rules import CAPABILITIES, GROUP_ROLES, DutyFacts, Place, is_allowed
from kentongan.areas.models import Area, within
from kentongan.core.clock import today


def duties_of(user: User | AnonymousUser) -> list[DutyFacts]:
    """The person's duties, read once per request object."""
    if not user.is_authenticated or not user.is_active:
        return []
    if not hasattr(user, "_duty_facts"):
        user._duty_facts = [duty.facts for duty in user.duties.all()]
    return user._duty_facts


def may(user: User | AnonymousUser, capability: Capability, *, area: Area, group_code: str = "") -> bool:
    """Whether the person has the capability in the area, or in the group there."""
    place = Place(area.ancestor_codes, group_code)
    return is_allowed(duties_of(user), capability, place, on=today())


def scope(user: User | AnonymousUser, capability: Capability, prefix: str = "", group: str = "") -> Q:
    """The condition for rows the person has the capability for; ``Q(pk__in=[])`` for none.

    ``prefix`` leads to the area ("area__"), ``group`` to a column with the group's code.
    """
    day = today()
    duties = [duty for duty in duties_of(user) if duty.is_on(day) and capability in CAPABILITIES[duty.role]]
    wide = {duty.area_code for duty in duties if duty.role not in GROUP_ROLES}
    allowed = Q(pk__in=[])
    for area in Area.objects.filter(code__in=wide):
        inside = within(area, prefix)
        if not inside:
            return Q()
        allowed |= inside
    codes = {duty.group_code for duty in duties if duty.role in GROUP_ROLES}
    if group and codes:
        allowed |= Q(**{f"{group}__in": codes})
    return allowed
