"""Addresses of the evidence room. A record is known by its place in its group's order of entry."""

from django.urls import path

from kentongan.evidence.views import queue, records, reporting, reviewing

urlpatterns = [
    path("bukti/", queue.evidence_queue, name="evidence_queue"),
    path("bukti/kim-saya/", queue.own_evidence, name="own_evidence"),
    path("kim/<group_code:code>/bukti/", records.group_evidence, name="group_evidence"),
    path("kim/<group_code:code>/bukti/lapor/", reporting.evidence_report, name="evidence_report"),
    path("kim/<group_code:code>/bukti/<int:nth>/", records.evidence, name="evidence"),
    path("kim/<group_code:code>/bukti/<int:nth>/terima-kasih/", reporting.evidence_thanks, name="evidence_thanks"),
    path("kim/<group_code:code>/bukti/<int:nth>/berkas/", records.evidence_file, name="evidence_file"),
    path("kim/<group_code:code>/bukti/<int:nth>/kecil/", records.evidence_thumbnail, name="evidence_thumbnail"),
    path("kim/<group_code:code>/bukti/<int:nth>/konfirmasi/", reviewing.evidence_confirm, name="evidence_confirm"),
    path("kim/<group_code:code>/bukti/<int:nth>/ragukan/", reviewing.evidence_dispute, name="evidence_dispute"),
    path("kim/<group_code:code>/bukti/<int:nth>/tarik/", reviewing.evidence_withdraw, name="evidence_withdraw"),
    path("kim/<group_code:code>/bukti/<int:nth>/buka-lagi/", reviewing.evidence_reopen, name="evidence_reopen"),
]
