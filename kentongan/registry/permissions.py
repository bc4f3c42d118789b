"""Why someone may not do something in the register; None when they may. Buttons and actions ask the same function."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability as C
from kentongan.accounts.models import Office, User
from kentongan.accounts.permissions import areas_with, groups_with, may
from kentongan.areas.models import Area
from kentongan.core.errors import Refused
from kentongan.registry.models import Group

Person = User | AnonymousUser


def require(refusal: str | None) -> None:
    """Raise the refusal, if there is one."""
    if refusal:
        raise Refused(refusal)


def require_of(by: Person | None, refusal_of: Any, *things: Any) -> None:
    """For actions: what the system itself does (``by`` is None: an import, the demo) needs nobody's leave."""
    if by is not None:
        require(refusal_of(by, *things))


def _may_in_group(user: Person, capability: C, group: Group) -> bool:
    return may(user, capability, area=group.area, group_code=group.code)


# Seeing -----------------------------------------------------------------------------------------------------------


def may_see_phones(user: Person, group: Group) -> bool:
    return _may_in_group(user, C.SEE_PHONES, group)


def scan_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not open the group's scanned decrees."""
    if _may_in_group(user, C.SEE_SCANS, group):
        return None
    return _("Pindaian SK hanya dapat dibuka oleh Diskominfo, kecamatan, dan ketua KIM ini.")


# Groups -----------------------------------------------------------------------------------------------------------


def create_group_refusal(user: Person, area: Area | None = None) -> str | None:
    """Why the person may not add a group there, or anywhere when no area is given."""
    allowed = may(user, C.EDIT_REGISTER, area=area) if area else bool(areas_with(user, C.EDIT_REGISTER))
    return None if allowed else _("KIM baru hanya dapat dicatat oleh Diskominfo wilayah ini.")


def edit_group_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not change profile, contact, channels, partners and officers."""
    if _may_in_group(user, C.EDIT_REGISTER, group):
        return None
    if group.code in groups_with(user, C.EDIT_OWN_GROUP):
        if group.ended_on is not None:
            return _("KIM ini sudah berakhir. Perubahan hanya lewat Diskominfo.")
        return None
    return _("Data KIM hanya dapat diubah oleh Diskominfo dan ketua KIM ini.")


def edit_register_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not change what the office vouches for: name, formation date, national number, end."""
    if _may_in_group(user, C.EDIT_REGISTER, group):
        return None
    return _("Nama, tanggal terbentuk, nomor nasional, dan SK hanya dapat diubah oleh Diskominfo.")


def end_group_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not note that the group ended."""
    if refusal := edit_register_refusal(user, group):
        return refusal
    if group.ended_on is not None:
        return _("KIM ini sudah tercatat berakhir.")
    return None


def reopen_group_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not take back that the group ended."""
    if refusal := edit_register_refusal(user, group):
        return refusal
    return None if group.ended_on is not None else _("KIM ini tidak tercatat berakhir.")


def add_decree_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not record or change a decree."""
    if _may_in_group(user, C.EDIT_REGISTER, group):
        return None
    return _("SK hanya dapat dicatat oleh Diskominfo. Kirim salinannya ke kantor.")


def erase_officer_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not erase an officer's personal data."""
    if _may_in_group(user, C.EDIT_REGISTER, group):
        return None
    return _("Data pribadi pengurus hanya dapat dihapus oleh Diskominfo.")


# Villages ---------------------------------------------------------------------------------------------------------


def follow_case_refusal(user: Person, area: Area) -> str | None:
    """Why the person may not note steps, obstacles and remarks there."""
    if may(user, C.FOLLOW_CASES, area=area):
        return None
    return _("Pembentukan KIM hanya dapat dicatat oleh Diskominfo, kecamatan, dan Forum KIM wilayah ini.")


def note_obstacle_refusal(user: Person, area: Area, group: Group | None = None) -> str | None:
    """Why the person may not note or resolve an obstacle of the village or its group."""
    return follow_case_refusal(user, area)


def change_area_refusal(user: Person, area: Area) -> str | None:
    """Why the person may not note that the village ended, was split, renamed or moved."""
    if may(user, C.SET_OFFICE, area=area):
        return None
    return _("Perubahan wilayah hanya dapat dicatat oleh admin Diskominfo wilayah ini.")


# Offices ----------------------------------------------------------------------------------------------------------


def set_targets_refusal(user: Person, office: Office | None) -> str | None:
    if office is not None and may(user, C.SET_TARGETS, area=office.area):
        return None
    return _("Target hanya dapat dicatat oleh Diskominfo yang menetapkannya.")


def manage_obstacle_kinds_refusal(user: Person, office: Office | None) -> str | None:
    if office is not None and may(user, C.EDIT_REGISTER, area=office.area):
        return None
    return _("Daftar kendala hanya dapat diubah oleh Diskominfo.")
