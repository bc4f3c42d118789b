"""The kinds of evidence there are: the code's own list, with the words instruments and people use for them.

A kind's number is what the ledger stores and is never given to another kind. Its code is what instruments and files write.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of evidence.

    ``count`` makes "4 rapat" of ``count % {"n": 4}``. ``family`` is a code that stands for several kinds in an instrument.
    ``is_span`` tells that it holds from a first to a last day. ``reportable`` tells that a group may report it itself.
    """

    number: int
    code: str
    name: Promise
    count: Promise
    family: str = ""
    is_span: bool = False
    reportable: bool = False

    def counted(self, n: int) -> str:
        return str(self.count % {"n": n})


def _activity(number: int, code: str, name: Promise) -> Kind:
    return Kind(number, code, name, _ACTIVITIES, family="kegiatan", reportable=True)


_ACTIVITIES: Any = ngettext_lazy("%(n)s kegiatan", "%(n)s kegiatan", "n")
_INVITATIONS: Any = ngettext_lazy("%(n)s undangan", "%(n)s undangan", "n")

# In the register, not in the ledger: a decree in force.
DECREE = "sk"

KINDS: tuple[Kind, ...] = (
    Kind(1, "rapat", _("Rapat dengan notulen"), ngettext_lazy("%(n)s rapat", "%(n)s rapat", "n"), reportable=True),
    Kind(2, "program-kerja", _("Program kerja"), ngettext_lazy("%(n)s program kerja", "%(n)s program kerja", "n"),
         is_span=True, reportable=True),
    _activity(10, "umkm", _("Pendampingan UMKM")),
    _activity(11, "bpum", _("Bantuan pengurusan BPUM")),
    _activity(12, "oss", _("Bantuan izin usaha lewat OSS")),
    _activity(13, "bansos", _("Pendampingan penyaluran bansos")),
    _activity(14, "bencana", _("Peliputan bencana")),
    _activity(15, "layanan-warga", _("Bantuan layanan warga")),
    _activity(16, "pelatihan-warga", _("Pelatihan untuk warga")),
    _activity(19, "kegiatan-lain", _("Kegiatan lain bersama warga")),
    Kind(20, "berita", pgettext_lazy("bukti", "Berita"), ngettext_lazy("%(n)s berita", "%(n)s berita", "n"), reportable=True),
    Kind(21, "unggahan", _("Unggahan di kanal"), ngettext_lazy("%(n)s unggahan", "%(n)s unggahan", "n"), reportable=True),
    # Shown on a site of ours: every piece once, whatever it is; what only passes on others' words counts as that.
    Kind(22, "terusan", _("Kabar yang diteruskan"), ngettext_lazy("%(n)s terusan", "%(n)s terusan", "n")),
    Kind(23, "situs", _("Tayangan di situs KIM"), ngettext_lazy("%(n)s tayangan", "%(n)s tayangan", "n")),
    # Each invitation leaves exactly one of these three, when its day is over.
    Kind(30, "undangan-dijawab", _("Undangan dijawab, berhalangan hadir"), _INVITATIONS, family="undangan"),
    Kind(31, "undangan-dihadiri", _("Undangan dihadiri"), _INVITATIONS, family="undangan"),
    Kind(32, "undangan-terlewat", _("Undangan tanpa jawaban"), _INVITATIONS, family="undangan"),
    Kind(40, "siaran-dibaca", _("Siaran dibaca"), ngettext_lazy("%(n)s siaran", "%(n)s siaran", "n")),
    Kind(50, "bimtek", _("Bimtek diselesaikan"), ngettext_lazy("%(n)s bimtek", "%(n)s bimtek", "n")),
)  # fmt: skip

# What a family is called where an instrument speaks of all its kinds at once.
FAMILIES: dict[str, Promise] = {
    "kegiatan": _("Kegiatan bersama warga"),
    "undangan": _("Undangan"),
}

BY_CODE: dict[str, Kind] = {kind.code: kind for kind in KINDS}
BY_NUMBER: dict[int, Kind] = {kind.number: kind for kind in KINDS}


def kinds_of(code: str) -> tuple[Kind, ...]:
    """The kinds a code stands for: one, or all of a family; none for an unknown code."""
    if code in BY_CODE:
        return (BY_CODE[code],)
    return tuple(kind for kind in KINDS if kind.family == code)


def numbers_of(codes: Any) -> frozenset[int]:
    """The numbers of all kinds that these codes stand for."""
    return frozenset(kind.number for code in codes for kind in kinds_of(code))
