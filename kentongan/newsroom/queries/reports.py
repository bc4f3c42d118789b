"""Readers' reports: those a person may answer, and one by its code."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import User
from kentongan.accounts.permissions import scope
from kentongan.newsroom.enums import ReportReason, ReportState
from kentongan.newsroom.models import ReaderReport


def reports_for(user: User) -> QuerySet[ReaderReport]:
    """Reports about articles the person reads for, with what a page says of them."""
    mine = scope(user, Capability.REVIEW_ARTICLES, "article__group__area__", group="article__group__code")
    return ReaderReport.objects.filter(mine).select_related(
        "article__group__area", "article__group__site", "article__product", "closed_by"
    )


def in_state(reports: QuerySet[ReaderReport], state: str) -> QuerySet[ReaderReport]:
    """Open ones: fraud first, then the oldest; closed ones: the latest first."""
    found = reports.filter(state=state)
    if state != ReportState.OPEN:
        return found.order_by("-closed_at", "-pk")
    is_other = Case(When(reason=ReportReason.SCAM, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(is_other, "at", "pk")


def open_reports(user: User) -> int:
    """How many wait for the person."""
    return reports_for(user).filter(state=ReportState.OPEN).count()
