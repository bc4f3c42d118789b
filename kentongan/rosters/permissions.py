"""Who may bring lists in and take them out."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office, User
from kentongan.accounts.permissions import has_anywhere, may

Person = User | AnonymousUser


def imports(user: Person) -> bool:
    """Whether the bar shows the import."""
    return has_anywhere(user, Capability.IMPORT)


def import_refusal(user: Person, office: Office | None) -> str | None:
    """Why the person may not import into the office's register."""
    if office and may(user, Capability.IMPORT, area=office.area):
        return None
    return _("Impor hanya untuk staf Diskominfo wilayah ini.")


def export_refusal(user: Person) -> str | None:
    """Why the person may not take lists away."""
    if has_anywhere(user, Capability.EXPORT):
        return None
    return _("Daftar hanya dapat diunduh oleh Diskominfo, kecamatan, dan Forum KIM.")
