"""What readers report, and what becomes of it."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import User
from kentongan.accounts.notices import notify
from kentongan.core import clock
from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom.actions import effects
from kentongan.newsroom.actions._common import tell
from kentongan.newsroom.enums import ReportReason, ReportState
from kentongan.newsroom.models import Article, Correction, ReaderReport
from kentongan.newsroom.permissions import answer_refusal
from kentongan.newsroom.rules.reports import SECOND_TAP, Missing, is_urgent, missing, needs_text
from kentongan.registry.permissions import require_of

# A contact nobody used for so long is not kept for a later day.
CONTACT_KEPT = dt.timedelta(days=90)


@transaction.atomic
def report_error(
    *,
    article: Article,
    text: str,
    contact: str = "",
    reason: str = ReportReason.ERROR,
    now: dt.datetime | None = None,
) -> ReaderReport:
    """Keep what a reader says is wrong and tell the group and the office; the same words again are the same report."""
    at, text = now or clock.now(), text.strip()
    if not article.is_public:
        raise Refused(_("Tulisan ini tidak tayang lagi."))
    if needs_text(reason) and not text:
        raise Refused(_("Tulis apa yang keliru."))
    said = {"article": article, "reason": reason, "text": text, "state": ReportState.OPEN}
    if same := ReaderReport.objects.filter(**said, contact=contact, at__gt=at - SECOND_TAP).first():
        return same
    report = ReaderReport.objects.create(**said, contact=contact, at=at)
    _tell(report)
    return report


@transaction.atomic
def answer_report(
    *,
    report: ReaderReport,
    by: User,
    state: str,
    answer: str = "",
    correction: str = "",
    now: dt.datetime | None = None,
) -> ReaderReport:
    """Close a report: corrected, with a dated line that readers see below the article, or dismissed with a reason.

    The reader's contact goes with it.
    """
    at, answer, correction = now or clock.now(), answer.strip(), correction.strip()
    report = (
        ReaderReport.objects.select_for_update(of=("self",)).select_related("article__group__area").get(pk=report.pk)
    )
    article = report.article
    require_of(by, answer_refusal, report)
    if report.state != ReportState.OPEN:
        raise Conflict(_("Laporan ini sudah dijawab."))
    if lacking := missing(reason=report.reason, state=state, answer=answer, correction=correction):
        raise Refused(_sentence(lacking))
    report.state, report.answer, report.contact = ReportState(state), answer, ""
    report.closed_at, report.closed_by = at, by
    report.save(update_fields=["state", "answer", "contact", "closed_at", "closed_by"])
    if correction and state == ReportState.CORRECTED:
        Correction.objects.create(article=article, text=correction, on=clock.today(), report=report, by=by)
        Article.objects.filter(pk=article.pk).update(changed_at=at)
        article.changed_at = at
        if article.is_public:
            effects.changed(article)
    tell(
        "correct" if state == ReportState.CORRECTED else "dismiss",
        article,
        by=by,
        reason=answer,
        changes={"report": [ReportState.OPEN.value, report.state]},
        at=at,
    )
    return report


def forget_contacts(*, now: dt.datetime | None = None) -> int:
    """Delete contacts that nobody used within three months; the reports stay open."""
    old = ReaderReport.objects.filter(at__lt=(now or clock.now()) - CONTACT_KEPT).exclude(contact="")
    return old.update(contact="")


def _tell(report: ReaderReport) -> None:
    """To those who read the group's articles; fraud reported again and again to the office by itself."""
    article = report.article
    group = article.group
    facts = {"area": group.area, "audience": Capability.REVIEW_ARTICLES, "on": clock.today(), "at": report.at}
    # A notice is one text for everybody, in the office's language.
    with override(settings.LANGUAGE_CODE):
        notify(
            key=f"laporan:{report.code}",
            group_code=group.code,
            title=_("Pembaca melapor: %(reason)s") % {"reason": report.get_reason_display().lower()},
            text=_("“%(title)s”, %(group)s") % {"title": article.title, "group": group.name},
            href=reverse("reader_report", args=[report.code]),
            action=_("Baca laporan"),
            **facts,
        )
        if report.reason != ReportReason.SCAM:
            return
        open_scams = list(
            article.reports.filter(reason=ReportReason.SCAM, state=ReportState.OPEN)
            .order_by("at", "pk")
            .values_list("code", flat=True)
        )
        if is_urgent(len(open_scams)):
            # Without the group's code: the seller may be one of its own.
            notify(
                key=f"penipuan:{article.code}:{open_scams[0]}",
                title=_("Mendesak: lapak dilaporkan menipu"),
                text=_("%(n)d warga melaporkan “%(title)s”, %(group)s. Periksa sekarang, tarik bila perlu.")
                % {"n": len(open_scams), "title": article.title, "group": group.name},
                href=reverse("reader_reports") + f"?tulisan={article.code}",
                action=_("Periksa lapak"),
                **facts,
            )


def _sentence(lacking: Missing) -> str:
    return {
        Missing.STATE: _("Pilih apakah sudah dibetulkan atau tidak perlu diubah."),
        Missing.CORRECTION: _("Tulis apa yang dibetulkan. Pembaca melihatnya di bawah tulisan."),
        Missing.ANSWER: _("Tulis alasannya, supaya pembaca yang melapor tahu."),
    }[lacking]
