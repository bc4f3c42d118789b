"""Why someone may not do something with an office's lists; None when they may. Buttons and actions ask the same function."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office, User
from kentongan.accounts.permissions import areas_with, has_anywhere, may
from kentongan.core.errors import Refused

Person = User | AnonymousUser


def sees_lists(user: Person) -> bool:
    """Whether determinations are theirs to read: an office's, a kecamatan's, a forum's, not a single group's."""
    return bool(areas_with(user, Capability.SEE_REGISTER))


def prepare_refusal(user: Person, office: Office) -> str | None:
    """Why the person may not open, review or correct the office's determinations."""
    if may(user, Capability.PREPARE_LISTS, area=office.area):
        return None
    return _("Penetapan hanya dapat disusun oleh Diskominfo wilayah ini.")


def sign_refusal(user: Person, office: Office) -> str | None:
    """Why the person may not sign the office's determinations."""
    if may(user, Capability.SIGN_LISTS, area=office.area):
        return None
    return _("Penetapan hanya dapat ditandatangani lewat admin kantor.")


def list_export_refusal(user: Person) -> str | None:
    """Why the person may not take a determination away as a file."""
    if has_anywhere(user, Capability.EXPORT):
        return None
    return _("Daftar hanya dapat diunduh oleh Diskominfo, kecamatan, dan Forum KIM.")


def require(by: Person | None, refusal_of: Any, office: Office) -> None:
    """Raise the refusal, if there is one. What the command line does (``by`` is None) needs nobody's leave."""
    if by is not None and (refusal := refusal_of(by, office)):
        raise Refused(refusal)


# Instruments ------------------------------------------------------------------------------------------------


def sees_instruments(user: Person) -> bool:
    """Whether the rules by which groups are judged are theirs to read: everyone's with a duty, a volunteer's, too."""
    return has_anywhere(user, Capability.SEE_REGISTER)


def instrument_refusal(user: Person, office: Office) -> str | None:
    """Why the person may not change the office's instruments or put one in force."""
    if may(user, Capability.SET_OFFICE, area=office.area):
        return None
    return _("Instrumen hanya dapat diubah oleh admin kantor.")
