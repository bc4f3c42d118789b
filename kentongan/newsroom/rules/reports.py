"""What a reader may report, how it is closed, and when it is urgent."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kentongan.newsroom.enums import ArticleKind, ReportReason, ReportState

# So many open reports of fraud on one listing, and the office is told at once.
URGENT_SCAMS = 3
# The same words again within this time are a second tap, not a second report.
SECOND_TAP = dt.timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` reports within ``span``."""

    most: int
    span: dt.timedelta


# From one address: a family behind one connection has room, a robot has not.
PER_ADDRESS = (Limit(5, dt.timedelta(hours=1)), Limit(20, dt.timedelta(days=1)))
# About one article, from everybody.
PER_ARTICLE = (Limit(25, dt.timedelta(days=1)),)

_OF_A_LISTING = (ReportReason.PRICE, ReportReason.GONE, ReportReason.SCAM, ReportReason.PICTURE, ReportReason.OTHER)


class Missing(StrEnum):
    """What a closing still needs."""

    STATE = "state"
    CORRECTION = "correction"
    ANSWER = "answer"


def reasons_for(kind: str) -> tuple[ReportReason, ...]:
    """The ready choices for an article of this kind; one alone is no choice."""
    return _OF_A_LISTING if kind == ArticleKind.PRODUCT else (ReportReason.ERROR,)


def needs_text(reason: str) -> bool:
    """Whether the choice alone tells nobody what to mend."""
    return reason in {ReportReason.ERROR, ReportReason.OTHER}


def is_urgent(open_scams: int) -> bool:
    return open_scams >= URGENT_SCAMS


def missing(*, reason: str, state: str, answer: str, correction: str) -> Missing | None:
    """What is missing to close a report so; None when nothing is.

    Who read the wrong words shall read the right ones, so an error is mended by a line below the article. A price or a listing
    that is gone is mended in the listing itself.
    """
    if state not in {ReportState.CORRECTED, ReportState.DISMISSED}:
        return Missing.STATE
    if state == ReportState.DISMISSED:
        return None if answer else Missing.ANSWER
    if reason == ReportReason.ERROR and not correction:
        return Missing.CORRECTION
    return None
