"""How commands read which office is meant."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from kentongan.accounts.models import Office
from kentongan.areas.rules import tidy_code
from kentongan.core.command_line import USAGE


def office_asked(code: str) -> Office:
    """The office of an area's code; the only one there is, where no code is written."""
    offices = Office.objects.select_related("area")
    if code:
        office = offices.filter(pk=tidy_code(code) or code).first()
        if office is None:
            raise CommandError(_("Tidak ada kantor dengan kode %(code)s.") % {"code": code}, returncode=USAGE)
        return office
    found = list(offices[:2])
    if len(found) != 1:
        raise CommandError(_("Sebutkan kantornya dengan --office, misalnya --office 35.07."), returncode=USAGE)
    return found[0]
