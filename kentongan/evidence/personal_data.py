"""This room's part of what is kept about a person: what they reported, and what they said about reports."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import User
from kentongan.accounts.personal_data import Provider, Row, Section
from kentongan.evidence.models import Evidence, Review


def see_reports(user: User) -> Section:
    recorded = Evidence.objects.filter(recorded_by=user).count()
    said = Review.objects.filter(by=user).count()
    rows = [
        Row(_("Bukti yang dicatat"), ngettext("%(n)d bukti", "%(n)d bukti", recorded) % {"n": recorded}),
        Row(_("Pernyataan tentang bukti"), ngettext("%(n)d pernyataan", "%(n)d pernyataan", said) % {"n": said}),
    ]
    return Section(
        title=gettext_lazy("Bukti kegiatan"),
        rows=rows if recorded or said else [],
        note=gettext_lazy("Supaya setiap bukti dapat ditanya: siapa yang mencatat, dan siapa yang mengonfirmasi."),
        goes=[gettext_lazy("Nama Anda sebagai pencatat dan pemberi pernyataan")],
        stays=[gettext_lazy("Bukti, foto, dan alasannya, oleh “Pengguna dihapus”: semuanya milik catatan KIM")],
    )


def export_reports(user: User) -> dict[str, Any]:
    recorded = Evidence.objects.filter(recorded_by=user).select_related("group").order_by("pk")
    said = Review.objects.filter(by=user).select_related("evidence__group").order_by("pk")
    return {
        "recorded": [
            {
                "group": row.group.code,
                "kind": row.kind_facts.code,
                "occurred_on": row.occurred_on.isoformat(),
                "title": row.title,
                "url": row.url or None,
                "has_file": bool(row.file),
                "recorded_at": row.recorded_at.isoformat(),
            }
            for row in recorded.iterator(chunk_size=2000)
        ],
        "said": [
            {
                "group": row.evidence.group.code,
                "verdict": row.get_verdict_display(),
                "reason": row.reason,
                "at": row.at.isoformat(),
            }
            for row in said.iterator(chunk_size=2000)
        ],
    }


def erase_reports(user: User) -> None:
    """Records and reviews know their author by the account alone, which loses its name in its own part."""


REPORTS = Provider("evidence", see_reports, export_reports, erase_reports)
