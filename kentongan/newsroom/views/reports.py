"""Readers' reports: the form anybody may fill in, what became of it, and the desk that answers."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import has_anywhere
from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom import addresses
from kentongan.newsroom.actions import answer_report
from kentongan.newsroom.actions import report_error as keep_report
from kentongan.newsroom.enums import ReportReason, ReportState
from kentongan.newsroom.forms.reports import AnswerForm, ReportForm
from kentongan.newsroom.limits import is_within, sender_of
from kentongan.newsroom.models import Article, ReaderReport
from kentongan.newsroom.permissions import answer_refusal
from kentongan.newsroom.queries.reports import in_state, reports_for
from kentongan.newsroom.rules.reports import PER_ADDRESS, PER_ARTICLE
from kentongan.registry.views._common import allow, crumbs, page_of

ROWS_A_PAGE = 30
TAGS = {ReportState.OPEN: "warn", ReportState.CORRECTED: "ok", ReportState.DISMISSED: "off"}


# Readers ------------------------------------------------------------------------------------------------------------


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def report_error(request: HttpRequest, code: str) -> HttpResponse:
    """What is wrong with an article; anybody may say it, without sign-in."""
    shown = Article.objects.published().filter(group__site__is_open=True).select_related("group__site", "group__area")
    article = get_object_or_404(shown, code=code)
    form = ReportForm(article, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if refusal := _too_many(request, article):
            form.add_error(None, refusal)
        else:
            try:
                report = keep_report(
                    article=article,
                    text=form.cleaned_data["isi"],
                    contact=form.cleaned_data["kontak"],
                    reason=form.reason,
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("report_thanks", report.code)
    context = {"form": form, "article": article, "back": addresses.article_path(article)}
    return render(request, "newsroom/reports/report.html", context)


@login_not_required
@never_cache
@require_GET
def report_thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Thanks, and later what became of it; whoever has the code may look."""
    reports = ReaderReport.objects.select_related("article__group__site", "article__group__area")
    report = get_object_or_404(reports, code=code)
    article = report.article
    context = {
        "report": report,
        "article": article,
        "article_href": _public_path(article),
        "corrections": article.corrections.filter(report=report) if article.is_public else (),
        "here": request.build_absolute_uri(),
    }
    return render(request, "newsroom/reports/thanks.html", context)


def _too_many(request: HttpRequest, article: Article) -> str:
    if not is_within(f"report:{sender_of(request)}", PER_ADDRESS):
        return _(
            "Dari sambungan Anda sudah ada beberapa laporan. Kirim lagi satu jam kemudian, isiannya tetap di sini."
        )
    if not is_within(f"report:{article.code}", PER_ARTICLE):
        return _(
            "Hari ini sudah banyak laporan untuk tulisan ini dan sedang dibaca. Kirim lagi besok bila masih perlu."
        )
    return ""


def _public_path(article: Article) -> str:
    """Where readers find it; nothing while they do not."""
    return addresses.article_path(article) if article.is_public and hasattr(article.group, "site") else ""


# The desk -----------------------------------------------------------------------------------------------------------


@require_GET
def reader_reports(request: HttpRequest) -> HttpResponse:
    """What readers say is wrong, fraud first, then the oldest."""
    allow(_desk_refusal(request.user))
    reports = reports_for(request.user)
    if code := request.GET.get("tulisan", ""):
        reports = reports.filter(article__code=code)
    asked = request.GET.get("keadaan", "")
    state = asked if asked in ReportState.values else ReportState.OPEN.value
    counts = {one.value: reports.filter(state=one).count() for one in ReportState}
    extra = f"&tulisan={code}" if code else ""
    page = page_of(request, in_state(reports, state), ROWS_A_PAGE)
    context = {
        "page": page,
        "items": [_row(report) for report in page.object_list],
        "open": counts[ReportState.OPEN.value],
        "state": state,
        "chips": [
            {
                "label": one.label,
                "count": counts[one.value],
                "href": f"?keadaan={one.value}{extra}",
                "current": one.value == state,
                "kind": TAGS[one],
            }
            for one in ReportState
        ],
        "article": reports.first().article if code and reports.exists() else None,
    }
    return render(request, "newsroom/reports/list.html", context)


@require_http_methods(["GET", "POST"])
def reader_report(request: HttpRequest, code: str) -> HttpResponse:
    """One report: what is said, how to reach who said it, and how it ends."""
    report = get_object_or_404(reports_for(request.user), code=code)
    refusal = answer_refusal(request.user, report)
    if request.method == "POST":
        allow(refusal)
    form = AnswerForm(report, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_report(
                report=report,
                by=request.user,
                state=form.cleaned_data["keadaan"],
                answer=form.cleaned_data["jawaban"],
                correction=form.cleaned_data["ralat"],
            )
        except (Conflict, Refused) as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Laporan dijawab. Kontak pembaca sudah dihapus."))
            return redirect("reader_reports")
    article = report.article
    context = {
        "report": report,
        "article": article,
        "article_href": _public_path(article),
        "refusal": refusal,
        "form": form,
        "tag_kind": TAGS[ReportState(report.state)],
        "corrections": article.corrections.filter(report=report),
        "others": article.reports.filter(state=ReportState.OPEN).exclude(pk=report.pk).count(),
        "is_scam": report.reason == ReportReason.SCAM,
        "crumbs": crumbs(
            (_("Meja redaksi"), reverse("newsroom_queue")),
            (_("Laporan pembaca"), reverse("reader_reports")),
            (report.code, ""),
        ),
    }
    return render(request, "newsroom/reports/answer.html", context)


def _desk_refusal(user) -> str | None:
    if has_anywhere(user, Capability.REVIEW_ARTICLES):
        return None
    return _("Laporan pembaca dijawab oleh ketua KIM, Forum KIM, atau kantor.")


def _row(report: ReaderReport) -> dict:
    is_open = report.state == ReportState.OPEN
    return {
        "report": report,
        "kind": ("bad" if report.reason == ReportReason.SCAM else "warn")
        if is_open
        else TAGS[ReportState(report.state)],
        "word": report.get_reason_display() if is_open else report.get_state_display(),
        "href": reverse("reader_report", args=[report.code]),
    }
