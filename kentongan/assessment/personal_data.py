"""This room's part of what is kept about a person: the lists they opened or signed, and the tiers they decided."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import User
from kentongan.accounts.personal_data import Provider, Row, Section
from kentongan.assessment.models import Determination, DeterminationRow


def see_lists(user: User) -> Section:
    opened = Determination.objects.filter(opened_by=user).count()
    signed = Determination.objects.filter(signed_by=user).count()
    decided = DeterminationRow.objects.filter(overridden_by=user).count()
    rows = [
        Row(_("Penetapan yang disusun"), ngettext("%(n)d daftar", "%(n)d daftar", opened) % {"n": opened}),
        Row(_("Penetapan yang ditandatangani"), ngettext("%(n)d daftar", "%(n)d daftar", signed) % {"n": signed}),
        Row(_("Tingkat yang diubah dengan alasan"), ngettext("%(n)d KIM", "%(n)d KIM", decided) % {"n": decided}),
    ]
    return Section(
        title=gettext_lazy("Penetapan"),
        rows=rows if opened or signed or decided else [],
        note=gettext_lazy("Supaya setiap keputusan dapat ditanya: siapa yang memutuskan, dan mengapa."),
        goes=[gettext_lazy("Nama Anda sebagai penyusun dan pemberi alasan")],
        stays=[
            gettext_lazy("Daftar dan alasannya, oleh “Pengguna dihapus”"),
            gettext_lazy("Nama, jabatan, dan NIP pejabat di daftar yang sudah ditandatangani: dokumen resmi kantor"),
        ],
    )


def export_lists(user: User) -> dict[str, Any]:
    return {
        "opened": [str(one) for one in Determination.objects.filter(opened_by=user).order_by("pk")],
        "signed": [str(one) for one in Determination.objects.filter(signed_by=user).order_by("pk")],
        "decided": [
            {
                "list": str(row.determination),
                "group": row.group_code,
                "given": row.given,
                "reason": row.override_reason,
            }
            for row in DeterminationRow.objects.filter(overridden_by=user)
            .select_related("determination")
            .order_by("pk")
        ],
    }


def erase_lists(user: User) -> None:
    """Lists know their people by the account alone, which loses its name in its own part."""


LISTS = Provider("assessment", see_lists, export_lists, erase_lists)
