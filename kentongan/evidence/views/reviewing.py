"""Saying something about a record: confirm with one tap, everything else with a reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.evidence.actions import review
from kentongan.evidence.enums import Verdict
from kentongan.evidence.forms import ReviewForm
from kentongan.evidence.permissions import review_refusal
from kentongan.evidence.views._common import record_or_404, record_url
from kentongan.registry.views._common import allow, form_page, group_crumbs, post_and_return


@require_POST
def evidence_confirm(request: HttpRequest, code: str, nth: int) -> HttpResponse:
    """It is so. Back to where the button stood."""
    found, row = record_or_404(request, code, nth)
    allow(review_refusal(request.user, row, Verdict.CONFIRMED))
    back = reverse("evidence_queue") if request.POST.get("kembali") == "antrean" else record_url(found, nth)
    return post_and_return(
        request,
        lambda: review(evidence=row, verdict=Verdict.CONFIRMED, by=request.user),
        back=back,
        done=_("Bukti dikonfirmasi."),
    )


@require_http_methods(["GET", "POST"])
def evidence_dispute(request: HttpRequest, code: str, nth: int) -> HttpResponse:
    return _with_reason(
        request,
        code,
        nth,
        Verdict.DISPUTED,
        title=_("Ragukan bukti ini"),
        lead=_("Bukti yang diragukan tidak dihitung sampai ada yang mengonfirmasinya. KIM membaca alasan ini."),
        save=_("Ragukan"),
        done=_("Bukti ditandai diragukan."),
    )


@require_http_methods(["GET", "POST"])
def evidence_withdraw(request: HttpRequest, code: str, nth: int) -> HttpResponse:
    return _with_reason(
        request,
        code,
        nth,
        Verdict.WITHDRAWN,
        title=_("Tarik bukti ini"),
        lead=_("Bukti yang ditarik tidak dihitung lagi. Catatannya tetap tersimpan bersama alasan Anda."),
        save=_("Tarik bukti"),
        done=_("Bukti ditarik."),
    )


@require_http_methods(["GET", "POST"])
def evidence_reopen(request: HttpRequest, code: str, nth: int) -> HttpResponse:
    return _with_reason(
        request,
        code,
        nth,
        Verdict.REOPENED,
        title=_("Buka lagi bukti ini"),
        lead=_("Bukti kembali seperti saat baru dicatat, dan dihitung lagi."),
        save=_("Buka lagi"),
        done=_("Bukti dibuka lagi."),
    )


def _with_reason(request: HttpRequest, code: str, nth: int, verdict: Verdict, **words: Any) -> HttpResponse:
    found, row = record_or_404(request, code, nth)
    allow(review_refusal(request.user, row, verdict))
    form = ReviewForm(request.POST or None)
    here = record_url(found, nth)
    heading = row.title or str(row.kind_facts.name)
    return form_page(
        request,
        form,
        lambda: review(evidence=row, verdict=verdict, reason=form.cleaned_data["reason"], by=request.user),
        back=here,
        crumbs=group_crumbs(
            request.user,
            found,
            (_("Bukti"), reverse("group_evidence", args=[code])),
            (heading, here),
            (words["save"], ""),
        ),
        **words,
    )
