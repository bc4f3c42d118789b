"""Readers' reports: kept, told, answered, and the contact gone with the answer."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from kentongan.accounts.notices import notices_for
from kentongan.core.errors import Conflict, Refused
from kentongan.newsroom.actions import answer_report, report_error
from kentongan.newsroom.actions.reports import forget_contacts
from kentongan.newsroom.enums import ReportReason, ReportState, State
from kentongan.newsroom.models import Article, ReaderReport
from tests.conftest import Cast

NOW = dt.datetime(2025, 9, 25, 3, 0, tzinfo=dt.UTC)


def titles(user) -> list[str]:
    return list(notices_for(user).values_list("title", flat=True))


def test_a_report_is_kept_and_told_to_the_group_and_the_office(cast: Cast, report: ReaderReport) -> None:
    assert report.state == ReportState.OPEN
    for reader in (cast.leader, cast.city_admin, cast.forum):
        assert titles(reader) == ["Pembaca melapor: ada yang keliru"]
    for other in (cast.member, cast.admin, cast.stranger):
        assert titles(other) == []


def test_the_same_words_again_are_the_same_report(tale: Article, report: ReaderReport) -> None:
    again = {"article": tale, "text": "RW 09, bukan RW 06.", "contact": "0812 0000 0001"}
    assert report_error(**again, now=report.at + dt.timedelta(minutes=5)) == report
    assert report_error(**again, now=report.at + dt.timedelta(hours=2)) != report
    assert report_error(article=tale, text="Tahunnya juga.") != report


@pytest.mark.parametrize("reason", [ReportReason.ERROR, ReportReason.OTHER])
def test_without_words_nobody_knows_what_to_mend(tale: Article, reason: str) -> None:
    with pytest.raises(Refused, match="Tulis apa yang keliru"):
        report_error(article=tale, text="  ", reason=reason)


def test_what_is_not_shown_cannot_be_reported(tale: Article) -> None:
    Article.objects.update(state=State.WITHDRAWN)
    tale.refresh_from_db()
    with pytest.raises(Refused):
        report_error(article=tale, text="Keliru.")


def test_a_correction_is_dated_and_the_contact_goes(cast: Cast, tale: Article, report: ReaderReport) -> None:
    answered = answer_report(
        report=report,
        by=cast.leader,
        state=ReportState.CORRECTED,
        answer="Terima kasih.",
        correction="Kami menulis RW 06. Yang benar RW 09.",
        now=NOW,
    )
    assert (answered.state, answered.contact, answered.closed_by) == (ReportState.CORRECTED, "", cast.leader)
    correction = tale.corrections.get()
    assert (correction.on, correction.report) == (dt.date(2025, 9, 25), report)
    tale.refresh_from_db()
    assert tale.changed_at == NOW
    assert ReaderReport.objects.get().contact == ""


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"state": ReportState.CORRECTED}, "Tulis apa yang dibetulkan"),
        ({"state": ReportState.DISMISSED}, "Tulis alasannya"),
        ({"state": ReportState.OPEN, "answer": "ya"}, "Pilih apakah"),
    ],
)
def test_closing_needs_its_words(cast: Cast, report: ReaderReport, facts: dict, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        answer_report(report=report, by=cast.leader, **facts)
    assert ReaderReport.objects.get().contact == "0812 0000 0001"


def test_a_report_is_closed_once(cast: Cast, report: ReaderReport) -> None:
    dismiss = {"report": report, "by": cast.forum, "state": ReportState.DISMISSED, "answer": "Sudah benar."}
    answer_report(**dismiss)
    with pytest.raises(Conflict):
        answer_report(**dismiss)


@pytest.mark.parametrize("name", ["member", "admin", "stranger", "viewer"])
def test_only_those_who_read_for_the_group_answer(cast: Cast, report: ReaderReport, name: str) -> None:
    with pytest.raises(Refused):
        answer_report(report=report, by=getattr(cast, name), state=ReportState.DISMISSED, answer="Sudah benar.")


def test_fraud_is_judged_above_the_group(cast: Cast, stall: Article) -> None:
    report = report_error(article=stall, text="", reason=ReportReason.SCAM)
    close: Callable = lambda by: answer_report(report=report, by=by, state=ReportState.DISMISSED, answer="Sudah dicek.")  # noqa: E731
    with pytest.raises(Refused, match="Forum KIM atau kantor"):
        close(cast.leader)
    assert close(cast.forum).state == ReportState.DISMISSED


def test_three_open_scam_reports_tell_the_office_once(cast: Cast, stall: Article) -> None:
    urgent = "Mendesak: lapak dilaporkan menipu"
    for n in range(2):
        report_error(article=stall, text=f"Saya ditipu {n}", reason=ReportReason.SCAM)
    assert urgent not in titles(cast.city_admin)
    for n in range(2, 5):
        report_error(article=stall, text=f"Saya ditipu {n}", reason=ReportReason.SCAM)
    assert titles(cast.city_admin).count(urgent) == 1
    assert urgent in titles(cast.forum)
    assert urgent not in titles(cast.leader)
    notice = notices_for(cast.city_admin).get(title=urgent)
    assert stall.code in notice.href


def test_the_database_keeps_no_contact_of_a_closed_report(report: ReaderReport) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ReaderReport.objects.update(state=ReportState.DISMISSED, closed_at=timezone.now())


def test_contacts_nobody_used_are_deleted_after_three_months(report: ReaderReport) -> None:
    assert forget_contacts(now=report.at + dt.timedelta(days=90)) == 0
    assert forget_contacts(now=report.at + dt.timedelta(days=91)) == 1
    kept = ReaderReport.objects.get()
    assert (kept.contact, kept.state) == ("", ReportState.OPEN)
