"""What readers may report and how it is closed: pure rules."""

import datetime as dt

import pytest

from kentongan.newsroom.enums import ArticleKind, ReportReason, ReportState
from kentongan.newsroom.rules import reports, trade
from kentongan.newsroom.rules.reports import Missing


def test_only_listings_have_ready_choices() -> None:
    assert ReportReason.SCAM in reports.reasons_for(ArticleKind.PRODUCT)
    assert ReportReason.ERROR not in reports.reasons_for(ArticleKind.PRODUCT)
    for kind in set(ArticleKind) - {ArticleKind.PRODUCT}:
        assert reports.reasons_for(kind) == (ReportReason.ERROR,)


@pytest.mark.parametrize(
    ("reason", "state", "answer", "correction", "expected"),
    [
        (ReportReason.ERROR, ReportState.CORRECTED, "", "RW 09, bukan RW 06.", None),
        (ReportReason.ERROR, ReportState.CORRECTED, "Terima kasih.", "", Missing.CORRECTION),
        (ReportReason.PRICE, ReportState.CORRECTED, "", "", None),
        (ReportReason.ERROR, ReportState.DISMISSED, "Sudah benar.", "", None),
        (ReportReason.ERROR, ReportState.DISMISSED, "", "", Missing.ANSWER),
        (ReportReason.SCAM, ReportState.DISMISSED, "", "", Missing.ANSWER),
        (ReportReason.ERROR, ReportState.OPEN, "ya", "ya", Missing.STATE),
        (ReportReason.ERROR, "apa saja", "ya", "ya", Missing.STATE),
    ],
)
def test_what_closing_still_needs(reason, state, answer, correction, expected) -> None:
    assert reports.missing(reason=reason, state=state, answer=answer, correction=correction) == expected


def test_three_open_scam_reports_are_urgent() -> None:
    assert [reports.is_urgent(n) for n in range(5)] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("price", "words"),
    [(None, ""), (0, "Rp0"), (500, "Rp500"), (45_000, "Rp45.000"), (1_250_000, "Rp1.250.000")],
)
def test_money_is_written_the_indonesian_way(price, words) -> None:
    assert trade.rupiah(price) == words


def test_the_link_to_the_seller_carries_the_words() -> None:
    assert trade.message_link("62812", "Pot & gerabah #1?") == "https://wa.me/62812?text=Pot%20%26%20gerabah%20%231%3F"
    assert trade.message_link("", "Halo") == ""


@pytest.mark.parametrize(("days", "old"), [(0, False), (60, False), (61, True)])
def test_a_listing_grows_old(days, old) -> None:
    day = dt.date(2025, 9, 25)
    assert trade.is_old(day - dt.timedelta(days=days), day) is old
