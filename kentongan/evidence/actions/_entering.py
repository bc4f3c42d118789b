"""What one record and a million share: what is refused, and which rows are kept from others meanwhile."""

import datetime as dt
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.errors import Refused
from kentongan.core.rows import among
from kentongan.evidence.kinds import BY_CODE, Kind
from kentongan.evidence.rules.intake import Life, Misfit, misfit_of
from kentongan.registry.enums import Precision
from kentongan.registry.models import Group

LONGEST_KEY = 64
LONGEST_TITLE = 160

SENTENCES = {
    Misfit.FUTURE: gettext_lazy("Tanggal bukti belum tiba. Catat setelah kegiatannya berlangsung."),
    Misfit.BEFORE_GROUP: gettext_lazy("Tanggal bukti mendahului terbentuknya KIM. Periksa tahunnya."),
    Misfit.AFTER_GROUP: gettext_lazy("KIM ini sudah berakhir pada tanggal itu. Periksa tanggalnya."),
    Misfit.ENDS_BEFORE_START: gettext_lazy("Hari terakhir mendahului hari pertama. Periksa kedua tanggalnya."),
    Misfit.TOO_LONG: gettext_lazy("Masa berlaku lebih dari lima tahun. Catat per periode."),
}


def locked_groups(pks: Iterable[int]) -> dict[int, Group]:
    """The groups by key, kept from other recorders until the transaction ends; always taken in the same order."""
    rows = Group.objects.filter(pk__in=among(set(pks))).order_by("pk").select_for_update(of=("self",), no_key=True)
    return {group.pk: group for group in rows}


def life_of(group: Group) -> Life:
    """When the group existed, for all that is known."""
    begun = group.formed_on if group.formed_precision == Precision.DAY else group.formed_not_before
    return Life(begun=begun, ended=group.ended_on)


def kind_of(code: str) -> Kind:
    """The kind of this code; decrees are evidence of the register and are not recorded here."""
    try:
        return BY_CODE[code]
    except KeyError:
        raise Refused(_("Jenis bukti “%(code)s” tidak dikenal.") % {"code": code[:40]}) from None


def require_fit(*, life: Life, occurred_on: dt.date, until: dt.date | None, key: str, today: dt.date) -> None:
    """Refuse days the group cannot have done anything on, and things without a key."""
    if misfit := misfit_of(occurred_on, until, life=life, today=today):
        raise Refused(str(SENTENCES[misfit]))
    if not 0 < len(key) <= LONGEST_KEY:
        raise Refused(_("Kunci bukti harus 1 sampai 64 huruf."))
