"""How a channel is, in one word."""

import datetime as dt
from typing import Protocol

from kentongan.harvest.enums import Guard, Health, Trouble, Way

# Trouble for so long, or so often in a row, is no passing trouble.
DEAD_AFTER = dt.timedelta(days=7)
DEAD_VISITS = 8
# Reached, and nothing new for so long.
SILENT_AFTER = dt.timedelta(days=60)


class Facts(Protocol):
    """What is known of a channel; a Feed has all of it."""

    way: str
    is_paused: bool
    guard: str
    tried_at: dt.datetime | None
    found_at: dt.datetime | None
    newest_on: dt.date | None
    trouble: str
    trouble_since: dt.datetime | None
    failures: int


def health_of(feed: Facts, *, now: dt.datetime) -> Health:
    """The first of these that holds; ``queries.health`` asks the database the same."""
    if feed.way == Way.PASTED:
        return Health.PASTED
    if feed.guard != Guard.CLEAR:
        return Health.QUARANTINED
    if feed.is_paused:
        return Health.PAUSED
    if feed.tried_at is None:
        return Health.NEW
    if is_dead(feed, now=now):
        return Health.DEAD
    return Health.SILENT if is_silent(feed, now=now) else Health.HEALTHY


def is_dead(feed: Facts, *, now: dt.datetime) -> bool:
    """Whether its trouble is of the kind that somebody must look at."""
    if not feed.trouble or feed.trouble_since is None:
        return False
    return feed.trouble == Trouble.GONE or feed.failures >= DEAD_VISITS or feed.trouble_since <= now - DEAD_AFTER


def is_silent(feed: Facts, *, now: dt.datetime) -> bool:
    """Whether it is long since something new appeared; entries without dates count by the day they were found."""
    if feed.newest_on is not None:
        return feed.newest_on < (now - SILENT_AFTER).date()
    return feed.found_at is None or feed.found_at < now - SILENT_AFTER
