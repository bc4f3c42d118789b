"""How commands read the code of an area."""

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from kentongan.areas.models import NATION_CODE, Area
from kentongan.areas.rules import tidy_code
from kentongan.core.command_line import USAGE


def area_asked(code: str) -> Area:
    """The area of a code, written with or without its dots."""
    wanted = NATION_CODE if code.strip().upper() == NATION_CODE else tidy_code(code)
    if area := Area.objects.filter(pk=wanted).first():
        return area
    if not Area.objects.filter(pk=NATION_CODE).exists():
        raise CommandError(_("Belum ada data wilayah. Muat dulu dengan: kentongan areas import"))
    sentence = _("Wilayah dengan kode “%(code)s” tidak ada. Tulis kode Kemendagri, misalnya 35.07, atau ID untuk seluruh Indonesia.")  # fmt: skip
    raise CommandError(sentence % {"code": code}, returncode=USAGE)
