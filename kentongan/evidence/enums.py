"""The ledger's closed lists of words. Stored as small numbers: a nation's ledger has tens of millions of rows."""

from django.db.models import IntegerChoices
from django.utils.translation import gettext_lazy as _


class Source(IntegerChoices):
    """Where a piece of evidence came from. Only a group's own report waits for someone to confirm it."""

    REPORTED = 1, _("laporan KIM")
    STAFF = 2, _("dicatat petugas")
    PUBLISHED = 3, _("terbit di situs KIM")
    HARVESTED = 4, _("ditemukan di kanal KIM")
    ATTENDANCE = 5, _("daftar hadir")
    IMPORTED = 6, _("impor")


class Verdict(IntegerChoices):
    """What a later record says about an earlier one."""

    CONFIRMED = 1, _("dikonfirmasi")
    DISPUTED = 2, _("diragukan")
    WITHDRAWN = 3, _("ditarik")
    REOPENED = 4, _("dibuka lagi")


class Standing(IntegerChoices):
    """What a record counts as on a day. Only the first two count at all."""

    RECORDED = 1, _("belum dikonfirmasi")
    CONFIRMED = 2, _("dikonfirmasi")
    DISPUTED = 3, _("diragukan")
    WITHDRAWN = 4, _("ditarik")
