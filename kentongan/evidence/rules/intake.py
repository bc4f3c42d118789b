"""Which days a record may have: none that has not come, none on which its group did not exist."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

# The longest interval, five years: what holds for ever is nobody's evidence.
LONGEST_SPAN = dt.timedelta(days=1826)


class Misfit(StrEnum):
    """Why a record's days are refused."""

    FUTURE = "future"
    BEFORE_GROUP = "before_group"
    AFTER_GROUP = "after_group"
    ENDS_BEFORE_START = "ends_before_start"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Life:
    """When a group existed: from ``begun`` (None: nobody knows the earliest day) up to but not including ``ended``."""

    begun: dt.date | None = None
    ended: dt.date | None = None


def misfit_of(occurred_on: dt.date, until: dt.date | None, *, life: Life, today: dt.date) -> Misfit | None:
    """The first thing wrong with a record's days, None when they are fine. An interval may reach into the future."""
    if occurred_on > today:
        return Misfit.FUTURE
    if life.begun and occurred_on < life.begun:
        return Misfit.BEFORE_GROUP
    if life.ended and occurred_on >= life.ended:
        return Misfit.AFTER_GROUP
    if until and until < occurred_on:
        return Misfit.ENDS_BEFORE_START
    if until and until - occurred_on > LONGEST_SPAN:
        return Misfit.TOO_LONG
    return None
