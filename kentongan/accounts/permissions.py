"""The one question every room asks: may this person do this here?"""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q
from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability, Role
from kentongan.accounts.models import Duty, Invitation, Office, User
from kentongan.accounts.rules import (
    CAPABILITIES,
    GROUP_ROLES,
    DutyFacts,
    HeldDuty,
    Place,
    controls,
    is_allowed,
    roles_given,
)
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


def has_anywhere(user: User | AnonymousUser, capability: Capability) -> bool:
    """Whether a duty of today gives the capability in any place: for entries of the navigation."""
    day = today()
    return any(duty.is_on(day) and capability in CAPABILITIES[duty.role] for duty in duties_of(user))


def areas_with(user: User | AnonymousUser, capability: Capability) -> list[Area]:
    """The areas, without those inside another, in which the person has the capability for everything."""
    day = today()
    codes = {
        duty.area_code
        for duty in duties_of(user)
        if duty.role not in GROUP_ROLES and duty.is_on(day) and capability in CAPABILITIES[duty.role]
    }
    areas = [area for code, area in _duty_areas(user).items() if code in codes]
    return [area for area in areas if not codes.intersection(area.ancestor_codes[:-1])]


def _duty_areas(user: User | AnonymousUser) -> dict[str, Area]:
    """The areas of the person's duties by code, read once per request object."""
    if not hasattr(user, "_duty_areas"):
        codes = {duty.area_code for duty in duties_of(user) if duty.role not in GROUP_ROLES}
        user._duty_areas = Area.objects.in_bulk(codes) if codes else {}
    return user._duty_areas


def groups_with(user: User | AnonymousUser, capability: Capability) -> set[str]:
    """Codes of the groups in which the person has the capability by a duty in that group."""
    day = today()
    return {
        duty.group_code
        for duty in duties_of(user)
        if duty.role in GROUP_ROLES and duty.is_on(day) and capability in CAPABILITIES[duty.role]
    }


def scope(user: User | AnonymousUser, capability: Capability, prefix: str = "", group: str = "") -> Q:
    """The condition for rows the person has the capability for; ``Q(pk__in=[])`` for none.

    ``prefix`` leads to the area ("area__"), ``group`` to a column with the group's code.
    """
    allowed = Q(pk__in=[])
    for area in areas_with(user, capability):
        inside = within(area, prefix)
        if not inside:
            return Q()
        allowed |= inside
    codes = groups_with(user, capability) if group else set()
    if codes:
        allowed |= Q(**{f"{group}__in": codes})
    return allowed


# People ---------------------------------------------------------------------------------------------------------------


def manages_people(user: User | AnonymousUser) -> bool:
    """Whether the page of people is theirs: an office's, or a group's of its leader."""
    return has_anywhere(user, Capability.MANAGE_PEOPLE) or has_anywhere(user, Capability.INVITE_MEMBERS)


def people_scope(user: User | AnonymousUser) -> Q:
    """Duties and invitations the person sees: those in their areas, and in the groups they lead."""
    return scope(user, Capability.INVITE_MEMBERS, "area__", group="group_code")


def roles_to_give(user: User | AnonymousUser, *, area: Area, group_code: str = "") -> frozenset[Role]:
    """The roles the person may give, change or end at the place."""
    return roles_given(duties_of(user), Place(area.ancestor_codes, group_code), on=today())


def duty_refusal(user: User, duty: Duty | Invitation) -> str | None:
    """Why the person may not give, change or end this duty, or revoke this invitation; None when they may."""
    if isinstance(duty, Duty) and duty.user_id == user.pk:
        return _("Tugas sendiri hanya dapat diubah oleh admin lain.")
    if duty.role not in roles_to_give(user, area=duty.area, group_code=duty.group_code):
        return _("Peran ini hanya dapat diatur oleh admin kantor.")
    return None


def person_refusal(user: User, person: User, held: Iterable[Duty]) -> str | None:
    """Why the person may not make a link to sign in anew for another, or erase them; None when they may."""
    if user.pk == person.pk:
        return _("Untuk akun sendiri, mintalah admin lain.")
    day = today()
    facts = [
        HeldDuty(duty.role, Place(duty.area.ancestor_codes, duty.group_code), duty.facts.is_on(day)) for duty in held
    ]
    if not has_anywhere(user, Capability.MANAGE_PEOPLE) or not controls(duties_of(user), facts, on=day):
        return _("Orang ini juga bertugas di luar wewenang Anda. Mintalah admin yang menaunginya.")
    return None


def office_refusal(user: User, office: Office) -> str | None:
    """Why the person may not change the office's settings; None when they may."""
    if may(user, Capability.SET_OFFICE, area=office.area):
        return None
    return _("Pengaturan kantor hanya dapat diubah oleh admin kantor.")
